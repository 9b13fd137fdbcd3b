import Domain

/// An event as it lies in its row, the stream's name unread: a log may hold streams of kinds that
/// a later version made.
struct RawEvent {
    var streamName: Text
    var position: Int64
    var version: Int
    var id: EventID
    var type: Text
    var schema: Int
    var occurredOn: Day
    var occurredAt: Instant?
    var recordedAt: Instant
    var actor: Text
    var device: Text?
    var intent: Int64?
    var correlation: EventID?
    var causation: EventID?
    var imported: Bool
    var payload: [UInt8]

    /// What a statement selects for `init(_:_:)`.
    static let columns = """
        position, stream, version, id, type, schema, occurred_on, occurred_at, recorded_at, actor,
        device, intent, correlation, causation, imported, payload
        """

    init(_ rows: QueryResult, _ row: Int) throws(EventStoreError) {
        position = try rows.int64(row, 0)
        streamName = try rows.text(row, 1)
        version = Int(try rows.int32(row, 2))
        id = try rows.uuid(row, 3)
        type = try rows.text(row, 4)
        schema = Int(try rows.int32(row, 5))
        occurredOn = try rows.day(row, 6)
        occurredAt = rows.isNull(row, 7) ? nil : try rows.instant(row, 7)
        recordedAt = try rows.instant(row, 8)
        actor = try rows.text(row, 9)
        device = try rows.optionalText(row, 10)
        intent = rows.isNull(row, 11) ? nil : try rows.int64(row, 11)
        correlation = try rows.optionalUUID(row, 12)
        causation = try rows.optionalUUID(row, 13)
        imported = try rows.boolean(row, 14)
        payload = try rows.bytes(row, 15)
    }

    static func all(_ rows: QueryResult) throws(EventStoreError) -> [RawEvent] {
        var events: [RawEvent] = []
        events.reserveCapacity(rows.count)
        for row in 0..<rows.count { events.append(try RawEvent(rows, row)) }
        return events
    }

    /// Events with positions in `position + 1 ... through` in order, at most `limit`.
    static func batch(
        after position: Int64, through: Int64, limit: Int, logID: Int16, _ connection: Connection
    ) throws -> [RawEvent] {
        try all(
            connection.query(
                """
                SELECT \(columns) FROM headwater.events
                WHERE log_id = $1 AND position > $2 AND position <= $3
                ORDER BY position LIMIT $4
                """,
                [
                    .int2(logID), .int8(position), .int8(through),
                    .int8(Int64(min(limit, ReadLimits.batch))),
                ], named: true))
    }

    /// Nil for a stream of a kind that this version does not know.
    var stored: StoredEvent? {
        guard let stream = StreamID(raw: streamName.string) else { return nil }
        let envelope = Envelope(
            position: position, stream: stream, version: version, id: id, type: type,
            schema: schema, occurredOn: occurredOn, occurredAt: occurredAt,
            recordedAt: recordedAt, actor: actor, device: device, intent: intent,
            correlation: correlation, causation: causation, imported: imported)
        return StoredEvent(envelope, payload: payload)
    }
}
