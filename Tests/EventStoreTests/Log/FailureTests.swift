import Domain
import EventStore
import TestKit
import Testing

@Suite struct FailureTests {
    /// Ends every other session of the database, as a failing server would.
    private func killSessions(_ url: String) throws {
        try Connection(url).query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
    }

    @Test(.timeLimit(.minutes(2)))
    func `appends whose connections are killed again and again all happen exactly once`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for n in 0..<100 {
                            let stream = task(Text("w\(writer)"))
                            let appended = try await log.append(
                                request(write(stream, .version(n), events: 1)))
                            #expect(appended.versions == [stream: n + 1])
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<15 {
                        try killSessions(url)
                        try await Task.sleep(for: .milliseconds(40))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await log.head().position == 800)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `a wave whose session dies while it waits for the lock is settled`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            try await log.append(request(write(task("a"), .version(0))))
            let holder = try Connection(url)
            try holder.run("BEGIN; SELECT headwater.lock_log(1::smallint)")
            let waiting = Task {
                await outcome(log, request(write(task("a"), .version(1)), id: "key"))
            }
            let watcher = try Connection(url)
            let blocked = """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """
            while try watcher.query(blocked).count == 0 {}
            try holder.run("COMMIT")
            let appended = try await waiting.value.get()
            #expect(appended.versions == [task("a"): 2])
            #expect(try await log.requestOutcome(actor: clerk, id: "key")?.last == 2)
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
