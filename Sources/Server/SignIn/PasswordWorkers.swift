import Dispatch

/// Hashes passwords on threads of their own, a few at a time: a flood of sign-ins must neither
/// block the pool that tasks share nor take all memory.
struct PasswordWorkers: Sendable {
    static let atOnce = 2
    static let waiting = 64

    private let gate = Gate(atOnce: atOnce, waiting: waiting)
    private let queue = DispatchQueue(label: "headwater.passwords", attributes: .concurrent)

    /// Throws `Problem.busy` if too many wait already.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await gate.run {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(with: Result { try body() })
                }
            }
        }
    }
}
