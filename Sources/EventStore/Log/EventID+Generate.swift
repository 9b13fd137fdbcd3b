package import Domain

extension EventID {
    /// A UUID of version 7 (RFC 9562): milliseconds first, so that ids made together lie together
    /// in an index.
    package static func generate(at now: Instant = SystemClock.now()) -> EventID {
        let milliseconds = UInt64(clamping: now.microseconds / 1_000)
        let random = UInt64.random(in: .min ... .max)
        let high = milliseconds << 16 | 0x7000 | (random & 0x0fff)
        let low = UInt64.random(in: .min ... .max) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        return EventID(high: high, low: low)
    }
}
