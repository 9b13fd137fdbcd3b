import Synchronization

/// Tells whoever waits that the log has grown. Any number of announcements become one wake-up.
final class HeadSignal: Sendable {
    private struct State {
        var head: Int64 = 0
        var isClosed = false
        var nextTicket: UInt64 = 0
        var waiting: [UInt64: (past: Int64, continuation: CheckedContinuation<Void, Never>)] = [:]
    }

    private let state = Mutex(State())

    var head: Int64 { state.withLock { $0.head } }

    func announce(_ head: Int64) {
        let woken = state.withLock { state in
            state.head = max(state.head, head)
            let ready = state.waiting.filter { $0.value.past < state.head }
            for ticket in ready.keys { state.waiting[ticket] = nil }
            return ready.values.map { $0.continuation }
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

    /// Returns once the head is past `position`; throws when the task is cancelled or the log
    /// closed.
    func wait(past position: Int64) async throws {
        try Task.checkCancellation()
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    if state.head > position || state.isClosed || Task.isCancelled { return true }
                    state.waiting[ticket] = (position, continuation)
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
