import Domain
import Metrics

/// A few connections, each with a thread of its own; callers wait in a bounded queue.
final class ConnectionPool: Sendable {
    /// Runs on the connection's thread. Nil once the caller has its answer; an error if the
    /// connection broke and nobody has been told yet.
    struct Job: Sendable {
        let perform: @Sendable (Connection) -> PostgresError?
        let fail: @Sendable (EventStoreError) -> Void
    }

    private let state: Monitor<PoolState<Job>>
    /// One a slot: true where its thread has something to look at.
    private let bells: [Monitor<Bool>]
    private let url: String
    private let role: String?
    private let connectMs: Int64
    private let threads: Monitor<[OwnThread]>
    private let closing = Monitor(false)
    private let setUp: @Sendable (Connection) throws -> Void
    private let reconnects = Counter(label: "headwater_log_reconnects_total")

    init(
        url: String, role: String?, size: Int, queueLimit: Int, connectMs: Int64,
        setUp: @escaping @Sendable (Connection) throws -> Void = { _ in }
    ) throws {
        self.url = url
        self.role = role
        self.connectMs = connectMs
        self.setUp = setUp
        state = Monitor(PoolState(slots: size, queueLimit: queueLimit))
        bells = (0..<size).map { _ in Monitor(false) }
        threads = Monitor([])
        for slot in 0..<size {
            let thread = try OwnThread("hw-read-\(slot)") { [self] in serve(slot) }
            threads.withLock { $0.append(thread) }
        }
        let timer = try OwnThread("hw-read-timer") { [self] in expire() }
        threads.withLock { $0.append(timer) }
    }

    /// Runs `body` on a connection. Must be safe to run again: a connection that breaks is
    /// replaced and the body tried anew, a bounded number of times, till its deadline.
    func run<Result: Sendable>(
        deadlineMs: Int64, _ body: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                perform: { connection in
                    do {
                        continuation.resume(returning: try body(connection))
                    } catch let error as PostgresError where error.isConnectionGone {
                        return error
                    } catch let error as PostgresError {
                        continuation.resume(throwing: error.asStoreError)
                    } catch {
                        continuation.resume(throwing: error)
                    }
                    return nil
                }, fail: { continuation.resume(throwing: $0) })
            let deadline = SystemClock.monotonicMs() + deadlineMs
            switch change({ $0.submit(job, deadline: deadline) }) {
            case .queued: break
            case .full: job.fail(.poolFull)
            case .closed: job.fail(.stopped("the log is closed"))
            }
        }
    }

    /// Fails what waits, lets what runs finish, and ends the threads.
    func close() {
        for job in state.withLock({ $0.close() }) { job.fail(.stopped("the log is closed")) }
        for bell in bells { bell.change { $0 = true } }
        closing.change { $0 = true }
        for thread in threads.withLock({ $0 }) { thread.join() }
    }

    /// Changes the state and wakes the one thread that has something to do now.
    private func change<Result>(_ body: (inout PoolState<Job>) -> Result) -> Result {
        let (result, slot) = state.withLock { (body(&$0), $0.slotToWake()) }
        if let slot { bells[slot].change { $0 = true } }
        return result
    }

    /// The next job of `slot`; nil once the pool is closed.
    private func next(_ slot: Int) -> PoolState<Job>.Waiting? {
        while true {
            switch state.withLock({ $0.next(slot: slot, now: SystemClock.monotonicMs()) }) {
            case .run(let waiting): return waiting
            case .wait(let moment): bells[slot].waitForRing(until: moment)
            case .stop: return nil
            }
        }
    }

    private func serve(_ slot: Int) {
        var connection: Connection?
        while let waiting = next(slot) {
            if connection == nil { connection = connect(slot, for: waiting) }
            guard let usable = connection else { continue }
            if let error = waiting.job.perform(usable) {
                connection = nil
                reconnects.increment()
                if !change({ $0.lost(waiting) }) { waiting.job.fail(error.asStoreError) }
            } else if usable.isGone {
                connection = nil
            }
        }
    }

    private func connect(_ slot: Int, for waiting: PoolState<Job>.Waiting) -> Connection? {
        do {
            let fresh = try Connection(url, role: role, deadlineMs: connectMs)
            try setUp(fresh)
            state.withLock { $0.connected(slot: slot) }
            return fresh
        } catch {
            let reason = (error as? PostgresError)?.message ?? "\(error)"
            let now = SystemClock.monotonicMs()
            let closed = change { state in
                if !state.isClosed { state.connectFailed(slot: slot, reason, waiting, now: now) }
                return state.isClosed
            }
            if closed { waiting.job.fail(.stopped("the log is closed")) }
            return nil
        }
    }

    /// Looks every 100 ms rather than at every new job: that would cost more than it tells.
    private func expire() {
        while closing.waitTick() {
            let (late, reason) = state.withLock { state in
                (state.expired(now: SystemClock.monotonicMs()), state.unreachable)
            }
            let error = reason.map { EventStoreError.unavailable($0) } ?? .deadlineExceeded
            for job in late { job.fail(error) }
        }
    }
}

extension Monitor where State == Bool {
    /// Waits until the value is true, which is taken back, or `moment` has come.
    fileprivate func waitForRing(until moment: Int64?) {
        waitUntil { hasRung in
            if hasRung {
                hasRung = false
                return .done(())
            }
            if let moment, SystemClock.monotonicMs() >= moment { return .done(()) }
            return .wait(until: moment)
        }
    }
}
