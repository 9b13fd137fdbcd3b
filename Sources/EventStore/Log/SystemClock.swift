package import Domain
import Glibc

/// The machine's clocks: one for what is recorded, one for waits.
package enum SystemClock {
    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Milliseconds that only grow, whatever happens to the date: deadlines are of this clock.
    package static func monotonicMs() -> Int64 { monotonicMicroseconds() / 1_000 }

    static func monotonicMicroseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
