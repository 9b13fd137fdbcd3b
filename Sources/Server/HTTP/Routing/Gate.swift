/// Lets a few callers work at once and a bounded number wait; the next one is refused.
package actor Gate {
    private let atOnce: Int
    private let waitingMost: Int
    private var working = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(atOnce: Int, waiting: Int) {
        self.atOnce = atOnce
        waitingMost = waiting
    }

    /// Runs `body` when there is room. Throws `Problem.busy` if too many wait already.
    package func run<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        if working < atOnce {
            working += 1
        } else {
            guard waiting.count < waitingMost else { throw Problem.busy }
            // The one who leaves hands its place over: `working` stays as it is.
            await withCheckedContinuation { waiting.append($0) }
        }
        defer { leave() }
        return try await body()
    }

    private func leave() {
        if waiting.isEmpty {
            working -= 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
