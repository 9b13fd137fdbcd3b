package import Domain

/// Bounds of what one read may return.
package enum ReadLimits {
    package static let stream = 50_000
    package static let streams = 200_000
    package static let batch = 10_000
}

extension EventLog {
    package func head() async throws -> LogHead {
        let logID = logID
        return try await read { try LogHead.read(logID: logID, $0) }
    }

    /// The last position recorded at or before `moment`; 0 if none was.
    package func position(at moment: Instant) async throws -> Int64 {
        let logID = logID
        return try await read { connection in
            try connection.query(
                "SELECT headwater.position_at($1, $2)", [.int2(logID), .timestamp(moment)],
                named: true
            ).int64(0, 0)
        }
    }

    package func stream(_ stream: StreamID) async throws -> StreamHeader? {
        let logID = logID
        return try await read { connection in
            let rows = try connection.query(
                "SELECT version, part FROM headwater.streams WHERE log_id = $1 AND stream = $2",
                [.int2(logID), .text(stream.raw)], named: true)
            guard rows.count == 1 else { return nil }
            return StreamHeader(
                stream: stream, version: Int(try rows.int32(0, 0)), part: try rows.text(0, 1))
        }
    }

    /// The stream's events after `version`, oldest first; at most `limit` if one is given.
    ///
    /// Without one all come, and more than `ReadLimits.stream` of them are an error: nobody may
    /// decide on a part of a stream without knowing.
    package func load(
        _ stream: StreamID, after version: Int = 0, limit: Int? = nil
    ) async throws -> [StoredEvent] {
        let most = min(limit ?? .max, ReadLimits.stream + 1)
        let events = try await rawEvents(
            "stream = $2 AND version > $3 ORDER BY version LIMIT $4",
            [.text(stream.raw), .int4(Int32(clamping: version)), .int8(Int64(most))])
        guard events.count <= ReadLimits.stream else {
            throw EventStoreError.malformed("\(stream) has over \(ReadLimits.stream) events")
        }
        return events.compactMap { $0.stored }
    }

    /// Whole streams in one round trip; a stream without events is absent. More events than
    /// `ReadLimits.streams` together are an error.
    package func load(_ streams: [StreamID]) async throws -> [StreamID: [StoredEvent]] {
        try await load(after: Dictionary(streams.map { ($0, 0) }) { first, _ in first })
    }

    /// The events of each stream after its version, oldest first, in one round trip; a stream
    /// without such events is absent.
    ///
    /// - Parameter each: most events of one stream. Without it all come, and more than
    ///   `ReadLimits.streams` together are an error.
    package func load(
        after versions: [StreamID: Int], each: Int? = nil
    ) async throws -> [StreamID: [StoredEvent]] {
        try await EventLog.load(
            after: versions, each: each, logID: logID, readers, configuration.readDeadlineMs)
    }

    static func load(
        after versions: [StreamID: Int], each: Int?, logID: Int16, _ readers: ConnectionPool,
        _ deadlineMs: Int64
    ) async throws -> [StreamID: [StoredEvent]] {
        if versions.isEmpty { return [:] }
        let most = ReadLimits.streams + 1
        var streams = BinaryArray(.text)
        var after = BinaryArray(.int4)
        for (stream, version) in versions {
            streams.append(stream.raw)
            after.append(integer: Int32(clamping: version))
        }
        let parameters: [Parameter] = [
            .int2(logID), .array(streams), .array(after), .int8(Int64(min(each ?? most, most))),
            .int8(Int64(most)),
        ]
        let events = try await readers.run(deadlineMs: deadlineMs) { connection in
            try RawEvent.all(
                connection.query(
                    """
                    SELECT \(RawEvent.columns)
                    FROM unnest($2, $3) AS w(wanted, seen)
                    CROSS JOIN LATERAL (
                        SELECT \(RawEvent.columns) FROM headwater.events
                        WHERE log_id = $1 AND stream = w.wanted AND version > w.seen
                        ORDER BY version LIMIT $4
                    ) AS e
                    ORDER BY stream, version LIMIT $5
                    """, parameters, named: true), connection.names)
        }
        guard events.count < most else {
            throw EventStoreError.malformed("over \(ReadLimits.streams) events in one load")
        }
        return Dictionary(grouping: events.compactMap { $0.stored }, by: { $0.envelope.stream })
    }

    /// Events with positions in `position + 1 ... through` in order, at most `limit`.
    package func read(
        after position: Int64, through: Int64? = nil, kinds: [AggregateKind]? = nil,
        types: [Text]? = nil, limit: Int
    ) async throws -> [StoredEvent] {
        var filter = EventFilter()
        filter.after = position
        filter.through = through
        filter.kinds = kinds
        filter.types = types
        filter.limit = limit
        return try await events(filter)
    }

    package func events(_ filter: EventFilter) async throws -> [StoredEvent] {
        let condition = Condition(filter)
        return try await rawEvents(condition.sql, condition.parameters, named: false)
            .compactMap { $0.stored }
    }

    /// Consecutive events, those of unknown kinds counted too.
    func batch(after position: Int64, through: Int64, limit: Int) async throws -> [RawEvent] {
        let logID = logID
        let known = signal.head
        return try await read { connection in
            var events: [RawEvent] = []
            try RawEvent.each(
                after: position, through: through, known: known, limit: limit, logID: logID,
                connection
            ) { events.append($0) }
            return events
        }
    }

    private func rawEvents(
        _ condition: String, _ parameters: [Parameter], named: Bool = true
    ) async throws -> [RawEvent] {
        let logID = logID
        return try await read { connection in
            try RawEvent.all(
                connection.query(
                    """
                    SELECT \(RawEvent.columns) FROM headwater.events
                    WHERE log_id = $1 AND \(condition)
                    """, [.int2(logID)] + parameters, named: named), connection.names)
        }
    }

    /// A filter as SQL with bound parameters, `$1` being the log.
    private struct Condition {
        var sql: String
        var parameters: [Parameter] = []

        init(_ filter: EventFilter) {
            sql = "position > $2"
            parameters = [.int8(filter.after)]
            add("position <=", filter.through.map { .int8($0) })
            add("type = ANY", filter.types.map { .texts($0) })
            add(
                "split_part(stream, '/', 1) = ANY",
                filter.kinds.map { kinds in
                    .texts(kinds.map { Text($0.rawValue) })
                })
            add("stream =", filter.stream.map { .text($0.raw) })
            add("actor =", filter.actor.map { .text($0) })
            add("device =", filter.device.map { .text($0) })
            add("recorded_at >=", filter.from.map { .timestamp($0) })
            add("recorded_at <=", filter.to.map { .timestamp($0) })
            add("correlation =", filter.correlation.map { .uuid($0) })
            sql += " ORDER BY position \(filter.newestFirst ? "DESC" : "ASC")"
            parameters.append(.int8(Int64(max(0, min(filter.limit, ReadLimits.batch)))))
            sql += " LIMIT $\(parameters.count + 1)"
        }

        private mutating func add(_ comparison: String, _ parameter: Parameter?) {
            guard let parameter else { return }
            parameters.append(parameter)
            sql += " AND \(comparison) ($\(parameters.count + 1))"
        }
    }

    /// The chained hash of the log up to `position` (32 bytes; of zeros at 0).
    package func prefixHash(at position: Int64) async throws -> [UInt8] {
        let logID = logID
        return try await read { connection in
            var chain = try PrefixChain.stored(atMost: position, logID: logID, connection)
            try chain.advance(to: position, logID: logID, connection)
            guard chain.position == position else {
                throw EventStoreError.malformed("position \(position) is past the head")
            }
            return chain.hash
        }
    }
}
