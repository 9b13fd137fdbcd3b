import EventStore
import Foundation
package import Logging

/// The embedded PostgreSQL: makes it, starts or adopts it, starts it anew when it dies, stops it.
///
/// Performs what `SupervisorState` says. The caller holds the home's lock, so that there is one
/// supervisor a cluster.
package actor EmbeddedCluster {
    private let files: ClusterFiles
    private let logger: Logger
    private var state = SupervisorState()
    private var logOffset: UInt64 = 0
    private var probe: Task<Void, Never>?
    private var timer: Task<Void, Never>?
    private var starters: [CheckedContinuation<Void, any Error>] = []
    private var stoppers: [CheckedContinuation<Void, any Error>] = []

    private static let probePauseMs: Int64 = 20
    private static let watchPauseMs: Int64 = 200

    package init(_ files: ClusterFiles, logger: Logger) {
        self.files = files
        self.logger = logger
    }

    package nonisolated var url: String { files.url }

    /// The postmaster's process id while it runs, for tests and for `status`.
    package var pid: Int32? {
        if case .running(let pid, _) = state.phase { pid } else { nil }
    }

    /// Returns once connections can be made. Throws `OperatorError`.
    package func start() async throws {
        let files = self.files
        try await onOwnThread {
            try files.create()
            try files.prepareSocketFolder()
            try files.trimLog()
        }
        let survivor = PostmasterFile.survivor(in: files.home.postgresFolder)
        if let survivor { watch(survivor) }
        try await withCheckedThrowingContinuation { continuation in
            starters.append(continuation)
            take(.begin(survivor: survivor))
        }
    }

    /// Returns once the postmaster is gone. Throws `OperatorError` if it does not end.
    package func stop() async throws {
        try await withCheckedThrowingContinuation { continuation in
            stoppers.append(continuation)
            take(.stop)
        }
        rmdir(files.home.socketFolder)  // Empty by now; if it is not, it is not ours to empty.
    }

    private func take(_ event: SupervisorState.Event) {
        for action in state.handle(event, now: SystemClock.monotonicMs()) { perform(action) }
    }

    private func perform(_ action: SupervisorState.Action) {
        switch action {
        case .spawn: spawn()
        case .probe(let pid, let limitMs): startProbe(pid, limitMs)
        case .signal(let pid, let signal): send(signal, to: pid)
        case .setTimer(let number, let afterMs): setTimer(number, afterMs)
        case .reportReady(let adopted):
            logger.info("postgres is ready", metadata: ["adopted": "\(adopted)"])
            resume(&starters, with: .success(()))
        case .reportLost(let reason):
            probe?.cancel()
            logger.error("postgres died and is started again", metadata: ["reason": "\(reason)"])
        case .reportFailed(let failure):
            probe?.cancel()
            let error = failure.sentence(log: files.home.postgresLog)
            logger.error("postgres failed", metadata: ["reason": "\(error.english)"])
            resume(&starters, with: .failure(error))
            resume(&stoppers, with: .failure(error))
        case .reportStopped:
            probe?.cancel()
            timer?.cancel()
            let error = OperatorError("启动已取消", "the start was given up")
            resume(&starters, with: .failure(error))
            resume(&stoppers, with: .success(()))
        }
    }

    private func resume(
        _ waiting: inout [CheckedContinuation<Void, any Error>],
        with result: Result<Void, any Error>
    ) {
        for continuation in waiting { continuation.resume(with: result) }
        waiting = []
    }

    private func spawn() {
        logOffset = PostgresLog(path: files.home.postgresLog).size
        do {
            let child = try ChildProcess.spawn(files.startArguments, log: files.home.postgresLog)
            reap(child)
            take(.spawned(child.pid))
        } catch {
            take(.spawnFailed("\(error)"))
        }
    }

    /// One thread waits for the child, so that it never stays a zombie.
    private func reap(_ child: ChildProcess) {
        Thread.detachNewThread {
            let status = child.wait()
            let how = status > 128 ? "signal \(status - 128)" : "status \(status)"
            Task { await self.ended(child.pid, how) }
        }
    }

    private func ended(_ pid: Int32, _ how: String) {
        probe?.cancel()
        let log = PostgresLog(path: files.home.postgresLog)
        let exit = SupervisorState.Exit(
            isLocked: log.namesLock(after: logOffset),
            reason: how.hasPrefix("signal") ? how : "\(how): \(log.complaint(after: logOffset))")
        take(.exited(pid, exit))
    }

    /// A survivor is not our child, so no wait of ours returns when it ends: it is looked at.
    private func watch(_ pid: Int32) {
        let folder = files.home.postgresFolder
        logOffset = PostgresLog(path: files.home.postgresLog).size
        Task {
            while PostmasterFile.isPostmaster(pid, of: folder) {
                await pause(EmbeddedCluster.watchPauseMs)
            }
            self.ended(pid, "the adopted postgres ended")
        }
    }

    private func startProbe(_ pid: Int32, _ limitMs: Int64) {
        let url = self.url
        let deadline = SystemClock.monotonicMs() + limitMs
        probe?.cancel()
        probe = Task {
            while !Task.isCancelled {
                if await answers(url) { return self.take(.answered(pid)) }
                if SystemClock.monotonicMs() >= deadline { return self.take(.silent(pid)) }
                await pause(EmbeddedCluster.probePauseMs)
            }
        }
    }

    private func setTimer(_ number: Int, _ afterMs: Int64) {
        timer?.cancel()
        timer = Task {
            await pause(afterMs)
            if !Task.isCancelled { self.take(.timer(number)) }
        }
    }

    private func send(_ signal: SupervisorState.Signal, to pid: Int32) {
        let number =
            switch signal {
            case .fast: SIGINT
            case .immediate: SIGQUIT
            }
        if kill(pid, number) != 0 {
            let reason = systemMessage(errno)
            logger.warning("postgres could not be signalled", metadata: ["reason": "\(reason)"])
        }
    }
}

/// True once the cluster takes connections. Its refusals are what is waited out, so they are not
/// told.
func answers(_ url: String) async -> Bool {
    do {
        return try await onOwnThread {
            _ = try Connection(url, deadlineMs: 1_000)
            return true
        }
    } catch {
        return false
    }
}

/// Waits, or returns early when the task is cancelled.
func pause(_ milliseconds: Int64) async {
    do {
        try await Task.sleep(for: .milliseconds(milliseconds))
    } catch {
        return  // Cancelled: the caller looks for itself.
    }
}

extension SupervisorState.Failure {
    /// What the operator reads.
    func sentence(log: String) -> OperatorError {
        switch self {
        case .spawn(let reason):
            OperatorError("PostgreSQL 无法启动:\(reason)", "PostgreSQL cannot be started: \(reason)")
        case .died(let reason):
            OperatorError(
                "PostgreSQL 启动后退出(\(reason)):请查看 \(log)",
                "PostgreSQL ended while it started (\(reason)): look at \(log)")
        case .silent:
            OperatorError(
                "PostgreSQL 在 \(SupervisorState.startLimitMs / 1_000) 秒内没有应答:请查看 \(log)",
                "PostgreSQL did not answer within \(SupervisorState.startLimitMs / 1_000) s: "
                    + "look at \(log)")
        case .unstoppable(let pid):
            OperatorError(
                "PostgreSQL(进程 \(pid))没有结束:请查看 \(log) 后手动结束它",
                "PostgreSQL (process \(pid)) does not end: look at \(log), then end it by hand")
        }
    }
}
