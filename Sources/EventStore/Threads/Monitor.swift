import Glibc

/// A value behind a lock that threads can wait on until it changes.
///
/// Unchecked: the pthread mutex guards every access to `state`. Waits block their thread, so only
/// threads of our own wait; tasks just take the lock for a moment.
final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Reads or changes the value without waking anybody.
    func withLock<Result, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Changes the value and wakes all that wait, so that each looks again.
    func change<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let result = body(&state)
        pthread_cond_broadcast(changed)
        return result
    }

    /// Changes the value, and wakes those that wait only if it has become worth their while: a
    /// thread woken for nothing costs more than most changes.
    func change<Result>(
        waking isWorthWaking: (State) -> Bool, _ body: (inout State) -> Result
    ) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let result = body(&state)
        if isWorthWaking(state) { pthread_cond_broadcast(changed) }
        return result
    }

    enum Look<Result> {
        case done(Result)
        /// Look again at a change, or at the given moment of the monotonic clock, in ms.
        case wait(until: Int64?)
    }

    /// Looks at the value until `look` is done with it.
    func waitUntil<Result>(_ look: (inout State) -> Look<Result>) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            switch look(&state) {
            case .done(let result): return result
            case .wait(.none): pthread_cond_wait(changed, mutex)
            case .wait(.some(let moment)):
                var time = timespec()
                time.tv_sec = Int(moment / 1_000)
                time.tv_nsec = Int(moment % 1_000) * 1_000_000
                pthread_cond_timedwait(changed, mutex, &time)
            }
        }
    }
}

extension Monitor {
    static var tickMs: Int64 { 100 }

    /// Waits for one tick; false, at once, as soon as the value says that it is over.
    func waitTick(_ isOver: (State) -> Bool) -> Bool {
        let end = SystemClock.monotonicMs() + Monitor.tickMs
        return waitUntil { state in
            if isOver(state) { return .done(false) }
            return SystemClock.monotonicMs() >= end ? .done(true) : .wait(until: end)
        }
    }
}

extension Monitor where State == Bool {
    /// Waits for one tick; false, at once, as soon as the value is true.
    func waitTick() -> Bool { waitTick { $0 } }
}
