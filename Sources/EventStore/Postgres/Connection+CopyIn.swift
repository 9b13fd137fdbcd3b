import CLibpq

extension Connection {
    /// Most bytes of rows on their way to the server at a time, but for the last row among them.
    static let copyChunkBytes = 256 << 10

    /// Copies rows into `target`, a table with its columns; gives their number. The server works on
    /// one chunk while the next is laid out.
    ///
    /// A failure of `fill` ends the copy, which leaves nothing. What the server refuses shows only
    /// at the end: libpq looks for no error before.
    ///
    /// - Parameters:
    ///   - stallMs: how long one chunk, or the answer after the last, may take.
    ///   - fill: adds a row; false if there is none left.
    func copyIn(
        _ target: String, stallMs: Int64, _ fill: (inout CopyRows) throws -> Bool
    ) throws -> Int64 {
        try beginCopyIn("COPY \(target) FROM STDIN (FORMAT binary)", stallMs)
        var rows = CopyRows()
        do {
            try put(CopyRows.header, stallMs)
            var hasMore = true
            while hasMore {
                rows.clear()
                while hasMore, rows.bytes.count < Connection.copyChunkBytes {
                    hasMore = try fill(&rows)
                }
                try put(rows.bytes, stallMs)
            }
            try put(CopyRows.trailer, stallMs)
        } catch {
            if !isGone { try giveUpCopy(stallMs) }
            throw error
        }
        guard PQputCopyEnd(pointer, nil) == 1 else { throw lost() }
        let deadline = SystemClock.monotonicMs() + stallMs
        try begin(by: deadline)
        _ = try results(by: deadline)
        return rows.count
    }

    private func beginCopyIn(_ sql: String, _ stallMs: Int64) throws {
        let deadline = SystemClock.monotonicMs() + stallMs
        guard PQsendQuery(pointer, sql) == 1 else { throw lost() }
        try begin(by: deadline)
        guard let result = try nextResult(by: deadline) else { throw lost() }
        if PQresultStatus(result) == PGRES_COPY_IN {
            PQclear(result)
            return
        }
        _ = try results(by: deadline, after: result)
        throw PostgresError(kind: .lost, message: "a statement that takes no rows")
    }

    private func put(_ bytes: [UInt8], _ stallMs: Int64) throws {
        let sent = bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else {
                return Int32(1)
            }
            return PQputCopyData(pointer, start, Int32(clamping: bytes.count))
        }
        guard sent == 1 else { throw lost() }
        try begin(by: SystemClock.monotonicMs() + stallMs)
    }

    /// Tells the server to forget the copy and reads what it says to that, which is no news.
    private func giveUpCopy(_ stallMs: Int64) throws {
        guard PQputCopyEnd(pointer, "given up") == 1 else { throw lost() }
        let deadline = SystemClock.monotonicMs() + stallMs
        try begin(by: deadline)
        while let result = try nextResult(by: deadline) { PQclear(result) }
    }
}
