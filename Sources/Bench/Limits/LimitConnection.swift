import CLibpq
import Glibc

/// What libpq alone can do: no pool, no thread, no answer looked at beyond its status.
final class LimitConnection {
    private let pointer: OpaquePointer
    private var values = [UnsafePointer<CChar>?](repeating: nil, count: LimitRow.columns)
    private let formats = [Int32](repeating: 1, count: LimitRow.columns)

    init(_ url: String) throws {
        guard let pointer = PQconnectdb(url) else { throw BenchError("out of memory") }
        self.pointer = pointer
        guard PQstatus(pointer) == CONNECTION_OK else { throw failure() }
    }

    deinit { PQfinish(pointer) }

    var socket: Int32 { PQsocket(pointer) }

    func prepare(_ name: String, _ sql: String, _ types: [UInt32]) throws {
        let result = PQprepare(pointer, name, sql, Int32(types.count), types)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure() }
    }

    /// Sends a prepared INSERT; `endInsert` takes its answer.
    func beginInsert(_ row: LimitRow) throws {
        let sent = row.bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            for column in 0..<LimitRow.columns {
                values[column] =
                    row.lengths[column] < 0 ? nil : start.map { $0 + row.offsets[column] }
            }
            return PQsendQueryPrepared(
                pointer, "insert", Int32(LimitRow.columns), values, row.lengths, formats, 1)
        }
        guard sent == 1 else { throw failure() }
    }

    /// Waits until the INSERT is durable.
    func endInsert() throws {
        while let result = PQgetResult(pointer) {
            let status = PQresultStatus(result)
            PQclear(result)
            guard status == PGRES_COMMAND_OK else { throw failure() }
        }
    }

    /// Takes in what has come; true once `endInsert` would not wait.
    func hasAnswer() throws -> Bool {
        guard PQconsumeInput(pointer) == 1 else { throw failure() }
        return PQisBusy(pointer) == 0
    }

    /// Copies ready-made tuples in, as one transaction.
    func copyIn(_ sql: String, _ data: [UInt8]) throws {
        try begin(sql, PGRES_COPY_IN)
        let chunk = 1 << 16
        try data.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
            for offset in stride(from: 0, to: bytes.count, by: chunk) {
                let count = Int32(min(chunk, bytes.count - offset))
                guard PQputCopyData(pointer, start + offset, count) == 1 else { throw failure() }
            }
        }
        guard PQputCopyEnd(pointer, nil) == 1 else { throw failure() }
        try endInsert()
    }

    /// Copies a table out and forgets it; gives the rows counted.
    func copyOut(_ sql: String) throws -> Int {
        try begin(sql, PGRES_COPY_OUT)
        var rows = 0
        var buffer: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(pointer, &buffer, 0) > 0 {
            rows += 1
            PQfreemem(buffer)
        }
        try endInsert()
        return rows - 1  // The end mark comes as a row of its own.
    }

    private func begin(_ sql: String, _ expected: ExecStatusType) throws {
        let result = PQexec(pointer, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == expected else { throw failure() }
    }

    /// Runs a prepared select by one text, and gives the rows counted.
    func select(_ key: [CChar]) throws -> Int {
        let result = key.withUnsafeBufferPointer { bytes in
            let values = [bytes.baseAddress]
            return PQexecPrepared(pointer, "select", 1, values, [Int32(key.count)], [1], 1)
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw failure() }
        return Int(PQntuples(result))
    }

    private func failure() -> BenchError { BenchError(String(cString: PQerrorMessage(pointer))) }
}
