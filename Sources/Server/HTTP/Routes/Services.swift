package import Domain
package import EventStore
package import Logging

/// Everything that the routes need, made once by whoever starts the server.
package struct Services: Sendable {
    package var log: EventLog
    package var commands: CommandService
    package var lists: ListService
    package var signIn: SignIn
    package var metrics: MetricsRegistry
    /// Nil until there is one: then its routes are not there either.
    package var reports: (any ReportService)?
    /// Nil until there is one: then its routes are not there either.
    package var sync: SyncEndpoint?
    /// False while the server is still starting or loading.
    package var isReady: @Sendable () async -> Bool
    package var logger: Logger

    package init(
        log: EventLog, commands: CommandService, lists: ListService, signIn: SignIn,
        metrics: MetricsRegistry, reports: (any ReportService)? = nil, sync: SyncEndpoint? = nil,
        isReady: @escaping @Sendable () async -> Bool = { true },
        logger: Logger = Logger(label: "headwater.http")
    ) {
        self.log = log
        self.commands = commands
        self.lists = lists
        self.signIn = signIn
        self.metrics = metrics
        self.reports = reports
        self.sync = sync
        self.isReady = isReady
        self.logger = logger
    }
}

/// The half-year report and the checks behind it, as JSON bytes.
package protocol ReportService: Sendable {
    /// `{period, position, figures, findings}`; nil for a period that there is none of. `asOf` is
    /// the position that the report knows the log up to.
    func report(period: Text, asOf: Int64?) async throws -> [UInt8]?
    /// `{items, nextCursor, position}`: identities of the figures, those that do not hold first.
    func checks(asOf: Int64?) async throws -> [UInt8]
}
