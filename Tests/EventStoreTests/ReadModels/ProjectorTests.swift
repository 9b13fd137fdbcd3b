import Domain
import EventStore
import TestKit
import Testing

@Suite struct ProjectorTests {
    /// Appends events of a few streams and authors in an order made from `seed`.
    private func fill(_ log: EventLog, events count: Int, seed: UInt64) async throws {
        var random = SeededRandom(seed)
        for _ in 0..<count {
            let stream = StreamID(
                random.next(below: 3) == 0 ? .letter : .task, Text("s\(random.next(below: 7))"))
            let type: Text = random.next(below: 9) == 0 ? "TaskCancelled" : "NoteAdded"
            try await log.append(write(stream, type, by: Text("p\(random.next(below: 3))")))
        }
    }

    private func rows(_ store: ReadModelStore) async throws -> [[ReadModelRow]] {
        var all: [[ReadModelRow]] = []
        for model in store.models { all.append(try await store.list(model, ReadModelQuery())) }
        return all
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `rows kept up step by step equal those rebuilt and those folded in memory`(seed: UInt64)
        async throws
    {
        print("seed \(seed)")
        try await withLog { log in
            let store = try await openStore(log)
            let projector = Projector(store)
            for _ in 0..<4 {
                try await fill(log, events: 25, seed: seed)
                try await projector.catchUp()
            }
            let head = try await log.head().position
            let stepwise = try await rows(store)
            #expect(projector.status().map { $0.position } == [head, head])
            #expect(stepwise.map { $0.isEmpty } == [false, false])
            for model in store.models { try await projector.rebuild(model.name) }
            #expect(try await rows(store) == stepwise)
            var folded: [[ReadModelRow]] = []
            for model in store.models {
                folded.append(try await store.asOf(model, position: head))
            }
            #expect(folded == stepwise)
        }
    }

    @Test func `a running projector keeps up, and whoever waits for a position sees it`()
        async throws
    {
        try await withLog { log in
            let store = try await openStore(log)
            let projector = Projector(store)
            let running = Task { try await projector.run() }
            for n in 1...20 {
                let appended = try await log.append(write(task("a"), "NoteAdded"))
                let waited = try await projector.wait(
                    for: appended.last, model: "test_task_count", atMostMs: 10_000)
                #expect(waited == .reached(appended.last))
                let row = try await store.get(store.models[0], key: "a")
                #expect(row?.values.first == .integer(Int64(n)))
                #expect(row?.version == n)
            }
            running.cancel()
            _ = await running.result
        }
    }

    @Test func `a model that is behind says so after the wait`() async throws {
        try await withLog { log in
            let projector = Projector(try await openStore(log))
            try await projector.catchUp()
            try await log.append(write(task("a"), "NoteAdded"))
            let waited = try await projector.wait(for: 1, model: "test_task_count", atMostMs: 20)
            #expect(waited == .behind(0))
        }
    }

    @Test func `an event that cannot be read parks its model alone and is named`() async throws {
        try await withLog { log in
            let store = try await openStore(log)
            let projector = Projector(store)
            try await log.append(write(task("a"), "NoteAdded"))
            try await log.append(write(StreamID(.letter, "l"), "Future"))
            try await log.append(write(task("a"), "NoteAdded"))
            try await projector.catchUp()
            let status = projector.status()
            #expect(status.map { $0.position } == [3, 1])
            #expect(status[0].parked == nil)
            #expect(status[1].parked?.hasPrefix("event 2: ") == true)
            #expect(try await store.get(store.models[0], key: "a")?.position == 3)
            #expect(try await store.get(store.models[1], key: clerk)?.position == 1)
            let waited = try await projector.wait(for: 3, model: "test_author_count")
            guard case .parked(1, reason: _) = waited else {
                Issue.record("\(waited)")
                return
            }
        }
    }

    @Test func `a version that understands the event goes on from the same place`() async throws {
        try await withLog { log in
            let projector = Projector(try await openStore(log))
            try await log.append(write(StreamID(.letter, "l"), "NoteAdded", "Future", "NoteAdded"))
            try await projector.catchUp()
            #expect(projector.status()[1].position == 1)
            let later = try await ReadModelStore.open(
                log, models: testModels, decode: { Recorded($0.envelope, .unknown) })
            let upgraded = Projector(later)
            try await upgraded.catchUp()
            #expect(upgraded.status()[1].position == 3)
            #expect(try await later.get(later.models[1], key: clerk)?.values.first == .integer(3))
        }
    }

    @Test func `two projectors at once fold each event once`() async throws {
        try await withLog { log in
            let store = try await openStore(log)
            let runners = (0..<2).map { _ in
                Task { try await Projector(store).run() }
            }
            for _ in 0..<50 { try await log.append(write(task("a"), "NoteAdded")) }
            let projector = Projector(store)
            try await projector.catchUp()
            #expect(try await store.get(store.models[0], key: "a")?.values.first == .integer(50))
            for runner in runners {
                runner.cancel()
                _ = await runner.result
            }
        }
    }

    @Test func `rows of one log are not those of another in the same database`() async throws {
        let url = try TestCluster.freshDatabase()
        let first = try await EventLog.open(LogConfiguration(url: url), logName: "first")
        let second = try await EventLog.open(LogConfiguration(url: url), logName: "second")
        try await first.append(write(task("a"), "NoteAdded"))
        try await second.append(write(task("b"), "NoteAdded", "NoteAdded"))
        for (log, key, count) in [(first, "a", 1), (second, "b", 2)] as [(EventLog, Text, Int64)] {
            let store = try await openStore(log)
            let projector = Projector(store)
            try await projector.catchUp()
            try await projector.rebuild("test_task_count")
            let rows = try await store.list(store.models[0], ReadModelQuery())
            #expect(rows.map { $0.key } == [key])
            #expect(rows.map { $0.values[0] } == [.integer(count)])
        }
        await first.close()
        await second.close()
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededRandom {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func next(below bound: UInt64) -> UInt64 { next() % bound }
}
