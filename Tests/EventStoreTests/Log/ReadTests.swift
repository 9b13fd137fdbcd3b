import Domain
import EventStore
import Synchronization
import TestKit
import Testing

@Suite struct ReadTests {
    @Test func `several streams come in one answer, the absent ones left out`() async throws {
        try await withLog { log in
            try await log.append(request(write(task("a"), events: 2)))
            try await log.append(request(write(task("b"), events: 1)))
            let loaded = try await log.load([task("a"), task("b"), task("c")])
            #expect(
                loaded.mapValues { $0.map { $0.envelope.version } } == [
                    task("a"): [1, 2], task("b"): [1],
                ])
        }
    }

    @Test func `each stream goes on after its own version, up to as many events as asked for`()
        async throws
    {
        try await withLog { log in
            try await log.append(request(write(task("a"), events: 5)))
            try await log.append(request(write(task("b"), events: 2)))
            let versions = [task("a"): 1, task("b"): 2, task("c"): 0]
            let all = try await log.load(after: versions)
            #expect(all.mapValues { $0.map { $0.envelope.version } } == [task("a"): [2, 3, 4, 5]])
            let first = try await log.load(after: versions, each: 2)
            #expect(first.mapValues { $0.map { $0.envelope.version } } == [task("a"): [2, 3]])
        }
    }

    @Test func `events are found by kind, type, stream, actor and time, newest first if asked`()
        async throws
    {
        try await withLog { log in
            try await log.append(write(task("a"), "TaskPlanned", "NoteAdded", by: "one"))
            try await log.append(write(StreamID(.letter, "l"), "LetterDrafted", by: "two"))
            let third = try await log.append(write(task("b"), "NoteAdded", by: "two"))
            func found(_ change: (inout EventFilter) -> Void) async throws -> [Int64] {
                var filter = EventFilter()
                change(&filter)
                return try await log.events(filter).map { $0.envelope.position }
            }
            #expect(try await found { $0.kinds = [.task] } == [1, 2, 4])
            #expect(try await found { $0.types = ["NoteAdded"] } == [2, 4])
            #expect(try await found { $0.stream = task("a") } == [1, 2])
            #expect(try await found { $0.actor = "two" } == [3, 4])
            #expect(try await found { $0.from = third.recordedAt } == [4])
            #expect(
                try await found {
                    $0.newestFirst = true; $0.limit = 2
                } == [4, 3])
            #expect(
                try await found {
                    $0.after = 1; $0.through = 3
                } == [2, 3])
            let read = try await log.read(after: 0, kinds: [.letter], limit: 10)
            #expect(read.map { $0.envelope.type } == ["LetterDrafted"])
        }
    }

    @Test func `times never decrease, even if the clock does, and lead back to positions`()
        async throws
    {
        let clock = Mutex<[Int64]>([500, 300, 900, 100])
        let next: @Sendable () -> Instant = {
            clock.withLock { Instant(microseconds: $0.isEmpty ? 1_000 : $0.removeFirst()) }
        }
        try await withLog({ $0.clock = next }) { log in
            var times: [Int64] = []
            for n in 0..<4 {
                let appended = try await log.append(request(write(task(Text("t\(n)")))))
                times.append(appended.recordedAt.microseconds)
            }
            #expect(times == [500, 500, 900, 900])
            var positions: [Int64] = []
            for moment in [499, 500, 899, 900, 5_000] as [Int64] {
                positions.append(try await log.position(at: Instant(microseconds: moment)))
            }
            #expect(positions == [0, 2, 2, 4, 4])
        }
    }

    @Test func `ids made one after the other sort by the millisecond and are of version 7`() {
        let first = EventID.generate(at: Instant(microseconds: 1_000_000))
        let second = EventID.generate(at: Instant(microseconds: 1_001_000))
        #expect(first.high < second.high)
        #expect(first.high >> 12 & 0xf == 7)
        #expect(first.low >> 62 == 2)
    }
}
