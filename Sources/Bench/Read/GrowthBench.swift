import Domain
import EventStore

/// What reading one stream costs in a log a hundred times as long.
///
/// The long log is written by SQL, as appends would have left it: streams that grow side by side,
/// ten events at a time. Every hundredth has the lives that the short log's streams have; these are
/// loaded. The rest are filled with empty objects, so that the bench does not take all day.
struct GrowthBench {
    private let bench: BenchCluster
    private let short: EventLog

    private static let rounds = 5
    private static let millions = 10
    private static let perStream = 50
    private static let measured = 2_000
    private static let apart = 100
    private static let loads = 600

    init(_ bench: BenchCluster, _ short: EventLog) {
        self.bench = bench
        self.short = short
    }

    func run() async throws -> BenchRow {
        let logID = try await bench.withLog("long") { $0.logID }
        try fill(logID)
        return try await bench.withLog("long") { long in
            var (inShort, inLong) = (Samples(), Samples())
            for round in 0...GrowthBench.rounds {
                let microseconds = (
                    try await load(short, apart: 1), try await load(long, apart: GrowthBench.apart)
                )
                guard round > 0 else { continue }  // The first one warms up.
                inShort.add(microseconds.0)
                inLong.add(microseconds.1)
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
            let number = load * 37 % GrowthBench.measured * apart
            let events = try await log.load(StreamID(.task, Text("life-\(number)")))
            guard events.count == GrowthBench.perStream else {
                throw BenchError("\(events.count) events in a stream")
            }
        }
        return watch.seconds * 1e6 / Double(GrowthBench.loads)
    }

    /// A million events a statement. The stored hash stands for those that a server would have
    /// stored while it appended: without it, opening the log would begin to hash all of it.
    private func fill(_ logID: Int16) throws {
        let streams = GrowthBench.measured * GrowthBench.apart
        for million in 0..<GrowthBench.millions {
            try bench.prepare([
                """
                INSERT INTO headwater.events (
                    position, recorded_at, id, version, schema, occurred_on, log_id, imported,
                    stream, type, actor, payload, part)
                SELECT g + 1, short.recorded_at,
                    ('00000000-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid,
                    short.version, 1, short.occurred_on, \(logID), false,
                    'task/life-' || number, short.type, short.actor,
                    CASE WHEN number % \(GrowthBench.apart) = 0
                        THEN short.payload ELSE '{}'::json END,
                    short.part
                FROM generate_series(\(million)000000, \(million)999999) AS g
                CROSS JOIN LATERAL (
                    SELECT g / 1000 * 100 % \(streams) + g % 1000 / 10 AS number,
                        g / (\(streams) * 10) * 10 + g % 10 + 1 AS version
                ) AS place
                JOIN headwater.events AS short
                ON short.log_id = \(short.logID) AND short.stream = 'task/life-0'
                    AND short.version = place.version
                ORDER BY g
                """
            ])
            say("\(million + 1) of \(GrowthBench.millions) million events")
        }
        let hashed = GrowthBench.millions * 1_000_000 / 1_024 * 1_024
        try bench.prepare([
            """
            INSERT INTO headwater.prefix_hashes (log_id, position, hash)
            VALUES (\(logID), \(hashed), sha256(''))
            """,
            "VACUUM (ANALYZE) headwater.events", "CHECKPOINT",
        ])
    }
}
