import Domain
import EventStore
import Foundation
import Hummingbird
import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// The life of `headwater serve`: cluster, log, projector, HTTP, seeds; and the way back.
struct HeadwaterServer: Sendable {
    let home: Home
    let port: Int
    let seeds: String?
    let environment: [String: String]
    let logger: Logger

    /// A request that is still being answered after that is cut off.
    static let drainLimit = Duration.seconds(10)

    func run() async throws {
        try PortCheck.check(port)
        // Before anything counts: a counter made earlier would count for nobody.
        let metrics = MetricsRegistry()
        MetricsSystem.bootstrap(metrics)
        let signals = StopSignals(logger)
        let runtime = try await Runtime.serving(home, environment: environment, logger: logger)
        do {
            try await serve(runtime, metrics, signals)
        } catch {
            try await runtime.close()
            throw error
        }
        try await runtime.close()
        logger.info("stopped")
    }

    private func serve(
        _ runtime: Runtime, _ metrics: MetricsRegistry, _ signals: StopSignals
    ) async throws {
        if let reason = runtime.log.stoppedReason {
            logger.critical("writing is stopped", metadata: ["reason": "\(reason)"])
        }
        let readiness = Readiness(runtime.log)
        let bound = AsyncStream<Int>.makeStream()
        let signIn = SignIn(runtime.log, members: runtime.readModels)
        let services = makeServices(runtime, signIn, metrics, readiness)
        let application = buildApplication(services, port: port) { port in
            bound.continuation.yield(port)
            bound.continuation.finish()
        }
        var configuration = ServiceGroupConfiguration(
            services: [ProjectorService(projector: runtime.projector), application],
            logger: logger)
        configuration.maximumGracefulShutdownDuration = HeadwaterServer.drainLimit
        let group = ServiceGroup(configuration: configuration)
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                try await group.run()
                return true
            }
            tasks.addTask {
                for await _ in signals.first { await group.triggerGracefulShutdown() }
                return false
            }
            tasks.addTask {
                for await port in bound.stream {
                    try await prepare(runtime, signIn, readiness, port: port)
                }
                return false
            }
            // Over when the group has drained, or when anything fails; not before.
            while let isOver = try await tasks.next(), !isOver { continue }
            tasks.cancelAll()
        }
    }
}

/// True once the seeds are loaded and every read model has reached the log's head.
final class Readiness: Sendable {
    private let log: EventLog
    private let prepared = Atomic(false)

    init(_ log: EventLog) { self.log = log }

    func reached() { prepared.store(true, ordering: .releasing) }

    /// Not ready either while the database does not answer.
    func isReady() async -> Bool {
        guard prepared.load(ordering: .acquiring) else { return false }
        do {
            _ = try await log.head()
            return true
        } catch {
            return false
        }
    }
}

/// Runs the projector until the server stops.
struct ProjectorService: Service {
    let projector: Projector

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await projector.run()
            } catch is CancellationError {
                return  // The server stops.
            }
        }
    }
}

/// Looks whether a port is free before anything is started for it.
enum PortCheck {
    static func check(_ port: Int) throws {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard file >= 0 else { return }  // The server itself will say what is wrong.
        defer { close(file) }
        var yes: Int32 = 1
        setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result != 0 else { return }
        let code = errno
        if code == EADDRINUSE {
            throw OperatorError(
                "端口 \(port) 已被占用:请停止占用它的程序,或用 HEADWATER_PORT 另指端口",
                "port \(port) is taken: stop what uses it, or name another in HEADWATER_PORT")
        }
        throw OperatorError(
            "端口 \(port) 不能使用(\(systemMessage(code))):请用 HEADWATER_PORT 另指端口",
            "port \(port) cannot be used (\(systemMessage(code))): "
                + "name another in HEADWATER_PORT")
    }
}
