import Domain
import EventStore
import Synchronization
import TestKit
import Testing

/// Cancelling a caller takes nothing back: its request is in the queue, and gets its answer.
@Suite struct CancellationTests {
    @Test func `a task cancelled before it asks appends all the same, and is told`() async throws {
        try await withLog { log async throws in
            let asking = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                #expect(Task.isCancelled)
                return await outcome(log, request(write(task("a"), .version(0))))
            }
            #expect(try await asking.value.get().versions == [task("a"): 1])
            #expect(try await log.head().position == 1)
        }
    }

    @Test func `callers cancelled in the queue and in their wave get the answers of the others`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log async throws in
            try await log.append(request(write(task("a"), .version(0))))
            let gate = try Gate(url)
            let callers = Callers()
            // The first wave waits for the lock; what comes after it waits for the wave.
            let sent = await callers.ask(log, [request(write(task("a"), .version(1)))])
            try await gate.isReached()
            let queued = await callers.ask(
                log,
                (0..<40).map { n in
                    request(write(task(Text("t\(n % 20)")), .version(0)))
                } + [request(write(task("a"), .version(0)))])
            for caller in sent + queued { caller.cancel() }
            try gate.open()
            let ends = await (sent + queued).ends()
            let happened = ends.map { successes([$0]).count == 1 }
            #expect(
                happened == [true] + Array(repeating: true, count: 20)
                    + Array(repeating: false, count: 21))
            let since = try await log.load(task("a"))
            #expect(
                refusals(ends).last
                    == .conflicts([
                        StreamConflict(stream: task("a"), expected: 0, actual: 2, since: since)
                    ]))
            #expect(try await log.head().position == 22)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `a caller cancelled after its wave has its answer`() async throws {
        try await withLog { log async throws in
            let asked = await Callers().ask(log, [request(write(task("a"), .version(0)))])
            let end = await asked.ends()
            for caller in asked { caller.cancel() }
            #expect(await asked.ends() == end)
            #expect(successes(end).map { $0.last } == [1])
        }
    }

    @Test func `cancelled at any moment, every caller is answered, and the log holds what it says`()
        async throws
    {
        try await withLog { log async throws in
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for caller in 0..<16 {
                    group.addTask {
                        var random = Seeded(UInt64(caller))
                        var version = 0
                        for _ in 0..<40 {
                            let stream = task(Text("c\(caller)"))
                            let expected = version
                            let asking = Task {
                                await outcome(log, request(write(stream, .version(expected))))
                            }
                            for _ in 0..<Int.random(in: 0..<20, using: &random) {
                                await Task.yield()
                            }
                            asking.cancel()
                            version = try await asking.value.get().versions[stream] ?? -1
                        }
                        return version
                    }
                }
                var counts: [Int] = []
                for try await count in group { counts.append(count) }
                return counts
            }
            #expect(counts == Array(repeating: 40, count: 16))
            #expect(try await log.head().position == 640)
        }
    }

    @Test func `a subscriber that is cancelled while it waits ends at once`() async throws {
        try await withLog { log async throws in
            let (started, mark) = AsyncStream.makeStream(of: Void.self)
            let waiting = Task {
                var iterator = log.subscribe(after: 0).makeAsyncIterator()
                mark.finish()
                return try await iterator.next()
            }
            for await _ in started {}
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
    }
}
