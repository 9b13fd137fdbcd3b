import Domain
import EventStore
import Synchronization
import TestKit
import Testing

/// Ten writers, four readers, and somebody else's transaction that never ends, over a million
/// events.
@Suite struct SerialisationTests {
    private static let writers = 10
    private static let requestsPerWriter = 2_000
    private static let eventsPerRequest = 50
    private static let total = Int64(writers * requestsPerWriter * eventsPerRequest)

    /// What a reader asserts of every event: the next position, and of its writer the next number.
    private struct Order {
        var position: Int64 = 0
        var latest: [StreamID: Int] = [:]
        var faults = 0

        mutating func see(_ event: StoredEvent) {
            let envelope = event.envelope
            if envelope.position != position + 1 { faults += 1 }
            if envelope.version != latest[envelope.stream, default: 0] + 1 { faults += 1 }
            position = envelope.position
            latest[envelope.stream] = envelope.version
        }
    }

    /// How late anything at all was on this machine: a reader is held to what the database and the
    /// processor allowed.
    private final class Heart: Sendable {
        private let longest = Mutex<Int64>(0)
        private let isOver = Flag()

        var longestMs: Int64 { longest.withLock { $0 } }

        func beat(_ url: String) async throws {
            try await offPool { [self] in
                let connection = try Connection(url)
                while !isOver.isSet {
                    let began = SystemClock.monotonicMs()
                    try connection.run("SELECT pg_sleep(0.05)", deadlineMs: 60_000)
                    let late = SystemClock.monotonicMs() - began - 50
                    longest.withLock { $0 = max($0, late) }
                }
            }
        }

        func stop() { isOver.set() }
    }

    @Test(.timeLimit(.minutes(5)))
    func `no reader ever skips, repeats, inverts or stalls`() async throws {
        let url = try TestCluster.freshDatabase()
        let foreign = try Connection(url)
        try foreign.run("BEGIN; CREATE TEMP TABLE mine (a integer)")
        let number = try foreign.query("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        #expect(try number.boolean(0, 0))
        let heart = Heart()
        try await withLog(url, { $0.readers = 4 }) { log in
            let stalls = try await withThrowingTaskGroup(of: Int64.self) { group in
                group.addTask {
                    try await heart.beat(url)
                    return 0
                }
                for writer in 0..<SerialisationTests.writers {
                    group.addTask {
                        try await write(log, writer)
                        return 0
                    }
                }
                var longest: [Int64] = []
                try await withThrowingTaskGroup(of: Int64.self) { readers in
                    for _ in 0..<4 { readers.addTask { try await read(log) } }
                    for try await stall in readers { longest.append(stall) }
                }
                heart.stop()
                try await group.waitForAll()
                return longest
            }
            #expect(stalls.count == 4)
            #expect(stalls.allSatisfy { $0 < 2_000 + heart.longestMs }, "\(stalls) ms")
            // All that was while the other transaction was open, and it has seen nothing of it.
            #expect(try foreign.query("SELECT 1 FROM mine").count == 0)
            try foreign.run("ROLLBACK")
            #expect(try await log.head().position == SerialisationTests.total)
        }
    }

    private func write(_ log: EventLog, _ writer: Int) async throws {
        let stream = task(Text("w\(writer)"))
        for n in 0..<SerialisationTests.requestsPerWriter {
            let size = SerialisationTests.eventsPerRequest
            try await log.append(
                request(EventStoreTests.write(stream, .version(n * size), events: size)))
        }
    }

    /// The longest time, in milliseconds, between two batches.
    private func read(_ log: EventLog) async throws -> Int64 {
        var order = Order()
        var longest: Int64 = 0
        var before = SystemClock.monotonicMs()
        for try await batch in log.subscribe(after: 0, batch: 2_000) {
            let now = SystemClock.monotonicMs()
            longest = max(longest, now - before)
            before = now
            for event in batch.events { order.see(event) }
            if batch.through == SerialisationTests.total { break }
        }
        #expect(order.faults == 0)
        #expect(order.position == SerialisationTests.total)
        #expect(order.latest.count == SerialisationTests.writers)
        return longest
    }
}
