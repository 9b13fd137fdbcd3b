import Dispatch
import Foundation
package import Logging
import Synchronization

/// SIGTERM and Ctrl-C: the first asks for an orderly end, the second ends at once.
///
/// After the second one PostgreSQL goes on by itself; the next start adopts it.
package final class StopSignals: Sendable {
    /// Yields once, at the first signal.
    package let first: AsyncStream<Int32>
    private let seen = Atomic(0)
    private let continuation: AsyncStream<Int32>.Continuation
    private let logger: Logger

    /// What a shell shows for a program that Ctrl-C ended.
    private static let forcedStatus: Int32 = 130

    package init(_ logger: Logger) {
        (first, continuation) = AsyncStream<Int32>.makeStream()
        self.logger = logger
        // A laptop that hangs up must not end the server.
        signal(SIGPIPE, SIG_IGN)
        let queue = DispatchQueue(label: "headwater.signals")
        for number in [SIGTERM, SIGINT] {
            signal(number, SIG_IGN)  // Else it ends the process before the source sees it.
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The handler holds its source, which so lives as long as the process.
            source.setEventHandler { [self] in
                withExtendedLifetime(source) { received(number) }
            }
            source.resume()
        }
    }

    private func received(_ number: Int32) {
        if seen.add(1, ordering: .relaxed).newValue > 1 {
            logger.critical("ended at once by a second signal")
            _exit(StopSignals.forcedStatus)
        }
        logger.info("stopping; a second signal ends at once")
        continuation.yield(number)
        continuation.finish()
    }
}
