/// What PostgreSQL or the way to it answered instead of a result.
package struct PostgresError: Error, Hashable {
    package enum Kind: Hashable {
        /// The statement failed; its transaction is rolled back. Five characters of SQLSTATE.
        case server(code: String)
        /// The connection broke: a statement on the way may have happened or not.
        case lost
        /// No connection could be made.
        case unreachable
    }

    package var kind: Kind
    package var message: String

    package var isConnectionGone: Bool {
        switch kind {
        case .lost, .unreachable: true
        // The server ends this session, is starting or stopping, or has become a standby, which
        // takes no writes: connecting again finds the new primary.
        case .server(let code): code.hasPrefix("57P") || code.hasPrefix("08") || code == "25006"
        }
    }

    package var code: String {
        switch kind {
        case .server(let code): code
        case .lost, .unreachable: "08006"
        }
    }

    /// A deadlock, a serialisation failure: the same statement may well succeed the next time.
    package var isTransient: Bool { code == "40001" || code == "40P01" }
    /// `headwater.append_wave`: the log does not end where its end was taken for granted.
    static let logMoved = "HW001"
    package var isCancelled: Bool { code == "57014" }
    package var isDiskFull: Bool { code == "53100" }
    /// A row, a value or a statement beyond what PostgreSQL can hold.
    package var isTooLarge: Bool { code.hasPrefix("54") }

    package var asStoreError: EventStoreError {
        if isCancelled { return .deadlineExceeded }
        if isDiskFull { return .diskFull }
        return isConnectionGone ? .unavailable(message) : .database(code: code, message: message)
    }
}
