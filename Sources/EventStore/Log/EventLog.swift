package import Domain
import Logging

/// One bureau's log: append, read, subscribe. Safe to call from any task; no call blocks a thread
/// of the cooperative pool.
package final class EventLog: Sendable {
    package let name: String
    package let logID: Int16
    /// Made when the log was made, kept by a restore: tells logs apart.
    package let identity: EventID
    package let configuration: LogConfiguration

    let readers: ConnectionPool
    let signal: HeadSignal
    let tail: TailGuard
    let watcher: HeadWatcher
    let writer: Writer
    private let hashing: Task<Void, Never>

    /// Migrates the database if it is older, finds the log called `name` or creates it, and checks
    /// the watermark. Throws `EventStoreError`; a log whose tail may be lost opens, and refuses
    /// to write (`stoppedReason`).
    package static func open(
        _ configuration: LogConfiguration, logName: String
    ) async throws -> EventLog {
        try await OwnThread.run("opening") {
            do {
                try Migrator.migrate(configuration.url)
                let connection = try Connection(
                    configuration.url, role: Migrator.app,
                    deadlineMs: configuration.connectDeadlineMs)
                return try EventLog(configuration, logName, connection)
            } catch let error as PostgresError {
                throw error.asStoreError
            }
        }
    }

    private init(
        _ configuration: LogConfiguration, _ logName: String, _ connection: Connection
    ) throws {
        // Two statements: the one that creates the log does not see it itself.
        let logID = try connection.query("SELECT headwater.open_log($1)", [.text(logName)])
            .int16(0, 0)
        let identity = try connection.query(
            "SELECT identity FROM headwater.logs WHERE log_id = $1", [.int2(logID)]
        ).uuid(0, 0)
        name = logName
        self.logID = logID
        self.identity = identity
        self.configuration = configuration
        let signal = HeadSignal()
        let tail = TailGuard(
            path: configuration.watermarkPath, logID: logID, identity: identity, signal: signal,
            logger: configuration.logger)
        do {
            try tail.check(connection)
        } catch is AppendError {
            // It opens all the same: people must be able to read what is left.
            configuration.logger.critical("the log opens for reading only")
        }
        let look = EventLog.look(tail, configuration.logger)
        let readers = try ConnectionPool(
            url: configuration.url, role: Migrator.app, size: configuration.readers,
            queueLimit: configuration.readQueueLimit, connectMs: configuration.connectDeadlineMs,
            setUp: look)
        let watcher = try HeadWatcher(configuration, logID: logID, signal: signal, check: look)
        writer = try Writer(
            configuration, logID: logID,
            judge: Judge(
                readers: readers, logID: logID, deadlineMs: configuration.readDeadlineMs,
                since: { streams in
                    try await EventLog.load(
                        after: streams, each: AppendLimits.conflictEvents, logID: logID, readers,
                        configuration.readDeadlineMs)
                }),
            admit: { try tail.check($0) },
            announce: { head, wave in
                tail.acknowledged(head)
                if let wave { tail.feed.add(wave) }
                watcher.appended(head)
            })
        self.tail = tail
        self.signal = signal
        self.readers = readers
        self.watcher = watcher
        let logger = configuration.logger
        let deadlineMs = configuration.readDeadlineMs
        hashing = Task {
            await EventLog.keepHashing(signal, readers, tail, deadlineMs, logger)
        }
    }

    /// What a new connection that only reads does first: it may lead to another server, whose log
    /// has another end. Whatever is lost, reading goes on.
    private static func look(
        _ tail: TailGuard, _ logger: Logger
    ) -> @Sendable (Connection) throws -> Void {
        { connection in
            do {
                try tail.check(connection)
            } catch AppendError.stopped {
                return
            } catch let error as EventStoreError {
                logger.error("the log cannot be compared with what is known: \(error)")
            }
        }
    }

    /// Lets what is queued finish, then closes every connection. Later calls fail.
    package func close() async {
        hashing.cancel()
        let tail = tail
        do {
            try await OwnThread.run("closing") { [self] in writer.close() }
            await hashing.value
            try await readers.run(deadlineMs: configuration.readDeadlineMs) { try tail.flush($0) }
        } catch {
            configuration.logger.warning("the watermark was not brought up to date: \(error)")
        }
        signal.close()
        do {
            try await OwnThread.run("closing") { [self] in
                watcher.close()
                readers.close()
            }
        } catch {
            configuration.logger.warning("connections were left open: \(error)")
        }
    }

    /// Why nothing can be written now; nil in good health.
    package var stoppedReason: String? { tail.stoppedReason }

    /// Runs reads on a connection of the pool; anything thrown by PostgreSQL is translated.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        try await readers.run(deadlineMs: configuration.readDeadlineMs, body)
    }

    /// Computes prefix hashes and writes the watermark while the head moves, off the append path.
    private static func keepHashing(
        _ signal: HeadSignal, _ readers: ConnectionPool, _ tail: TailGuard, _ deadlineMs: Int64,
        _ logger: Logger
    ) async {
        var reached: Int64 = -1
        var epoch = signal.epoch
        var backoff = Backoff()
        var pauseMs: Int64 = 200
        while !Task.isCancelled {
            do {
                try await signal.wait(past: reached, inEpoch: epoch)
                // Many appends make one turn: at most five a second, two writes of the file.
                try await Task.sleep(for: .milliseconds(pauseMs))
                epoch = signal.epoch
                reached = try await readers.run(deadlineMs: deadlineMs) { try tail.hashOn($0) }
                if tail.owesWrite { reached -= 1 }  // Comes back for the file alone.
                backoff = Backoff()
                pauseMs = 200
            } catch is CancellationError {
                return
            } catch EventStoreError.stopped {
                return
            } catch {
                // A full disk, say: not several times a second.
                pauseMs = 200 + backoff.next()
                logger.warning("prefix hashes wait \(pauseMs) ms: \(error)")
            }
        }
    }
}
