package import Domain
package import Testing

/// The rows that `events` of one stream lead to, each with the day on which it happened.
///
/// After every event each row goes through its columns and back, as it does in the projector, so a
/// field that no column holds fails here.
package func rows<Model: ReadModel>(
    _ model: Model.Type, of stream: StreamID, _ events: [(Day, BureauEvent)],
    sourceLocation: SourceLocation = #_sourceLocation
) -> [Text: Model.Row] {
    var rows: [Text: Model.Row] = [:]
    for (index, (day, event)) in events.enumerated() {
        let envelope = Envelope(
            position: Int64(index) + 1, stream: stream, version: index + 1,
            id: EventID(high: 1, low: UInt64(index)), type: Text(event.base?.type ?? ""), schema: 1,
            occurredOn: day, recordedAt: Instant(microseconds: Int64(index)), actor: "clerk")
        let recorded = Recorded(envelope, event)
        for key in Model.keys(for: recorded) {
            var row = rows[key]
            Model.fold(&row, key: key, recorded)
            rows[key] = row
            guard let row else { continue }
            let values = Model.values(of: row)
            #expect(values.count == Model.columns.count, sourceLocation: sourceLocation)
            #expect(Model.row(from: values) == row, sourceLocation: sourceLocation)
        }
    }
    return rows
}
