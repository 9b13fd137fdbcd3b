/// A moment on the server's or a laptop's clock, in microseconds since 1970-01-01T00:00Z.
package struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The bureau's day at this moment: its clock is UTC+8.
    package var day: Day {
        let shifted = microseconds + 8 * 3_600_000_000
        let days = shifted >= 0 ? shifted / 86_400_000_000 : (shifted + 1) / 86_400_000_000 - 1
        return Day(number: Int32(truncatingIfNeeded: days))
    }

    /// The last microsecond of `day` in the bureau's zone: `asOf` a day means its end.
    package static func endOf(_ day: Day) -> Instant {
        Instant(microseconds: (Int64(day.number) + 1) * 86_400_000_000 - 8 * 3_600_000_000 - 1)
    }

    /// RFC 3339 in the bureau's zone, to the microsecond: `2025-06-10T08:00:00.000000+08:00`.
    package var description: String {
        let shifted = microseconds + 8 * 3_600_000_000
        let inDay = shifted - Int64(day.number) * 86_400_000_000
        let second = Int(inDay / 1_000_000)
        let clock =
            "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return "\(day)T\(clock).\(padded(Int(inDay % 1_000_000), 6))+08:00"
    }

    /// Reads RFC 3339 with `Z` or an offset, and a fraction of at most nine digits (cut to
    /// microseconds); nil for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[10] == 0x54 || bytes[10] == 0x74, bytes[13] == 0x3a, bytes[16] == 0x3a,
            let hour = Day.digits(bytes[11..<13]), let minute = Day.digits(bytes[14..<16]),
            let second = Day.digits(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        var index = 19
        var fraction = 0
        if bytes[index] == 0x2e {
            let start = index + 1
            index = start
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
            guard index > start, index - start <= 9 else { return nil }
            let digits = (Array(bytes[start..<index]) + Array(repeating: 0x30, count: 6))[0..<6]
            fraction = Day.digits(digits) ?? 0
        }
        guard let offset = Instant.offsetSeconds(bytes[index...]) else { return nil }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        microseconds = (seconds - Int64(offset)) * 1_000_000 + Int64(fraction)
    }

    private static func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(bytes)
        if bytes == [0x5a] || bytes == [0x7a] { return 0 }
        guard bytes.count == 6, bytes[0] == 0x2b || bytes[0] == 0x2d, bytes[3] == 0x3a,
            let hours = Day.digits(bytes[1..<3]), let minutes = Day.digits(bytes[4..<6]),
            hours < 24, minutes < 60
        else { return nil }
        return (bytes[0] == 0x2d ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
