import Domain
package import EventStore
import Foundation
package import Logging

/// Everything that a command of `headwater` works with: opened in order, closed in reverse.
package struct Runtime: Sendable {
    package let home: Home
    package let log: EventLog
    package let readModels: ReadModelStore
    package let projector: Projector
    package let sealer: PersonalSealer
    package let persons: PersonKeyStore
    package let streams: StreamLoader
    package let commands: CommandService
    package let logger: Logger
    private let access: DatabaseAccess

    /// True if a server runs on this home: it keeps the watermark, and only it knows what was
    /// acknowledged.
    package var isGuest: Bool { access.lock == nil }

    /// One log is one bureau; a home serves one.
    package static let logName = "bureau"

    /// For `headwater serve`: takes the home's lock. Throws `OperatorError` and key errors.
    package static func serving(
        _ home: Home, environment: [String: String], logger: Logger
    ) async throws -> Runtime {
        try await open(home, .serve, environment, logger)
    }

    /// For an admin command: a guest of the running server, or the only one here.
    package static func forCommand(
        _ home: Home, environment: [String: String], logger: Logger
    ) async throws -> Runtime {
        try await open(home, .command, environment, logger)
    }

    /// Opens, runs `body`, and closes whatever happens.
    package static func withCommand<Result>(
        _ body: (Runtime) async throws -> Result
    ) async throws -> Result {
        let environment = ProcessInfo.processInfo.environment
        var logger = Logger(label: "headwater")
        logger.logLevel = .warning  // What a person asked for is on standard output.
        let runtime = try await forCommand(
            Home(environment: environment), environment: environment, logger: logger)
        let result: Result
        do {
            result = try await body(runtime)
        } catch {
            try await runtime.close()
            throw error
        }
        try await runtime.close()
        return result
    }

    package func close() async throws {
        await log.close()
        try await access.close()
    }

    private static func open(
        _ home: Home, _ purpose: DatabaseAccess.Purpose, _ environment: [String: String],
        _ logger: Logger
    ) async throws -> Runtime {
        let access = try await DatabaseAccess.open(
            home, purpose, environment: environment, logger: logger)
        do {
            return try await Runtime(home, access, logger)
        } catch {
            try await access.close()
            if let error = error as? EventStoreError {
                throw OperatorError.opening(error, isOwnDatabase: access.cluster == nil)
            }
            throw error
        }
    }

    private init(_ home: Home, _ access: DatabaseAccess, _ logger: Logger) async throws {
        self.home = home
        self.access = access
        self.logger = logger
        // A guest leaves the watermark to the server that runs.
        let watermark = access.lock == nil ? nil : home.watermarkFile
        log = try await EventLog.open(
            LogConfiguration(url: access.url, watermarkPath: watermark, logger: logger),
            logName: Runtime.logName)
        do {
            readModels = try await ReadModelStore.open(log, models: ReadModels.all)
            projector = Projector(readModels)
            let isNew = try await log.head().position == 0
            let keys = URL(fileURLWithPath: home.keysFolder)
            try FileManager.default.createDirectory(
                at: keys, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let serverKeys = try ServerKeys.open(keys, mayCreate: isNew)
            persons = try PersonKeyStore(keys.appendingPathComponent("persons.sqlite"), serverKeys)
            sealer = PersonalSealer(keys: serverKeys, store: persons)
            streams = StreamLoader(log: log)
            commands = CommandService(
                log: log, sealer: sealer, streams: streams, clock: { SystemClock.now() })
        } catch {
            await log.close()
            throw error
        }
    }
}
