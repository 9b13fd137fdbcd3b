import Domain

/// What one writing thread keeps from wave to wave: its connection and its buffers.
final class Lane {
    let number: Int
    private(set) var link: Connection?
    var backoff = Backoff()
    private let arrays = PlainWave()

    init(_ number: Int) { self.number = number }

    func drop() { link = nil }

    func connect(
        _ configuration: LogConfiguration, _ admit: (Connection) throws -> Void
    ) throws -> Connection {
        let fresh = try Connection(
            configuration.url, role: Migrator.app, deadlineMs: configuration.connectDeadlineMs)
        try admit(fresh)
        // A plan made while the tables were small would stay, and one made anew for every wave
        // costs more than the wave; each check must see what was committed a moment ago.
        try fresh.run(
            """
            SET plan_cache_mode TO 'force_generic_plan';
            SET enable_seqscan TO off; SET enable_hashjoin TO off; SET enable_mergejoin TO off;
            SET default_transaction_isolation TO 'read committed'
            """)
        backoff = Backoff()
        link = fresh
        return fresh
    }

    /// Sends requests of which nobody should lose; throws if anybody did, and then nothing
    /// happened. Gives the position before the first one and the time recorded.
    func plain(
        _ wave: WaveQueue<Writer.Pending>.Wave, _ turn: Turn, logID: Int16,
        on connection: Connection
    ) throws -> (base: Int64, at: Instant) {
        let rows: QueryResult
        if wave.way == .one, let request = wave.items.first?.request,
            let parameters = PlainWave.parameters(request, logID: logID, now: wave.at)
        {
            rows = try connection.query(
                PlainWave.callOne, parameters, named: true, deadlineMs: Writer.statementMs)
        } else {
            arrays.clear()
            for pending in wave.items { arrays.add(pending.request) }
            var base: Int64?
            if case .plain(let known) = wave.way { base = known }
            rows = try connection.call(
                PlainWave.call,
                [
                    .int2(logID), .timestamp(wave.at), .int8(base), .int4(turn.server),
                    .int4(turn.number), .int4(turn.after), .int4(arrays.count),
                ], arrays.columns, deadlineMs: Lane.deadlineMs(wave.items))
        }
        return (try rows.int64(0, 0), try rows.instant(0, 1))
    }

    /// Sends any requests; each gets an outcome of its own.
    func careful(
        _ items: [Writer.Pending], _ turn: Turn, logID: Int16, _ now: Instant,
        on connection: Connection
    ) throws -> [WriteOutcome] {
        var arrays = WaveArrays()
        for pending in items { arrays.add(pending.request, claims: pending.claims) }
        let rows = try connection.query(
            WaveArrays.call, arrays.parameters(logID: logID, now: now, turn: turn),
            named: true, deadlineMs: Lane.deadlineMs(items))
        return try WriteOutcome.read(rows, count: items.count)
    }

    private static func deadlineMs(_ items: [Writer.Pending]) -> Int64 {
        items.contains { $0.request.weight > AppendLimits.largeRequest }
            ? Writer.largeStatementMs : Writer.statementMs
    }
}
