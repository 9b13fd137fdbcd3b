package import Domain

/// Slows down whoever guesses: failures in a row, and how long they must wait for the next try.
///
/// An attempt counts as a failure from its beginning and is taken back when it succeeds, so that
/// many guesses at the same time gain nothing.
package struct Throttle: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        /// One name, known or not.
        case account
        /// One address: it may stand for a whole office behind one router.
        case address

        /// Failures that cost nothing: people mistype.
        var free: Int {
            switch self {
            case .account: 4
            case .address: 30
            }
        }
    }

    package var failures: Int
    package var lastAt: Instant

    package init(failures: Int = 0, lastAt: Instant = Instant(microseconds: 0)) {
        self.failures = failures
        self.lastAt = lastAt
    }

    /// The longest wait; after as long without a try the failures are forgotten.
    package static let lockSeconds: Int64 = 15 * 60

    /// Seconds to wait at `now`; nil if a try is allowed, which then counts.
    package mutating func attempt(_ subject: Subject, at now: Instant) -> Int64? {
        let passed = (now.microseconds - lastAt.microseconds) / 1_000_000
        if passed >= Throttle.lockSeconds { failures = 0 }
        let excess = failures - subject.free
        if excess > 0 {
            let wait = excess > 9 ? Throttle.lockSeconds : min(Throttle.lockSeconds, 1 << excess)
            if passed < wait { return wait - passed }
        }
        failures += 1
        lastAt = now
        return nil
    }
}
