package import Domain
import EventStore
import JSON

/// A stored event as the API shows it: in histories, lists of events, live, and as the conflicts of
/// a stale command.
package enum EventDocument {
    package static func bytes(_ stored: StoredEvent) -> [UInt8] {
        var writer = JSONWriter(reserving: stored.payload.count + 400)
        write(stored, to: &writer)
        return writer.bytes
    }

    static func write(_ stored: StoredEvent, to writer: inout JSONWriter) {
        let envelope = stored.envelope
        writer.beginObject()
        writer.key("position")
        writer.integer(envelope.position)
        writer.key("stream")
        writer.string(envelope.stream.raw)
        writer.key("version")
        writer.integer(envelope.version)
        writer.key("id")
        writer.string(envelope.id.description)
        writer.key("type")
        writer.string(envelope.type.string)
        writer.key("schema")
        writer.integer(envelope.schema)
        // The moment where a device recorded one, else the day that the author stated.
        writer.key("occurredAt")
        writer.string(envelope.occurredAt?.description ?? envelope.occurredOn.description)
        writer.key("occurredOn")
        writer.string(envelope.occurredOn.description)
        writer.key("effectiveOn")
        writer.string(BureauEvent.decode(stored).effectiveDay.description)
        writer.key("recordedAt")
        writer.string(envelope.recordedAt.description)
        writer.key("actor")
        writer.string(envelope.actor.string)
        writer.key("device")
        write(envelope.device?.string, to: &writer)
        writer.key("intent")
        if let intent = envelope.intent { writer.integer(intent) } else { writer.null() }
        writer.key("correlation")
        write(envelope.correlation?.description, to: &writer)
        writer.key("causation")
        write(envelope.causation?.description, to: &writer)
        writer.key("imported")
        writer.bool(envelope.imported)
        writer.key("data")
        writer.raw(stored.payload)
        writer.endObject()
    }

    private static func write(_ text: String?, to writer: inout JSONWriter) {
        if let text { writer.string(text) } else { writer.null() }
    }

    /// A page: `{items, nextCursor, position}`.
    static func page(_ events: [StoredEvent], nextCursor: String?, position: Int64) -> [UInt8] {
        var writer = JSONWriter(reserving: 1_024 * (events.count + 1))
        writer.beginObject()
        writer.key("items")
        writer.beginArray()
        for event in events { write(event, to: &writer) }
        writer.endArray()
        writer.key("nextCursor")
        write(nextCursor, to: &writer)
        writer.key("position")
        writer.integer(position)
        writer.endObject()
        return writer.bytes
    }
}
