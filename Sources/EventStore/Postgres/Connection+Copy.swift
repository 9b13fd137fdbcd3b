import CLibpq

extension Connection {
    /// Copies the rows of a query out in binary form, each given to `take` as soon as it is here:
    /// the server goes on with the next ones meanwhile.
    ///
    /// COPY binds no parameters: put integers into `query`, and nothing else. The row is read to
    /// its end or the copy fails; a failure of `take` ends the connection, which cannot go on in
    /// the midst of a copy.
    func copy(
        _ query: String, deadlineMs: Int64? = nil, _ take: (inout CopyRow) throws -> Void
    ) throws {
        let deadline = SystemClock.monotonicMs() + (deadlineMs ?? statementMs)
        try beginCopy("COPY (\(query)) TO STDOUT (FORMAT binary)", until: deadline)
        var stream = CopyStream()
        do {
            while let message = try nextMessage(until: deadline) {
                defer { PQfreemem(message.baseAddress) }
                guard var row = try stream.row(in: UnsafeRawBufferPointer(message)) else {
                    continue
                }
                try take(&row)
                try row.end()
            }
        } catch {
            abandon()
            throw error
        }
        _ = try results(by: deadline)
        try stream.finish()
    }

    /// The next message of a copy under way; nil after the last, also where it failed: then
    /// `results` throws.
    private func nextMessage(until deadline: Int64) throws -> UnsafeMutableRawBufferPointer? {
        var buffer: UnsafeMutablePointer<CChar>?
        while true {
            let count = PQgetCopyData(pointer, &buffer, 1)
            if count > 0 { return UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)) }
            if count == -1 { return nil }
            guard count == 0 else { throw lost() }
            try waitForAnswer(until: deadline)
        }
    }

    private func beginCopy(_ sql: String, until deadline: Int64) throws {
        guard PQsendQuery(pointer, sql) == 1 else { throw lost() }
        try begin(by: deadline)
        guard let result = try nextResult(by: deadline) else { throw lost() }
        if PQresultStatus(result) == PGRES_COPY_OUT {
            PQclear(result)
            return
        }
        _ = try results(by: deadline, after: result)
        throw PostgresError(kind: .lost, message: "a statement that copies nothing")
    }
}
