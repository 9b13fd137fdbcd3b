import Domain
import EventStore

/// The rows about reading: the whole log in order, and one stream to decide on.
struct ReadBench {
    private let bench: BenchCluster

    private static let rounds = 5
    static let streams = 2_000
    static let perStream = 50
    private static let loaded = 600
    private static let batch = 2_000
    private static var events: Int { streams * perStream }

    init(_ bench: BenchCluster) { self.bench = bench }

    private struct Figures {
        var copy = Samples()
        var raw = Samples()
        var decoded = Samples()
        var select = Samples()
        var decided = Samples()
    }

    func run() async throws -> [BenchRow] {
        try await bench.withLog("read") { log in
            try await fill(log)
            // The limit copies one log: the other one's rows would lie in the same table.
            try bench.prepare([
                "DROP SCHEMA IF EXISTS bench CASCADE", "CREATE SCHEMA bench",
                """
                CREATE TABLE bench.events AS SELECT e.* FROM headwater.events AS e
                WHERE e.log_id = \(log.logID) ORDER BY e.position
                """, "VACUUM (ANALYZE) headwater.events", "VACUUM bench.events", "CHECKPOINT",
            ])
            var warmUp = Figures()
            try await round(log, &warmUp)
            var figures = Figures()
            for number in 1...ReadBench.rounds {
                try await round(log, &figures)
                say("round \(number) of \(ReadBench.rounds)")
            }
            return rows(figures) + [try await GrowthBench(bench, log).run()]
        }
    }

    static func stream(_ number: Int) -> StreamID { StreamID(.task, Text("life-\(number)")) }

    /// Streams grow side by side, as they do in a bureau: ten events of each at a time.
    private func fill(_ log: EventLog) async throws {
        let life = try Sample.life(ReadBench.perStream)
        let step = 10
        for version in stride(from: 0, to: ReadBench.perStream, by: step) {
            for first in stride(from: 0, to: ReadBench.streams, by: 100) {
                let writes = (first..<first + 100).map { number in
                    let events = Array(life[version..<version + step])
                    return StreamWrite(
                        ReadBench.stream(number), part: Sample.part, expecting: .version(version),
                        events)
                }
                try await log.append(
                    AppendRequest(actor: Sample.actor, commandHash: [1], writes: writes))
            }
        }
    }

    private func round(_ log: EventLog, _ figures: inout Figures) async throws {
        let link = try LimitConnection(bench.url)
        let copying = Stopwatch()
        let copied = try link.copyOut(
            "COPY bench.events (\(RawEvent.columns)) TO STDOUT (FORMAT binary)")
        figures.copy.add(Double(copied) / copying.seconds)
        figures.raw.add(try await catchUp(log) { $0.events.count })
        figures.decoded.add(
            try await catchUp(log) { batch in
                batch.events.count { ReadBench.isKnown(BureauEvent.decode($0).event) }
            })
        figures.select.add(try select(link, log.logID))
        figures.decided.add(try await decide(log))
    }

    private static func isKnown(_ event: BureauEvent) -> Bool {
        if case .unknown = event { false } else { true }
    }

    /// Events a second from position 1 to the head.
    @concurrent
    private func catchUp(
        _ log: EventLog, _ take: (EventBatch) -> Int
    ) async throws -> Double {
        let head = try await log.head().position
        var taken = 0
        let watch = Stopwatch()
        for try await batch in log.subscribe(after: 0, batch: ReadBench.batch) {
            taken += take(batch)
            if batch.through >= head { break }
        }
        let seconds = watch.seconds
        guard taken == ReadBench.events else { throw BenchError("\(taken) events read") }
        return Double(taken) / seconds
    }

    /// Events a second of the statement that a load sends, sent by libpq.
    private func select(_ link: LimitConnection, _ logID: Int16) throws -> Double {
        try link.prepare(
            "select",
            """
            SELECT \(RawEvent.columns)
            FROM headwater.events WHERE log_id = \(logID) AND stream = $1 ORDER BY version
            """, [25])
        let keys = (0..<ReadBench.loaded).map { number in
            ReadBench.stream(number * 37 % ReadBench.streams).raw.utf8.map { CChar(bitPattern: $0) }
        }
        let watch = Stopwatch()
        var rows = 0
        for key in keys { rows += try link.select(key) }
        return Double(rows) / watch.seconds
    }

    /// Events a second where each stream is loaded, folded, and decided on.
    @concurrent
    private func decide(_ log: EventLog) async throws -> Double {
        let context = Context(actor: Actor(id: Sample.actor, roles: [.unit]), today: Sample.day)
        let watch = Stopwatch()
        var taken = 0
        for number in 0..<ReadBench.loaded {
            var state = WorkTask.initial
            for stored in try await log.load(ReadBench.stream(number * 37 % ReadBench.streams)) {
                guard case .task(let event) = BureauEvent.decode(stored).event else {
                    throw BenchError("an event that cannot be read")
                }
                WorkTask.evolve(&state, event)
                taken += 1
            }
            let events = try WorkTask.decide(.addNote(text: "已到场"), state, context)
            guard events.count == 1 else { throw BenchError("nothing was decided") }
        }
        return Double(taken) / watch.seconds
    }

    private func rows(_ figures: Figures) -> [BenchRow] {
        let copy = "binary COPY out of the same rows"
        return [
            BenchRow(
                "catch-up, raw", figures.raw, "events/s", limitName: copy, limits: figures.copy,
                goal: .atLeast(0.85)),
            BenchRow(
                "catch-up, decoded to typed events", figures.decoded, "events/s",
                limitName: copy, limits: figures.copy, goal: .atLeast(0.6)),
            BenchRow(
                "load a stream of 50 events and decide", figures.decided, "events/s",
                limitName: "prepared select by key", limits: figures.select,
                goal: .atLeast(0.8)),
        ]
    }
}
