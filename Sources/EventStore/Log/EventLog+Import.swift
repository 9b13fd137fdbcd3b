package import Domain

/// An event of a history, with what its row holds and readers of a log are not shown.
package struct ImportedEvent: Hashable, Sendable {
    package var event: StoredEvent
    /// The stream's header: with its first event, and only there.
    package var part: Text?
    /// What the request's key is bound to, with the first event of a request, where it is known.
    package var command: CommandDigest?

    package init(_ event: StoredEvent, part: Text? = nil, command: CommandDigest? = nil) {
        self.event = event
        self.part = part
        self.command = command
    }
}

/// What an import brought.
package struct ImportedHistory: Hashable, Sendable {
    package var position: Int64
    /// To be compared with that of the log that the history was taken from.
    package var prefixHash: [UInt8]
}

/// How long an import waits, in milliseconds, and how much it does at once.
package enum ImportLimits {
    /// For a chunk of rows to be taken, and for each single statement.
    package static let stallMs: Int64 = 120_000
    package static let lockMs: Int64 = 10_000
    static let claimsAtOnce = 10_000
}

extension EventLog {
    /// Writes a history into the log called `logName`, which is made if it is not there and must
    /// be empty: all of it, or nothing where anything is wrong.
    ///
    /// Positions run from 1 without a gap, versions from 1 in each stream, times never decrease,
    /// a stream's first event carries its part: what `verify` checks, checked before the commit.
    /// Appends wait meanwhile. Intakes are no part of a history: laptops begin anew. Memory: a
    /// chunk of rows, the names of all streams and claims.
    ///
    /// Throws `EventStoreError`: `logNotEmpty`; `malformed` with the position of what is wrong;
    /// `database` with code 42501 where the user of the URL may not become the owner.
    ///
    /// - Parameters:
    ///   - history: pulled event by event on a thread of its own, which it may block.
    ///   - claims: recomputes who holds what; without it nobody holds anything.
    package static func importHistory(
        _ history: some Sequence<ImportedEvent> & Sendable, into logName: String,
        _ configuration: LogConfiguration,
        claims: (@Sendable (StoredEvent) throws -> [ClaimEdit])? = nil
    ) async throws -> ImportedHistory {
        try await OwnThread.run("importing") {
            do {
                try Migrator.migrate(configuration.url)
                let connection = try Connection(
                    configuration.url, role: Migrator.app,
                    deadlineMs: configuration.connectDeadlineMs)
                connection.statementMs = ImportLimits.stallMs
                let logID = try connection.query(
                    "SELECT headwater.open_log($1)", [.text(logName)]
                ).int16(0, 0)
                return try connection.transaction { connection in
                    var history = HistoryImport(logID: logID, claims: claims, source: history)
                    return try history.run(connection)
                }
            } catch let error as PostgresError {
                throw error.asStoreError
            }
        }
    }
}
