package import Domain
import JSON
package import Testing

/// Writes `event`, checks the stored bytes against `golden`, and reads them back.
///
/// The golden bytes are the shape that lies in logs for ever: if this fails, the shape has changed
/// and needs a new schema number with an upcaster, not a new golden text.
package func expectStored<D: BureauDecider>(
    _ event: D.Event, of decider: D.Type, as golden: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let encoded = try #require(
        D.bureauEvent(event).encoded, sourceLocation: sourceLocation)
    #expect(
        String(decoding: encoded.payload, as: UTF8.self) == golden, sourceLocation: sourceLocation)
    let envelope = Envelope(
        position: 1, stream: StreamID(D.kind, "x"), version: 1, id: EventID(high: 1, low: 1),
        type: encoded.type, schema: encoded.schema, occurredOn: .test,
        recordedAt: Instant(microseconds: 0), actor: "clerk")
    let read = BureauEvent.decode(StoredEvent(envelope, payload: Array(golden.utf8)))
    #expect(read.event == D.bureauEvent(event), sourceLocation: sourceLocation)
}

/// Writes the body of `command` and reads it back under its own name.
package func expectReadable<D: BureauDecider>(
    _ command: D.Command, of decider: D.Type,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let bureau = D.bureauCommand(command)
    let body = try JSONValue(parsing: bureau.body)
    let read = try BureauCommand.read(D.kind, command.name, body)
    #expect(read == bureau, sourceLocation: sourceLocation)
    #expect(D.Command.names.contains(command.name), sourceLocation: sourceLocation)
}
