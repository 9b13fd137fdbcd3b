package import Domain

/// An event as it lies in its row.
package struct RawEvent {
    var stream: StreamName
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
    package static let columns = """
        position, stream, version, id, type, schema, occurred_on, occurred_at, recorded_at, actor,
        device, intent, correlation, causation, imported, payload
        """

    package init(_ row: inout some RowFields, _ names: EventNames) throws(EventStoreError) {
        position = try row.integer()
        stream = try row.stream(names)
        version = Int(try row.integer(Int32.self))
        id = try row.uuid()
        type = try row.text(names)
        schema = Int(try row.integer(Int32.self))
        occurredOn = try row.day()
        occurredAt = try row.optionalInstant()
        recordedAt = try row.instant()
        actor = try row.text(names)
        device = try row.optionalText(names)
        intent = try row.optionalInt64()
        correlation = try row.optionalUUID()
        causation = try row.optionalUUID()
        imported = try row.boolean()
        payload = try row.array()
    }

    var streamName: Text { stream.raw }

    /// Nil for a stream of a kind that this version does not know.
    package consuming func intoStored() -> StoredEvent? {
        guard case .known(let stream) = stream else { return nil }
        let envelope = Envelope(
            position: position, stream: stream, version: version, id: id, type: type,
            schema: schema, occurredOn: occurredOn, occurredAt: occurredAt,
            recordedAt: recordedAt, actor: actor, device: device, intent: intent,
            correlation: correlation, causation: causation, imported: imported)
        return StoredEvent(envelope, payload: payload)
    }

    var stored: StoredEvent? { intoStored() }
}

extension RawEvent {
    /// As many rows as this are worth a COPY, whose rows are half the work of a result's but which
    /// is planned anew each time.
    private static let copied: Int64 = 128

    static func all(
        _ rows: QueryResult, _ names: EventNames
    ) throws(EventStoreError) -> [RawEvent] {
        var events: [RawEvent] = []
        events.reserveCapacity(rows.count)
        for index in 0..<rows.count {
            var row = rows.fields(index)
            events.append(try RawEvent(&row, names))
        }
        return events
    }

    /// Events with positions in `position + 1 ... through` in order, at most `limit`.
    static func batch(
        after position: Int64, through: Int64, limit: Int, logID: Int16, _ connection: Connection
    ) throws -> [RawEvent] {
        var events: [RawEvent] = []
        try each(after: position, through: through, limit: limit, logID: logID, connection) {
            events.append($0)
        }
        return events
    }

    /// Gives the events of `batch` to `take` one by one, as they arrive where they are many.
    ///
    /// - Parameter known: a position that the log is known to have reached.
    static func each(
        after position: Int64, through: Int64, known: Int64 = .max, limit: Int, logID: Int16,
        _ connection: Connection, _ take: (consuming RawEvent) throws -> Void
    ) throws {
        let most = Int64(max(0, min(limit, ReadLimits.batch)))
        if min(through, known) - max(0, position) >= copied, most >= copied {
            try connection.copy(
                """
                SELECT \(columns) FROM headwater.events
                WHERE log_id = \(logID) AND position > \(position) AND position <= \(through)
                ORDER BY position LIMIT \(most)
                """
            ) { try take(try RawEvent(&$0, connection.names)) }
            return
        }
        let rows = try connection.query(
            """
            SELECT \(columns) FROM headwater.events
            WHERE log_id = $1 AND position > $2 AND position <= $3
            ORDER BY position LIMIT $4
            """,
            [.int2(logID), .int8(position), .int8(through), .int8(most)], named: true)
        for event in try all(rows, connection.names) { try take(event) }
    }
}
