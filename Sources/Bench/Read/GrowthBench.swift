import Domain
import EventStore

/// What reading one stream costs in a log a hundred times as long.
///
/// The long log lies in a database of its own, as the short one does, so that neither is in the
/// other's indexes. Both are of streams that grew side by side, ten events at a time. Of the long
/// one every hundredth has the lives that the short one's streams have; these are loaded. The rest
/// are filled with empty objects, so that the bench does not take all day.
struct GrowthBench {
    private let bench: BenchCluster
    private let short: EventLog

    private static let rounds = 5
    private static let loads = 600

    init(_ bench: BenchCluster, _ short: EventLog) {
        self.bench = bench
        self.short = short
    }

    func run() async throws -> BenchRow {
        let cluster = try bench.database("bench_lives")
        let watch = Stopwatch()
        _ = try await EventLog.importHistory(
            try LongLives(), into: "long", LogConfiguration(url: cluster.url))
        say("a log of \(LongLives.count) events took \(Int(watch.seconds)) s")
        try cluster.prepare(["VACUUM (ANALYZE) headwater.events", "CHECKPOINT"])
        return try await cluster.withLog("long") { long in
            var (inShort, inLong) = (Samples(), Samples())
            for round in 0...GrowthBench.rounds {
                let first = try await load(short, apart: 1)
                let second = try await load(long, apart: LongLives.apart)
                guard round > 0 else { continue }  // The first one warms up.
                inShort.add(first)
                inLong.add(second)
            }
            return BenchRow(
                "load a stream of 50 events, 10,000,000 in the log", inLong, "µs",
                limitName: "the same, 100,000 in the log", limits: inShort, goal: .atMost(1.15))
        }
    }

    /// Microseconds a stream; `apart` is how far the numbers of the measured streams lie apart.
    @concurrent
    private func load(_ log: EventLog, apart: Int) async throws -> Double {
        let watch = Stopwatch()
        for load in 0..<GrowthBench.loads {
            let number = load * 37 % ReadBench.streams * apart
            let events = try await log.load(ReadBench.stream(number))
            guard events.count == ReadBench.perStream else {
                throw BenchError("\(events.count) events in a stream")
            }
        }
        return watch.seconds * 1e6 / Double(GrowthBench.loads)
    }
}

/// A history of a hundred times as many streams as the short log has.
private struct LongLives: Sequence, Sendable {
    static let apart = 100
    static let streams = ReadBench.streams * apart
    static let count = streams * ReadBench.perStream

    private let life: [NewEvent]

    init() throws { life = try Sample.life(ReadBench.perStream) }

    func makeIterator() -> AnyIterator<ImportedEvent> {
        let at = SystemClock.now()
        let empty = Array("{}".utf8)
        var index = 0
        return AnyIterator {
            guard index < LongLives.count else { return nil }
            defer { index += 1 }
            // Ten events of each stream in turn, then ten more of each.
            let number = index / 10 % LongLives.streams
            let version = index / (LongLives.streams * 10) * 10 + index % 10 + 1
            let event = life[version - 1]
            let envelope = Envelope(
                position: Int64(index + 1), stream: ReadBench.stream(number), version: version,
                id: RequestKey().first, type: event.type, schema: event.schema,
                occurredOn: event.occurredOn, recordedAt: at, actor: Sample.actor)
            let isMeasured = number.isMultiple(of: LongLives.apart)
            return ImportedEvent(
                StoredEvent(envelope, payload: isMeasured ? event.payload : empty),
                part: version == 1 ? Sample.part : nil)
        }
    }
}
