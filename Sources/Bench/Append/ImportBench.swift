import Domain
import EventStore
import Foundation

/// The rows about a log that was imported: how fast it comes, and what it costs to append to.
struct ImportBench {
    private let bench: BenchCluster

    private static let rounds = 5
    private static let imported = 100_000
    private static let callers = 64
    private static let short = 100_000
    /// Ten times the short one is what an import makes in well under a minute.
    private static let long = 1_000_000
    private static let appended = 20_480

    init(_ bench: BenchCluster) { self.bench = bench }

    func run() async throws -> [BenchRow] { [try await importing(), try await growth()] }

    /// Each import fills a log of its own; the COPY's table grows by the same rows meanwhile.
    private func importing() async throws -> BenchRow {
        var table = try LimitTable(bench)
        var (copy, whole) = (Samples(), Samples())
        for round in 0...ImportBench.rounds {
            try bench.prepare(["CHECKPOINT"])
            let limit = try table.copyIn(ImportBench.imported, callers: ImportBench.callers)
            let events = Array(
                SampleHistory(count: ImportBench.imported, streams: ImportBench.callers))
            try bench.prepare(["CHECKPOINT"])
            let watch = Stopwatch()
            try await load(events, into: "import-\(round)", bench.url)
            let perSecond = Double(ImportBench.imported) / watch.seconds
            guard round > 0 else { continue }  // The first one warms up.
            copy.add(limit)
            whole.add(perSecond)
        }
        return BenchRow(
            "import of a history", whole, "events/s", limitName: "binary COPY of the same rows",
            limits: copy, goal: .atLeast(0.85))
    }

    /// Two databases, so that neither log lies in the other's indexes.
    private func growth() async throws -> BenchRow {
        let short = try await database("bench_short", ImportBench.short)
        let long = try await database("bench_long", ImportBench.long)
        return try await short.withLog("short") { inShort in
            try await long.withLog("long") { inLong in
                var loads = (AppendLoad(inShort), AppendLoad(inLong))
                var (few, many) = (Samples(), Samples())
                for round in 0...ImportBench.rounds {
                    try bench.prepare(["CHECKPOINT"])
                    let first = try await microseconds(&loads.0)
                    let second = try await microseconds(&loads.1)
                    guard round > 0 else { continue }
                    few.add(first)
                    many.add(second)
                }
                return BenchRow(
                    "append, 64 callers, 1,000,000 in the log", many, "µs/event",
                    limitName: "the same, 100,000 in the log", limits: few, goal: .atMost(1.15))
            }
        }
    }

    private func microseconds(_ load: inout AppendLoad) async throws -> Double {
        let outcome = try await load.run(
            callers: ImportBench.callers, events: ImportBench.appended)
        return 1e6 / outcome.perSecond
    }

    /// A database with a log of `count` events, called as the database without `bench_`.
    private func database(_ name: String, _ count: Int) async throws -> BenchCluster {
        let fresh = try bench.database(name)
        let watch = Stopwatch()
        try await load(
            SampleHistory(count: count, streams: 1_000), into: String(name.dropFirst(6)),
            fresh.url)
        say("a log of \(count) events took \(watch.seconds.formatted(.plain)) s")
        try fresh.prepare(["VACUUM (ANALYZE) headwater.events"])
        return fresh
    }

    private func load(
        _ history: some Sequence<ImportedEvent> & Sendable, into name: String, _ url: String
    ) async throws {
        _ = try await EventLog.importHistory(history, into: name, LogConfiguration(url: url))
    }
}

/// A history such as callers leave that append side by side, each to a stream of its own.
private struct SampleHistory: Sequence, Sendable {
    let count: Int
    let streams: Int

    func makeIterator() -> AnyIterator<ImportedEvent> {
        let command = CommandDigest([UInt8](repeating: 7, count: 32))
        let at = SystemClock.now()
        var index = 0
        return AnyIterator {
            guard index < count else { return nil }
            defer { index += 1 }
            let version = index / streams + 1
            let envelope = Envelope(
                position: Int64(index + 1),
                stream: StreamID(.task, Text("limit-\(index % streams)")), version: version,
                id: RequestKey().first, type: "NoteAdded", schema: 1, occurredOn: Sample.day,
                recordedAt: at, actor: Sample.actor)
            return ImportedEvent(
                StoredEvent(envelope, payload: Sample.payload),
                part: version == 1 ? Sample.part : nil, command: command)
        }
    }
}
