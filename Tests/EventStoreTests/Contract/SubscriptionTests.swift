import Domain
import EventStore
import Synchronization
import TestKit
import Testing

@Suite struct SubscriptionTests {
    /// Positions of all batches until one reaches `end`.
    private func positions(
        _ log: EventLog, after: Int64 = 0, until end: Int64, batch: Int = 500
    ) async throws -> [Int64] {
        var seen: [Int64] = []
        for try await found in log.subscribe(after: after, batch: batch) {
            seen += found.events.map { $0.envelope.position }
            if found.through >= end { break }
        }
        return seen
    }

    @Test func `a subscription goes from history to the present without a seam`() async throws {
        try await withTwoServers { logs async throws in
            for _ in 0..<30 { try await logs[0].append(request(write(task("a"), events: 3))) }
            let end: Int64 = 90 + 4 * 50 * 3
            try await withThrowingTaskGroup(of: [Int64].self) { group in
                // Some begin before the writers, some while they write, at once or in small steps.
                for (log, batch) in [(logs[0], 500), (logs[1], 7), (logs[0], 1), (logs[1], 64)] {
                    group.addTask {
                        try await positions(log, after: 10, until: end, batch: batch)
                    }
                }
                for writer in 0..<4 {
                    group.addTask {
                        for n in 0..<50 {
                            try await logs[writer % 2].append(
                                request(write(task(Text("w\(writer)")), .version(n * 3), events: 3))
                            )
                        }
                        return try await positions(logs[writer % 2], after: 10, until: end)
                    }
                }
                for try await seen in group { #expect(seen == Array(11...end)) }
            }
        }
    }

    @Test func `a reader goes on from its cursor, wherever that is`() async throws {
        try await withLog { log async throws in
            try await log.append(request(write(task("a"), events: 40)))
            for cursor in [0, 1, 17, 39] as [Int64] {
                #expect(
                    try await positions(log, after: cursor, until: 40, batch: 9)
                        == Array((cursor + 1)...40))
            }
            var iterator = log.subscribe(after: 0, batch: 15).makeAsyncIterator()
            var cursors: [Int64] = []
            for _ in 0..<3 {
                #expect(try await iterator.next()?.through == iterator.cursor)
                cursors.append(iterator.cursor)
            }
            #expect(cursors == [15, 30, 40])
            #expect(iterator.epoch == 1)
        }
    }

    @Test func `a cursor ahead of what this server has heard of waits for it`() async throws {
        try await withLog { log async throws in
            let waiting = Task { try await positions(log, after: 3, until: 5) }
            try await log.append(request(write(task("a"), events: 2)))
            try await log.append(request(write(task("a"), events: 3)))
            #expect(try await waiting.value == [4, 5])
        }
    }

    @Test func `a slow reader is handed what it asks for, and little is kept for it meanwhile`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            let total = 20_000
            try await log.append(request(write(task("a"), .version(0), events: total)))
            var slow = log.subscribe(after: 0, batch: 10).makeAsyncIterator()
            var steps: [Int] = []
            while slow.cursor < 500 { steps.append(try await slow.next()?.events.count ?? 0) }
            #expect(steps == Array(repeating: 10, count: 50))
            // Had it read as far as this, it would not see what is gone now.
            let intruder = try Connection(url)
            try intruder.run("ALTER TABLE headwater.events DISABLE TRIGGER ALL")
            try intruder.run("DELETE FROM headwater.events WHERE position = 10001")
            await #expect(throws: EventStoreError.gap(expected: 10_001, found: 10_002)) {
                while let batch = try await slow.next() { #expect(batch.through <= 10_000) }
            }
        }
    }

    @Test func `an idle reader is woken, not polled for: fifty times, the poll a minute away`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        let started = SystemClock.monotonicMs()
        try await withLog(url, { $0.pollMs = 60_000 }) { log in
            try await withLog(url, { $0.pollMs = 60_000 }) { other in
                var here = log.subscribe(after: 0).makeAsyncIterator()
                var there = other.subscribe(after: 0).makeAsyncIterator()
                for n in 1...50 {
                    try await log.append(request(write(task("a"))))
                    #expect(try await here.next()?.through == Int64(n))
                    #expect(try await there.next()?.through == Int64(n))
                }
            }
        }
        // All fifty before the first poll could have come.
        #expect(SystemClock.monotonicMs() - started < 60_000)
    }

    @Test func `two servers wake each other, whoever appends`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url, { $0.pollMs = 600_000 }) { one in
            try await withLog(url, { $0.pollMs = 600_000 }) { two in
                var (first, second) = (
                    one.subscribe(after: 0).makeAsyncIterator(),
                    two.subscribe(after: 0).makeAsyncIterator()
                )
                for n in 1...10 {
                    try await (n % 2 == 0 ? one : two).append(request(write(task("a"))))
                    #expect(try await first.next()?.through == Int64(n))
                    #expect(try await second.next()?.through == Int64(n))
                }
            }
        }
    }

    @Test func `where every notification is lost, polling takes over`() async throws {
        let url = try TestCluster.freshDatabase()
        let proxy = try LossyProxy(before: try TestCluster.running().folder)
        defer { proxy.close() }
        try await withLog(url) { writer in
            try await withLog(proxy.url(url), { $0.pollMs = 20 }) { deaf in
                var reader = deaf.subscribe(after: 0).makeAsyncIterator()
                try await writer.append(request(write(task("a"))))
                #expect(try await reader.next()?.through == 1)
                proxy.loseNotifications()
                for n in 2...5 {
                    try await writer.append(request(write(task("a"))))
                    #expect(try await reader.next()?.through == Int64(n))
                }
                #expect(proxy.lostNotifications > 0)
            }
        }
    }

    @Test func `a listener whose connection is lost listens again, and looks at what it missed`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { writer in
            try await withLog(url, { $0.pollMs = 600_000 }) { log in
                var reader = log.subscribe(after: 0).makeAsyncIterator()
                for n in 1...5 {
                    try Connection(url).query(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """)
                    try await writer.append(request(write(task("a"))))
                    #expect(try await reader.next()?.through == Int64(n))
                }
            }
        }
    }

    @Test func `readers go on when all connections break, again and again`() async throws {
        let url = try TestCluster.freshDatabase()
        let proxy = try LossyProxy(before: try TestCluster.running().folder)
        defer { proxy.close() }
        try await withLog(url) { writer in
            try await withLog(proxy.url(url)) { log in
                let reading = Task { try await positions(log, until: 400, batch: 30) }
                for n in 0..<40 {
                    try await writer.append(request(write(task("a"), events: 10)))
                    if n % 4 == 0 { proxy.breakAll() }
                }
                #expect(try await reading.value == Array(1...400))
            }
        }
    }

    @Test func `a hole in the log is an alarm, and so is an end before the cursor`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            try await log.append(request(write(task("a"), events: 5)))
            let intruder = try Connection(url)
            try intruder.run("ALTER TABLE headwater.events DISABLE TRIGGER ALL")
            try intruder.run("DELETE FROM headwater.events WHERE position = 3")
            var reader = log.subscribe(after: 0, batch: 2).makeAsyncIterator()
            await #expect(throws: EventStoreError.gap(expected: 3, found: 4)) {
                try await reader.next()
            }
            try intruder.run("DELETE FROM headwater.events WHERE position > 3")
            var last = log.subscribe(after: 3).makeAsyncIterator()
            await #expect(throws: EventStoreError.stopped("the log ends at 2, before 3")) {
                try await last.next()
            }
        }
    }
}
