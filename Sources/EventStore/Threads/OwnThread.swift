import Glibc

/// A thread of our own for calls that block; the pool that tasks share must never block.
///
/// Unchecked: the handle is written once, before anybody else can see it.
final class OwnThread: @unchecked Sendable {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private var handle = pthread_t()
    private let joined = Monitor(false)

    init(_ name: String, _ run: @escaping @Sendable () -> Void) throws(EventStoreError) {
        let body = Unmanaged.passRetained(Body(run))
        let code = pthread_create(
            &handle, nil,
            { pointer in
                if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw .unavailable("no thread for \(name): error \(code)")
        }
    }

    /// Waits for its end. Blocks: call it from a thread of our own, or once the end is certain.
    func join() {
        let first = joined.withLock { joined in
            defer { joined = true }
            return !joined
        }
        if first { pthread_join(handle, nil) }
    }
}

extension OwnThread {
    /// Runs `body`, which blocks, on a thread made for it.
    static func run<Result: Sendable>(
        _ name: String, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            do {
                let thread = try OwnThread(name) {
                    do {
                        continuation.resume(returning: try body())
                    } catch {
                        continuation.resume(throwing: error)
                    }
                }
                thread.detach()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Nobody will wait for its end.
    private func detach() {
        if joined.withLock({ joined in
            defer { joined = true }
            return !joined
        }) {
            pthread_detach(handle)
        }
    }
}
