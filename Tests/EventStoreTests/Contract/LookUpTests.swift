import Domain
import EventStore
import TestKit
import Testing

/// What an append reads, counted by PostgreSQL itself.
@Suite struct LookUpTests {
    /// Rows found through the indexes of the events since the database was made. Sessions say what
    /// they read when they end, at the latest.
    private func rowsRead(_ url: String) throws -> Int64 {
        try Connection(url).query(
            """
            SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes
            WHERE schemaname = 'headwater' AND relname = 'events'
            """
        ).int64(0, 0)
    }

    @Test func `a plan made while a log was short does not read it all when it is long`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try Connection(url).run("ALTER TABLE headwater.events SET (autovacuum_enabled = off)")
        let length = 20_000
        try await withLog(url) { log in
            try await append(log, to: task("short"), round: 0)
            try await log.append(request(write(task("long"), .version(0), events: length)))
            try await append(log, to: task("long"), from: length, round: 1)
        }
        try await until(
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database()",
            in: url)
        // Every event is read for its hash, perhaps twice; an append looks at a few more.
        let read = try rowsRead(url)
        #expect(read < Int64(length * 3 + 600 * 30), "\(read) rows")
    }

    /// Appends in all the ways there are: alone, with care, and in plain waves.
    private func append(
        _ log: EventLog, to stream: StreamID, from version: Int = 0, round: Int
    ) async throws {
        for n in 0..<100 {
            try await log.append(request(write(stream, .version(version + n))))
        }
        for n in 0..<100 {
            let absent = StreamGuard(task(Text("absent-\(n)")), version: 0)
            try await log.append(request(write(stream, .any), guards: [absent]))
        }
        for version in 0..<2 {
            let ends = await race(
                [log],
                (0..<50).map {
                    request(write(task(Text("s\($0)-\(round)")), .version(version)))
                })
            #expect(successes(ends).count == 50)
        }
    }
}
