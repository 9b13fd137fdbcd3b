/// Who may use which of a few connections, as a value: each method says what the shell must do.
///
/// Jobs wait in a bounded queue, each with a deadline. A connection that fails is tried again
/// after 50 ms, then twice that, up to 2 s.
package struct PoolState<Job> {
    package struct Waiting {
        package var job: Job
        package var deadline: Int64
        package var attempts: Int
    }

    package enum Submission: Hashable { case queued, full, closed }

    package enum Action {
        /// Run the job on this connection (made first where there is none).
        case run(Waiting)
        case wait(until: Int64?)
        case stop
    }

    package static var attemptsPerJob: Int { 10 }

    package let queueLimit: Int
    package private(set) var queue: [Waiting] = []
    package private(set) var isClosed = false
    /// Why the last attempt to connect failed; nil while connections can be made.
    package private(set) var unreachable: String?
    /// Slots whose threads wait for a job; the one that has waited least comes first to hand, its
    /// thread and connection still being warm.
    private var idle: [Int] = []
    private var backoff: [Backoff]
    private var retryAt: [Int64]

    package init(slots: Int, queueLimit: Int) {
        self.queueLimit = queueLimit
        backoff = Array(repeating: Backoff(), count: slots)
        retryAt = Array(repeating: 0, count: slots)
    }

    package mutating func submit(_ job: Job, deadline: Int64) -> Submission {
        if isClosed { return .closed }
        if queue.count >= queueLimit { return .full }
        queue.append(Waiting(job: job, deadline: deadline, attempts: 0))
        return .queued
    }

    /// The slot to wake for a job that waits, if there is one: to be asked after each change that
    /// puts a job into the queue. Waking all of them costs a lone caller more than its read.
    package mutating func slotToWake() -> Int? { queue.isEmpty ? nil : idle.popLast() }

    /// What the thread of `slot` does next.
    package mutating func next(slot: Int, now: Int64) -> Action {
        idle.removeAll { $0 == slot }
        if isClosed { return .stop }
        if retryAt[slot] > now { return .wait(until: retryAt[slot]) }
        guard let index = queue.firstIndex(where: { $0.deadline > now }) else {
            idle.append(slot)
            return .wait(until: nil)
        }
        return .run(queue.remove(at: index))
    }

    package mutating func connected(slot: Int) {
        backoff[slot] = Backoff()
        unreachable = nil
    }

    /// The job waits at the front again; nothing was done of it.
    package mutating func connectFailed(slot: Int, _ reason: String, _ waiting: Waiting, now: Int64)
    {
        unreachable = reason
        retryAt[slot] = now + backoff[slot].next()
        queue.insert(waiting, at: 0)
    }

    /// The connection broke under the job. True if it is tried again; else it fails.
    package mutating func lost(_ waiting: Waiting) -> Bool {
        guard !isClosed, waiting.attempts + 1 < PoolState.attemptsPerJob else { return false }
        var again = waiting
        again.attempts += 1
        queue.insert(again, at: 0)
        return true
    }

    /// Jobs whose deadline has passed; they are no longer waiting.
    package mutating func expired(now: Int64) -> [Job] {
        let late = queue.filter { $0.deadline <= now }.map { $0.job }
        if !late.isEmpty { queue.removeAll { $0.deadline <= now } }
        return late
    }

    package mutating func close() -> [Job] {
        isClosed = true
        defer { queue = [] }
        return queue.map { $0.job }
    }
}
