package import Domain
package import Logging

/// Where the log is and how long anything may wait. Times are milliseconds.
package struct LogConfiguration: Sendable {
    /// A libpq connection string or URL; several hosts with `target_session_attrs=read-write`
    /// follow a failover.
    package var url: String
    package var readers: Int
    /// Reads that wait for a connection; the next one is refused at once.
    package var readQueueLimit: Int
    package var readDeadlineMs: Int64
    /// Appends that wait for the writer; the next one is refused at once.
    package var appendQueueLimit: Int
    package var appendDeadlineMs: Int64
    package var connectDeadlineMs: Int64
    /// How often a head is looked for that nobody announced.
    package var pollMs: Int64
    /// The file outside the database that remembers the last acknowledged position; nil for tools
    /// that only read, and for tests.
    package var watermarkPath: String?
    package var clock: @Sendable () -> Instant
    package var logger: Logger

    package init(
        url: String, readers: Int = 4, readQueueLimit: Int = 1_024, readDeadlineMs: Int64 = 10_000,
        appendQueueLimit: Int = 8_192, appendDeadlineMs: Int64 = 15_000,
        connectDeadlineMs: Int64 = 5_000, pollMs: Int64 = 200, watermarkPath: String? = nil,
        clock: @escaping @Sendable () -> Instant = { SystemClock.now() },
        logger: Logger = Logger(label: "headwater.log")
    ) {
        self.url = url
        self.readers = readers
        self.readQueueLimit = readQueueLimit
        self.readDeadlineMs = readDeadlineMs
        self.appendQueueLimit = appendQueueLimit
        self.appendDeadlineMs = appendDeadlineMs
        self.connectDeadlineMs = connectDeadlineMs
        self.pollMs = pollMs
        self.watermarkPath = watermarkPath
        self.clock = clock
        self.logger = logger
    }
}
