/// What the supervisor of the embedded PostgreSQL does next, as a value: events in, actions out.
///
/// The shell (`EmbeddedCluster`) performs the actions and decides nothing. Times are milliseconds
/// of a clock that only grows; process ids tell events of one postmaster from those of another.
package struct SupervisorState: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
        case idle
        /// Ours was spawned and does not answer yet.
        case starting(Int32)
        /// A survivor of a killed server was found and does not answer yet.
        case adopting(Int32)
        /// A survivor that does not answer was told to end; then one of ours is started.
        case evicting(Int32)
        case running(Int32, adopted: Bool)
        /// No postmaster; one is spawned when the timer rings.
        case waiting
        case stopping(Int32)
        case stopped
        case failed(Failure)
    }

    package enum Failure: Hashable, Sendable {
        case spawn(String)
        /// It ended before it answered; the reason is the last line of its log that says so.
        case died(String)
        /// It lives and does not answer within `startLimitMs`.
        case silent
        /// It lives on after the last signal.
        case unstoppable(Int32)
    }

    package enum Event: Hashable, Sendable {
        case begin(survivor: Int32?)
        case spawned(Int32)
        case spawnFailed(String)
        /// A connection was made.
        case answered(Int32)
        /// No connection could be made for `startLimitMs`.
        case silent(Int32)
        case exited(Int32, Exit)
        case timer(Int)
        case stop
    }

    /// How a postmaster ended, with what its log says about it.
    package struct Exit: Hashable, Sendable {
        /// The log names a lock file or shared memory of a postmaster that is just ending.
        package var isLocked: Bool
        package var reason: String

        package init(isLocked: Bool = false, reason: String) {
            self.isLocked = isLocked
            self.reason = reason
        }
    }

    package enum Signal: Hashable, Sendable {
        /// Fast shutdown: transactions are rolled back, then a checkpoint (SIGINT).
        case fast
        /// Ends at once; the next start recovers from the log (SIGQUIT).
        case immediate
    }

    package enum Action: Hashable, Sendable {
        case spawn
        /// Try to connect until it answers or `limitMs` have passed.
        case probe(Int32, limitMs: Int64)
        case signal(Int32, Signal)
        case setTimer(Int, afterMs: Int64)
        case reportReady(adopted: Bool)
        case reportLost(String)
        case reportFailed(Failure)
        case reportStopped
    }

    /// A crash recovery may replay gigabytes of its log before it answers.
    package static let startLimitMs: Int64 = 120_000
    /// A healthy survivor answers at once; one that recovers is worth a short wait.
    package static let adoptLimitMs: Int64 = 10_000
    package static let lockRetryMs: Int64 = 5_000
    package static let firstBackoffMs: Int64 = 100
    package static let longestBackoffMs: Int64 = 5_000
    package static let fastStopMs: Int64 = 20_000
    package static let immediateStopMs: Int64 = 5_000

    package private(set) var phase = Phase.idle
    /// It has answered since `begin`: from then on a death is followed by a restart.
    private var hasServed = false
    private var lastTimer = 0
    private var backoffMs = SupervisorState.firstBackoffMs
    private var lockedSince: Int64?
    private var signalled: Signal?

    package init() {}

    package mutating func handle(_ event: Event, now: Int64) -> [Action] {
        switch event {
        case .begin(let survivor): return begin(survivor)
        case .spawned(let pid): return spawned(pid)
        case .spawnFailed(let reason): return spawnFailed(reason)
        case .answered(let pid): return answered(pid)
        case .silent(let pid): return silent(pid)
        case .exited(let pid, let exit): return exited(pid, exit, now: now)
        case .timer(let number): return number == lastTimer ? rang() : []
        case .stop: return stop()
        }
    }

    private mutating func begin(_ survivor: Int32?) -> [Action] {
        guard phase == .idle else { return [] }
        guard let survivor else {
            phase = .waiting
            return [.spawn]
        }
        phase = .adopting(survivor)
        return [.probe(survivor, limitMs: SupervisorState.adoptLimitMs)]
    }

    private mutating func spawned(_ pid: Int32) -> [Action] {
        guard phase == .waiting else {
            // Stopped while the spawn was on its way.
            return end(pid)
        }
        phase = .starting(pid)
        return [.probe(pid, limitMs: SupervisorState.startLimitMs)]
    }

    private mutating func spawnFailed(_ reason: String) -> [Action] {
        guard phase == .waiting else { return [] }
        return hasServed ? retry(because: reason) : fail(.spawn(reason))
    }

    private mutating func answered(_ pid: Int32) -> [Action] {
        switch phase {
        case .starting(pid): phase = .running(pid, adopted: false)
        case .adopting(pid): phase = .running(pid, adopted: true)
        case .idle, .starting, .adopting, .evicting, .running, .waiting, .stopping, .stopped,
            .failed:
            return []
        }
        hasServed = true
        lockedSince = nil
        // The wait before the next restart shrinks again only once this one has lasted.
        return [.reportReady(adopted: phase == .running(pid, adopted: true)), ring(10_000)]
    }

    private mutating func silent(_ pid: Int32) -> [Action] {
        switch phase {
        case .adopting(pid):
            phase = .evicting(pid)
            return signal(pid, .fast)
        case .starting(pid): return [.signal(pid, .fast)] + fail(.silent)
        case .idle, .starting, .adopting, .evicting, .running, .waiting, .stopping, .stopped,
            .failed:
            return []
        }
    }

    private mutating func exited(_ pid: Int32, _ exit: Exit, now: Int64) -> [Action] {
        switch phase {
        case .starting(pid): return diedEarly(exit, now: now)
        case .adopting(pid), .evicting(pid):
            phase = .waiting
            return [.spawn]
        case .running(pid, _): return retry(because: exit.reason)
        case .stopping(pid):
            phase = .stopped
            return [.reportStopped]
        case .idle, .starting, .adopting, .evicting, .running, .waiting, .stopping, .stopped,
            .failed:
            return []
        }
    }

    /// Ended before it answered: a lock that is just being given back is worth a retry.
    private mutating func diedEarly(_ exit: Exit, now: Int64) -> [Action] {
        if exit.isLocked {
            let since = lockedSince ?? now
            lockedSince = since
            if now - since < SupervisorState.lockRetryMs {
                phase = .waiting
                return [ring(SupervisorState.firstBackoffMs)]
            }
        }
        return hasServed ? retry(because: exit.reason) : fail(.died(exit.reason))
    }

    private mutating func retry(because reason: String) -> [Action] {
        phase = .waiting
        let wait = backoffMs
        backoffMs = min(backoffMs * 2, SupervisorState.longestBackoffMs)
        return [.reportLost(reason), ring(wait)]
    }

    private mutating func rang() -> [Action] {
        switch phase {
        case .waiting: return [.spawn]
        case .running:
            backoffMs = SupervisorState.firstBackoffMs
            return []
        case .evicting(let pid), .stopping(let pid):
            switch signalled {
            case .fast: return signal(pid, .immediate)
            case .immediate, .none: return fail(.unstoppable(pid))
            }
        case .idle, .starting, .adopting, .stopped, .failed: return []
        }
    }

    private mutating func stop() -> [Action] {
        switch phase {
        case .idle, .waiting:
            phase = .stopped
            return [.reportStopped]
        case .starting(let pid), .adopting(let pid), .evicting(let pid), .running(let pid, _):
            return end(pid)
        case .stopping: return []
        case .stopped, .failed: return [.reportStopped]
        }
    }

    private mutating func end(_ pid: Int32) -> [Action] {
        phase = .stopping(pid)
        return signal(pid, .fast)
    }

    private mutating func signal(_ pid: Int32, _ kind: Signal) -> [Action] {
        signalled = kind
        let limit =
            switch kind {
            case .fast: SupervisorState.fastStopMs
            case .immediate: SupervisorState.immediateStopMs
            }
        return [.signal(pid, kind), ring(limit)]
    }

    private mutating func fail(_ failure: Failure) -> [Action] {
        phase = .failed(failure)
        return [.reportFailed(failure)]
    }

    /// A timer replaces the one before: what rings under an old number means nothing any more.
    private mutating func ring(_ afterMs: Int64) -> Action {
        lastTimer += 1
        return .setTimer(lastTimer, afterMs: afterMs)
    }
}
