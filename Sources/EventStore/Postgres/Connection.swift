import CLibpq
import Glibc

/// One connection over libpq, used by one thread at a time.
///
/// Every call blocks until its deadline at most; a statement that passes it is cancelled, and a
/// server that does not even answer the cancel loses the connection.
package final class Connection {
    let pointer: OpaquePointer
    private var prepared: [String: String] = [:]
    /// True once nothing can be expected of it any more.
    private(set) var isGone = false
    /// Milliseconds a statement may take where the caller names no other limit.
    var statementMs: Int64 = 10_000

    /// When the statement under way was cancelled, if it was.
    private var cancelledAt: Int64?

    private static let cancelGraceMs: Int64 = 2_000
    private static let preparedLimit = 100

    /// Connects and takes on `role` (nil keeps the user of the URL).
    package init(_ url: String, role: String? = nil, deadlineMs: Int64 = 5_000) throws {
        guard let pointer = PQconnectStart(url) else {
            throw PostgresError(kind: .unreachable, message: "out of memory")
        }
        self.pointer = pointer
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)  // Standard error is not the place.
        try Connection.establish(pointer, until: SystemClock.monotonicMs() + deadlineMs)
        PQsetnonblocking(pointer, 1)
        PQsetNoticeReceiver(
            pointer,
            { context, notice in
                guard let context, let notice else { return }
                Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().take(notice)
            }, Unmanaged.passUnretained(self).toOpaque())
        try run("SET client_encoding TO 'UTF8'")
        try run("SET application_name TO 'headwater'")
        if let role { try run("SET ROLE \(role)") }
    }

    /// Runs also where `init` throws: every property has its value by then.
    deinit { PQfinish(pointer) }

    /// True if the last statement committed without its synchronous standby: the wait for it was
    /// cancelled, and a failover may yet undo what is here.
    private(set) var lacksStandby = false

    private func take(_ notice: OpaquePointer) {
        let place = PQresultErrorField(notice, Int32(UInt8(ascii: "R"))).map { String(cString: $0) }
        if place == "SyncRepWaitForLSN" { lacksStandby = true }
    }

    private static func establish(
        _ pointer: OpaquePointer, until deadline: Int64
    ) throws(PostgresError) {
        var state =
            PQstatus(pointer) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED else { throw refusal(of: pointer) }
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard wait(for: events, on: pointer, until: deadline) else {
                throw PostgresError(kind: .unreachable, message: "no answer in time")
            }
            state = PQconnectPoll(pointer)
        }
    }

    private static func refusal(of pointer: OpaquePointer) -> PostgresError {
        let message = String(cString: PQerrorMessage(pointer))
        // A line that is set in only asks whether the server runs; the reason is above it.
        let line =
            message.split(separator: "\n").last { !$0.hasPrefix("\t") }.map { String($0) }
            ?? "no connection"
        return PostgresError(kind: .unreachable, message: line)
    }

    /// Runs one statement with bound parameters. `named` keeps its plan for the next time.
    @discardableResult
    package func query(
        _ sql: String, _ parameters: [Parameter] = [], named: Bool = false,
        deadlineMs: Int64? = nil
    ) throws -> QueryResult {
        let deadline = SystemClock.monotonicMs() + (deadlineMs ?? statementMs)
        let sent: Int32
        if named {
            let name = try statement(sql, types: parameters.map { $0.type }, deadline)
            sent = Connection.withPointers(parameters) { count, values, lengths, formats in
                PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1)
            }
        } else {
            let types = parameters.map { $0.type }
            sent = Connection.withPointers(parameters) { count, values, lengths, formats in
                PQsendQueryParams(pointer, sql, count, types, values, lengths, formats, 1)
            }
        }
        guard sent == 1 else { throw lost() }
        return try finish(by: deadline)
    }

    /// Runs a statement that is kept, with a few values and then arrays, sent from where they lie.
    func call(
        _ sql: String, _ values: [Parameter], _ columns: [ColumnBuffer], deadlineMs: Int64
    ) throws -> QueryResult {
        let deadline = SystemClock.monotonicMs() + deadlineMs
        let name = try statement(
            sql, types: values.map { $0.type } + columns.map { $0.type.array }, deadline)
        let sent = Connection.withPointers(values) { count, pointers, lengths, _ in
            var addresses = Array(UnsafeBufferPointer(start: pointers, count: Int(count)))
            var sizes = Array(UnsafeBufferPointer(start: lengths, count: Int(count)))
            for column in columns {
                let sealed = column.sealed
                addresses.append(sealed?.address)
                sizes.append(sealed?.bytes ?? 0)
            }
            let formats = [Int32](repeating: 1, count: addresses.count)
            return PQsendQueryPrepared(
                pointer, name, Int32(addresses.count), addresses, sizes, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        return try finish(by: deadline)
    }

    /// Runs statements without parameters or rows, several at a time if separated by `;`.
    package func run(_ sql: String, deadlineMs: Int64? = nil) throws {
        guard PQsendQuery(pointer, sql) == 1 else { throw lost() }
        _ = try finish(by: SystemClock.monotonicMs() + (deadlineMs ?? statementMs))
    }

    /// Runs `body` in a transaction, rolled back if it throws.
    package func transaction<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        try run("BEGIN")
        let result: Result
        do {
            result = try body(self)
        } catch {
            if !isGone { try run("ROLLBACK") }
            throw error
        }
        try run("COMMIT")
        return result
    }

    /// Waits for input until `deadline` and takes it in; true if there was some.
    func waitForInput(until deadline: Int64) throws -> Bool {
        guard Connection.wait(for: POLLIN, on: pointer, until: deadline) else { return false }
        guard PQconsumeInput(pointer) == 1 else { throw lost() }
        return true
    }

    /// Takes all notifications that have come; true if there was one of another session.
    func takeNotifications() -> Bool {
        var found = false
        while let notification = PQnotifies(pointer) {
            found = found || notification.pointee.be_pid != PQbackendPID(pointer)
            PQfreemem(notification)
        }
        return found
    }

    var socket: Int32 { PQsocket(pointer) }

    /// Names read from this connection's rows.
    private(set) var names = EventNames()

    /// Names from here on are new objects: two threads that count the references of one, a reader
    /// that makes events and its subscriber that frees them, would slow one another down.
    func forgetNames() { names = EventNames() }

    private func statement(
        _ sql: String, types: [UInt32], _ deadline: Int64
    ) throws -> String {
        if let name = prepared[sql] { return name }
        if prepared.count >= Connection.preparedLimit {
            try run("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        guard PQsendPrepare(pointer, name, sql, Int32(types.count), types) == 1 else {
            throw lost()
        }
        _ = try finish(by: deadline)
        prepared[sql] = name
        return name
    }

    /// Sends what is still to be sent and reads to the end; the last result counts, or the first
    /// error.
    private func finish(by deadline: Int64) throws -> QueryResult {
        try begin(by: deadline)
        return try results(by: deadline)
    }

    /// Sends what is still to be sent of a statement.
    func begin(by deadline: Int64) throws {
        lacksStandby = false
        cancelledAt = nil
        try flush(by: deadline)
    }

    /// Reads to the end of a statement, `first` being what was read of it; the last result counts,
    /// or the first error.
    func results(by deadline: Int64, after first: OpaquePointer? = nil) throws -> QueryResult {
        var last: QueryResult?
        var failure: PostgresError?
        var next = try first ?? nextResult(by: deadline)
        while let result = next {
            let status = PQresultStatus(result)
            if status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
                || status == PGRES_EMPTY_QUERY
            {
                last = QueryResult(result)
            } else {
                failure = failure ?? Connection.error(of: result)
                PQclear(result)
            }
            next = try nextResult(by: deadline)
        }
        if let failure {
            if failure.isConnectionGone || PQstatus(pointer) == CONNECTION_BAD {
                isGone = true
                throw PostgresError(kind: .lost, message: failure.message)
            }
            throw failure
        }
        guard let last else { throw lost() }
        return last
    }

    func nextResult(by deadline: Int64) throws -> OpaquePointer? {
        while PQisBusy(pointer) == 1 { try waitForAnswer(until: deadline) }
        return PQgetResult(pointer)
    }

    /// Waits for more of a statement's answer; past `deadline` the statement is cancelled, and
    /// past a grace for that the connection is given up.
    func waitForAnswer(until deadline: Int64) throws {
        let limit = cancelledAt.map { $0 + Connection.cancelGraceMs } ?? deadline
        if try waitForInput(until: limit) { return }
        guard cancelledAt == nil else { throw lost() }
        cancel()
        cancelledAt = SystemClock.monotonicMs()
    }

    /// Nothing more can be done on it: its statement stands half read.
    func abandon() { isGone = true }

    private func flush(by deadline: Int64) throws {
        while true {
            switch PQflush(pointer) {
            case 0: return
            case 1:
                guard Connection.wait(for: POLLIN | POLLOUT, on: pointer, until: deadline) else {
                    throw lost()
                }
                guard PQconsumeInput(pointer) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    private func cancel() {
        guard let handle = PQgetCancel(pointer) else { return }
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(handle, &message, 256)
        PQfreeCancel(handle)
    }

    func lost() -> PostgresError {
        isGone = true
        let message = String(cString: PQerrorMessage(pointer))
        let line = message.split(separator: "\n").first.map { String($0) }
        return PostgresError(kind: .lost, message: line ?? "connection lost")
    }

    private static func error(of result: OpaquePointer) -> PostgresError {
        let code = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
        let text = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
        return PostgresError(
            kind: code.map { .server(code: $0) } ?? .lost, message: text ?? "no message")
    }

    /// False if `deadline` passed first.
    private static func wait(
        for events: Int32, on pointer: OpaquePointer, until deadline: Int64
    ) -> Bool {
        while true {
            let left = deadline - SystemClock.monotonicMs()
            guard left > 0 else { return false }
            var entry = pollfd(fd: PQsocket(pointer), events: Int16(events), revents: 0)
            let ready = poll(&entry, 1, Int32(clamping: left))
            if ready > 0 { return true }
            // Any other failure shows itself in the next call on the connection.
            if ready < 0, errno != EINTR { return true }
        }
    }

    /// Lays all parameters into one buffer, which libpq copies while the call lasts.
    private static func withPointers(
        _ parameters: [Parameter],
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>
        ) -> Int32
    ) -> Int32 {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(parameters.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
        var offsets: [Int?] = []
        for parameter in parameters {
            offsets.append(parameter.bytes == nil ? nil : buffer.count)
            buffer += parameter.bytes ?? []
        }
        buffer.append(0)  // So that even nothing has an address.
        let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: parameters.count)
        return buffer.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { at in start.map { $0 + at } } }
            return body(Int32(parameters.count), values, lengths, formats)
        }
    }
}
