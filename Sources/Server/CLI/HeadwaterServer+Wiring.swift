import Domain
import EventStore
import Foundation
import Logging

/// What of the server depends on which parts there are.
extension HeadwaterServer {
    /// What the routes need.
    func makeServices(
        _ runtime: Runtime, _ signIn: SignIn, _ metrics: MetricsRegistry, _ readiness: Readiness
    ) -> Services {
        let endpoint = SyncEndpoint(
            log: runtime.log, codes: EnrolmentCodes(runtime.log), streams: runtime.streams)
        return Services(
            log: runtime.log, commands: runtime.commands,
            lists: ListService(store: runtime.readModels, projector: runtime.projector),
            signIn: signIn, metrics: metrics, reports: LogReports(runtime.log),
            sync: endpoint, isReady: { await readiness.isReady() }, logger: logger)
    }

    /// Loads the seeds into an empty log, waits until every read model has caught up, and says
    /// where the server is.
    func prepare(
        _ runtime: Runtime, _ signIn: SignIn, _ readiness: Readiness, port: Int
    ) async throws {
        let url = "http://127.0.0.1:\(port)"
        if let seeds, try await isDemonstration(runtime) {
            try await Loading.load(seeds, runtime)
            try await catchUp(runtime)
            try await DemoCredentials.make(runtime, signIn, url: url).write(to: home)
            try FileManager.default.removeItem(atPath: home.demoPendingFile)
        } else {
            try await catchUp(runtime)
        }
        readiness.reached()
        announce(url)
    }

    /// True for an empty log, and for one whose seeds were being loaded when the server died. An
    /// own log never becomes a demonstration.
    private func isDemonstration(_ runtime: Runtime) async throws -> Bool {
        let isPending = FileManager.default.fileExists(atPath: home.demoPendingFile)
        if isPending { return true }
        guard try await runtime.log.head().position == 0 else { return false }
        try writeDurably(Data(), to: URL(fileURLWithPath: home.demoPendingFile))
        return true
    }

    /// Waits until every read model shows what the log holds now. One that is parked is reported
    /// and not waited for: the others serve.
    private func catchUp(_ runtime: Runtime) async throws {
        let head = try await runtime.log.head().position
        for model in ReadModels.all {
            var isDone = false
            while !isDone {
                switch try await runtime.projector.wait(for: head, model: model.name) {
                case .reached: isDone = true
                case .behind(let position):
                    isDone = position >= head
                    try Task.checkCancellation()
                case .parked(let position, let reason):
                    logger.error(
                        "a read model is parked",
                        metadata: [
                            "model": "\(model.name)", "position": "\(position)",
                            "reason": "\(reason)",
                        ])
                    isDone = true
                }
            }
        }
    }

    private func announce(_ url: String) {
        Console.output("Headwater 已启动 · running: \(url)/")
        if FileManager.default.fileExists(atPath: home.credentialsFile) {
            Console.output("演示账号 · credentials: \(home.credentialsFile)")
        } else {
            Console.output(
                "没有演示账号文件;重置口令:headwater member password NAME · "
                    + "no file of credentials; a member's password is reset by that command")
        }
    }
}
