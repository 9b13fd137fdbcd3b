import Domain
import EventStore
import Synchronization

/// A clock that a test moves.
final class TestClock: Sendable {
    private let moment = Mutex(SystemClock.now())

    var now: Instant { moment.withLock { $0 } }

    func advance(seconds: Int64) {
        moment.withLock { $0 = Instant(microseconds: $0.microseconds + seconds * 1_000_000) }
    }
}
