import Glibc

/// The table that the limits write: the log's own columns and keys, and a third index by the
/// event's id, as event stores have it (the log keeps the ids of requests instead).
struct LimitTable {
    let url: String
    private var position: Int64 = 0
    private var streams = 0

    private static let insert = """
        INSERT INTO bench.events VALUES
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """

    init(_ bench: BenchCluster) throws {
        url = bench.url
        try bench.prepare([
            "DROP SCHEMA IF EXISTS bench CASCADE", "CREATE SCHEMA bench",
            "CREATE TABLE bench.events (LIKE headwater.events INCLUDING INDEXES)",
        ])
    }

    /// Rows of as many new streams as there are callers, in the order in which waves bring them.
    private mutating func rows(_ count: Int, callers: Int) -> [LimitRow] {
        defer { streams += callers }
        return (0..<count).map { index in
            position += 1
            return LimitRow(
                stream: "task/limit-\(streams + index % callers)",
                version: Int32(index / callers + 1), position: position,
                payload: Sample.payload)
        }
    }

    /// Rows a second of a binary COPY, its commit included.
    mutating func copyIn(_ count: Int, callers: Int) throws -> Double {
        var data = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0]
        data += LimitRow.bytes(of: Int64(0))
        for row in rows(count, callers: callers) {
            data += LimitRow.bytes(of: Int16(LimitRow.columns))
            data += row.bytes
        }
        data += LimitRow.bytes(of: Int16(-1))
        let connection = try LimitConnection(url)
        let watch = Stopwatch()
        try connection.copyIn("COPY bench.events FROM STDIN (FORMAT binary)", data)
        return Double(count) / watch.seconds
    }

    /// Rows a second of `connections` that each commit one row at a time, driven by one loop.
    mutating func insert(_ count: Int, connections: Int) throws -> Double {
        var waiting = rows(count, callers: connections)[...]
        let links = try (0..<connections).map { _ in
            let link = try LimitConnection(url)
            try link.prepare("insert", LimitTable.insert, LimitRow.types)
            return link
        }
        var entries = links.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        var open = 0
        let watch = Stopwatch()
        for link in links {
            guard let row = waiting.popFirst() else { break }
            try link.beginInsert(row)
            open += 1
        }
        while open > 0 {
            guard poll(&entries, nfds_t(entries.count), -1) > 0 else { continue }
            for (index, link) in links.enumerated() where entries[index].revents != 0 {
                guard try link.hasAnswer() else { continue }
                try link.endInsert()
                if let row = waiting.popFirst() {
                    try link.beginInsert(row)
                } else {
                    open -= 1
                    entries[index].fd = -1
                }
            }
        }
        return Double(count) / watch.seconds
    }

    /// Microseconds that one connection takes for one row, committed.
    mutating func insertAlone(_ count: Int) throws -> Double {
        let rows = rows(count, callers: 1)
        let connection = try LimitConnection(url)
        try connection.prepare("insert", LimitTable.insert, LimitRow.types)
        let watch = Stopwatch()
        for row in rows {
            try connection.beginInsert(row)
            try connection.endInsert()
        }
        return watch.seconds * 1e6 / Double(count)
    }
}

/// Time since it was made, by the monotonic clock.
struct Stopwatch {
    private let began = ContinuousClock.now

    var seconds: Double { Stopwatch.seconds(ContinuousClock.now - began) }
    var milliseconds: Double { seconds * 1_000 }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
