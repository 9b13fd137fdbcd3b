package import Domain
import Glibc
import Synchronization

extension EventID {
    /// A UUID of version 7 (RFC 9562): milliseconds first, so that ids made together lie together
    /// in an index.
    package static func generate(at now: Instant = SystemClock.now()) -> EventID {
        let milliseconds = UInt64(clamping: now.microseconds / 1_000)
        let (first, second) = words.withLock { ($0.next(), $0.next()) }
        let high = milliseconds << 16 | 0x7000 | (first & 0x0fff)
        let low = second & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        return EventID(high: high, low: low)
    }

    private static let words = Mutex(RandomWords())
}

/// The kernel's random numbers, 32 at a time (256 bytes, the most it gives at once): a system call
/// for each is most of what an id costs.
private struct RandomWords {
    private var words = [UInt64](repeating: 0, count: 32)
    private var left = 0

    mutating func next() -> UInt64 {
        if left == 0 {
            guard getentropy(&words, 256) == 0 else { return .random(in: .min ... .max) }
            left = words.count
        }
        left -= 1
        return words[left]
    }
}
