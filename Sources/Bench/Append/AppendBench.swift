import Domain
import EventStore
import Foundation

/// The rows about appending: each figure and its limit take turns, so that both see the machine
/// in the same state.
struct AppendBench {
    private let bench: BenchCluster

    private static let rounds = 5
    private static let copied = 40_000
    private static let manyEvents = 20_480
    private static let someEvents = 8_000
    private static let loneEvents = 600

    init(_ bench: BenchCluster) { self.bench = bench }

    /// Everything measured, a sample a round.
    private struct Figures {
        var copy = Samples()
        var inserts = Samples()
        var insert = Samples()
        var with64 = Samples()
        var p99 = Samples()
        var with256 = Samples()
        var with1024 = Samples()
        var with16 = Samples()
        var alone = Samples()
        var losing = Samples()

        /// For whoever watches: the last round in a line.
        var latest: String {
            [
                ("COPY", copy), ("64", with64), ("p99", p99), ("losing", losing),
                ("256", with256), ("1,024", with1024), ("INSERTs", inserts), ("16", with16),
                ("INSERT", insert),
                ("1", alone),
            ].map { "\($0) \(($1.values.last ?? 0).formatted(.plain))" }
                .joined(separator: ", ")
        }
    }

    func run() async throws -> [BenchRow] {
        let rows = try await bench.withLog("append") { log in
            var table = try LimitTable(bench)
            var load = AppendLoad(log)
            var warmUp = Figures()
            try await round(&table, &load, &warmUp)
            var figures = Figures()
            for number in 1...AppendBench.rounds {
                try await round(&table, &load, &figures)
                say("round \(number) of \(AppendBench.rounds): \(figures.latest)")
            }
            return self.rows(figures)
        }
        return rows + (try await ImportBench(bench).run())
    }

    private func round(
        _ table: inout LimitTable, _ load: inout AppendLoad, _ figures: inout Figures
    ) async throws {
        // A checkpoint of one figure must not fall into the next one's time.
        try bench.prepare(["CHECKPOINT"])
        figures.copy.add(try table.copyIn(AppendBench.copied, callers: 64))
        let with64 = try await load.run(callers: 64, events: AppendBench.manyEvents)
        figures.with64.add(with64.perSecond)
        figures.p99.add(with64.p99Ms)
        let losing = try await load.run(
            callers: 64, events: AppendBench.manyEvents, losersPerHundred: 5)
        figures.losing.add(losing.perSecond)
        let with256 = try await load.run(callers: 256, events: AppendBench.manyEvents)
        figures.with256.add(with256.perSecond)
        let with1024 = try await load.run(callers: 1_024, events: AppendBench.manyEvents)
        figures.with1024.add(with1024.perSecond)
        try bench.prepare(["CHECKPOINT"])
        figures.inserts.add(try table.insert(AppendBench.someEvents, connections: 16))
        let with16 = try await load.run(callers: 16, events: AppendBench.someEvents)
        figures.with16.add(with16.perSecond)
        figures.insert.add(try table.insertAlone(AppendBench.loneEvents))
        let alone = try await load.run(callers: 1, events: AppendBench.loneEvents)
        figures.alone.add(1e6 / alone.perSecond)
    }

    private func rows(_ figures: Figures) -> [BenchRow] {
        let copy = "binary COPY into the same table"
        return [
            BenchRow(
                "append, 64 callers", figures.with64, "events/s", limitName: copy,
                limits: figures.copy, goal: .atLeast(0.6)),
            BenchRow(
                "append, 64 callers, beside message-db", figures.with64, "events/s",
                limitName: "message-db at its best", limit: 3_300, goal: .atLeast(15)),
            BenchRow(
                "append, 256 callers", figures.with256, "events/s", limitName: copy,
                limits: figures.copy, goal: .atLeast(0.6)),
            BenchRow(
                "append, 1,024 callers", figures.with1024, "events/s", limitName: copy,
                limits: figures.copy, goal: .atLeast(0.75)),
            BenchRow(
                "append, 64 callers, p99 latency", figures.p99, "ms", limitName: "bound",
                limit: 10, goal: .atMost(1)),
            BenchRow(
                "append, 16 callers", figures.with16, "events/s",
                limitName: "16 connections with single-row INSERTs", limits: figures.inserts,
                goal: .atLeast(1.5)),
            BenchRow(
                "append, 1 caller", figures.alone, "µs",
                limitName: "single-row INSERT and its commit", limits: figures.insert,
                goal: .atMost(1.3)),
            BenchRow(
                "append, 64 callers, 5 % lose their version", figures.losing, "requests/s",
                limitName: "the same without losers", limits: figures.with64,
                goal: .atLeast(0.9)),
        ]
    }
}
