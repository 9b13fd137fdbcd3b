import Domain
import EventStore
import TestKit
import Testing

/// Sessions that die under requests: everything settles, nothing is doubled or lost.
@Suite struct LostConnectionTests {
    /// Ends every session of the log in the database, as a failing server would.
    private static let killAll = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """
    private static let killWaiting = killAll + " AND wait_event_type = 'Lock'"

    @Test func `a wave whose session dies while it waits for the lock is settled`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            try await log.append(request(write(task("a"), .version(0))))
            let gate = try Gate(url)
            let callers = await Callers().ask(
                log,
                [
                    request(write(task("a"), .version(1)), id: "key"),
                    request(write(task("a"), .version(1))), request(write(task("b"), .version(0))),
                ])
            for _ in 0..<3 {
                try await gate.isReached()
                try Connection(url).run(LostConnectionTests.killWaiting)
            }
            try gate.open()
            let ends = await callers.ends()
            #expect(
                successes(ends).map { $0.versions } == [[task("a"): 2], [task("b"): 1]])
            let since = try await log.load(task("a"), after: 1)
            #expect(
                refusals(ends) == [
                    .conflicts([
                        StreamConflict(stream: task("a"), expected: 1, actual: 2, since: since)
                    ])
                ])
            let kept = try await log.requestOutcome(actor: clerk, id: "key")
            #expect(kept?.last == successes(ends).first?.last)
            #expect(try await log.head().position == 3)
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: [UInt64.random(in: 0 ... .max)])
    func `200 random kills under 16 callers: every request happens exactly once`(seed: UInt64)
        async throws
    {
        print("kills: seed \(seed)")
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            try await checkUnderLoad(log, "seed \(seed)") {
                try await offPool {
                    var random = Seeded(seed)
                    let killer = try Connection(url)
                    for _ in 0..<200 {
                        let pause = Double.random(in: 0..<0.02, using: &random)
                        try killer.run("SELECT pg_sleep(\(pause))")
                        try killer.run(LostConnectionTests.killAll)
                    }
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `a server stopped and started three times under load loses and doubles nothing`()
        async throws
    {
        let cluster = try await offPool { try OwnCluster() }
        try await withLog(cluster.url(), { $0.appendDeadlineMs = 60_000 }) { log in
            try await checkUnderLoad(log, "") {
                // Each time some hundred more events are in, the server goes at once.
                for round in 1...3 {
                    var reader = log.subscribe(after: 0, batch: 10_000).makeAsyncIterator()
                    while reader.cursor < round * 300 { _ = try await reader.next() }
                    try await offPool {
                        cluster.stop()
                        try cluster.start()
                    }
                }
            }
        }
        try await offPool { try cluster.remove() }
    }

    /// Sixteen callers append until `trouble` is over; then every request is there, once.
    private func checkUnderLoad(
        _ log: EventLog, _ note: String, _ trouble: @escaping @Sendable () async throws -> Void
    ) async throws {
        let isOver = Flag()
        let requests = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<16 {
                group.addTask {
                    var done = 0
                    while !isOver.isSet {
                        try await settle(log, task(Text("c\(caller)")), done)
                        done += 1
                    }
                    return done
                }
            }
            group.addTask {
                defer { isOver.set() }
                try await trouble()
                return 0
            }
            return try await group.reduce(0, +)
        }
        #expect(try await log.head().position == Int64(requests * 2), "\(note)")
        let streams = try await log.load((0..<16).map { task(Text("c\($0)")) })
        #expect(streams.values.reduce(0) { $0 + $1.count } == requests * 2, "\(note)")
        for events in streams.values {
            #expect(events.map { $0.envelope.version } == Array(1...events.count), "\(note)")
        }
        #expect(try await log.verify().isSound, "\(note)")
    }

    /// Appends two events to the stream, asking again with the same key as long as nobody knows.
    private func settle(_ log: EventLog, _ stream: StreamID, _ done: Int) async throws {
        let once = request(write(stream, .version(done * 2), events: 2))
        while true {
            switch await outcome(log, once) {
            case .success(let appended):
                #expect(appended.versions == [stream: done * 2 + 2])
                return
            case .failure(.outcomeUnknown): continue
            case .failure(let error): throw error
            }
        }
    }

    @Test func `a database that is away is said to be, in bounded time`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(
            url,
            {
                $0.appendDeadlineMs = 300; $0.readDeadlineMs = 300
            }
        ) { log in
            let admin = try Connection(try TestCluster.running().url("postgres"))
            let name = try Connection(url).query("SELECT current_database()").text(0, 0)
            try admin.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
            try admin.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
                [.text(name)])
            let error = await refusal(log, request(write(task("a"))))
            switch error {
            // The killed session may have been found out before or after the wave was sent.
            case .unavailable?, .outcomeUnknown?: break
            default: Issue.record("\(String(describing: error))")
            }
            await #expect(throws: EventStoreError.self) { try await log.head() }
            try admin.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS true")
            try await log.append(request(write(task("b"))))
        }
    }

    @Test func `a closed log refuses`() async throws {
        let log = try await withLog { $0 }
        let error = await refusal(log, request(write(task("a"))))
        #expect(error == .stopped("the log is closed"))
        await #expect(throws: EventStoreError.stopped("the log is closed")) {
            try await log.head()
        }
    }
}
