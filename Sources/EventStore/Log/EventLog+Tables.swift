/// Tables that the server keeps beside the log and that are no events: credentials, sessions. They
/// live in the same schema and lead with `log_id` like all others.
extension EventLog {
    /// Any number but the migrations' own; all servers lock the same one of their database.
    private static let tablesLock = 4_849_665

    /// Runs statements as the tables' owner, in one transaction, one server at a time. Each must
    /// be safe to run again (`IF NOT EXISTS`).
    func prepareTables(_ statements: [String]) async throws {
        let configuration = configuration
        try await OwnThread.run("tables") {
            do {
                let connection = try Connection(
                    configuration.url, role: Migrator.owner,
                    deadlineMs: configuration.connectDeadlineMs)
                try connection.transaction { connection in
                    try connection.run("SELECT pg_advisory_xact_lock(\(EventLog.tablesLock))")
                    for statement in statements { try connection.run(statement) }
                }
            } catch let error as PostgresError {
                throw error.asStoreError
            }
        }
    }
}
