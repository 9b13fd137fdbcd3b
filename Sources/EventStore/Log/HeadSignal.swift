import Synchronization

/// Tells whoever waits that the log has grown, or is in another epoch. Any number of announcements
/// become one wake-up.
final class HeadSignal: Sendable {
    private struct Waiter {
        var past: Int64
        var epoch: Int64?
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var head: Int64 = 0
        var epoch: Int64 = 0
        var isClosed = false
        var nextTicket: UInt64 = 0
        var waiting: [UInt64: Waiter] = [:]

        func concerns(_ past: Int64, _ waitsIn: Int64?) -> Bool {
            head > past || (waitsIn.map { $0 != epoch } ?? false)
        }

        /// Takes out all that have waited for this state.
        mutating func ready() -> [CheckedContinuation<Void, Never>] {
            let ready = waiting.filter { concerns($0.value.past, $0.value.epoch) }
            for ticket in ready.keys { waiting[ticket] = nil }
            return ready.values.map { $0.continuation }
        }
    }

    private let state = Mutex(State())

    var head: Int64 { state.withLock { $0.head } }
    var epoch: Int64 { state.withLock { $0.epoch } }

    func announce(_ head: Int64) {
        let woken = state.withLock { state in
            state.head = max(state.head, head)
            return state.ready()
        }
        for continuation in woken { continuation.resume() }
    }

    /// What a look at the log found that began while `known` was the head here.
    ///
    /// A lower head then is no stale one: the log has lost its tail. The head goes back with it,
    /// else nobody would be told of what comes next, and all that wait look again.
    func observe(_ found: LogHead, sinceKnown known: Int64) {
        let woken = state.withLock { state in
            state.epoch = max(state.epoch, found.epoch)
            if found.position < known, state.head == known {
                state.head = found.position
                defer { state.waiting = [:] }
                return state.waiting.values.map { $0.continuation }
            }
            state.head = max(state.head, found.position)
            return state.ready()
        }
        for continuation in woken { continuation.resume() }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wakeAll()
    }

    /// Wakes all that wait, though nothing was announced: something else concerns them.
    func wakeAll() {
        let woken = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0.continuation }
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns once the head is past `position`, or the epoch is no longer the one named; throws
    /// when the task is cancelled or the log closed.
    ///
    /// It may return early: whoever waits looks for itself, and waits again.
    func wait(past position: Int64, inEpoch epoch: Int64? = nil) async throws {
        try Task.checkCancellation()
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    if state.concerns(position, epoch) || state.isClosed || Task.isCancelled {
                        return true
                    }
                    state.waiting[ticket] = Waiter(
                        past: position, epoch: epoch, continuation: continuation)
                    return false
                }
                if ready { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.continuation.resume()
        }
        try Task.checkCancellation()
        if state.withLock({ $0.isClosed }) { throw EventStoreError.stopped("the log is closed") }
    }
}
