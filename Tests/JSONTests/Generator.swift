import JSON

/// SplitMix64: the same seed always makes the same values.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}

extension Generator {
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// A value at most `depth` levels deep; its leaves are of every kind.
    mutating func value(depth: Int) -> JSONValue {
        switch below(depth > 0 ? 8 : 5) {
        case 0: return .null
        case 1: return .bool(below(2) == 0)
        case 2: return .number(number())
        case 3, 4: return .string(string())
        case 5: return .array((0..<below(6)).map { _ in value(depth: depth - 1) })
        default:
            let count = below(4) == 0 ? below(40) : below(8)
            return .object(
                JSONObject((0..<count).map { _ in (string(), value(depth: depth - 1)) }))
        }
    }

    mutating func number() -> String {
        var text = below(2) == 0 ? "-" : ""
        text += below(4) == 0 ? "0" : String(UInt64.random(in: 1 ... .max, using: &self))
        if below(3) == 0 { text += "." + String(next()) }
        if below(3) == 0 { text += ["e", "E", "e+", "E-"][below(4)] + "0" + String(below(400)) }
        return text
    }

    /// Scalars of each length in UTF-8, of those that are escaped, and such as combine.
    mutating func string() -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<below(24) {
            let range: ClosedRange<UInt32> =
                switch below(9) {
                case 0: 0...0x1f
                case 1: 0x22...0x22
                case 2: 0x5c...0x5c
                case 3: 0x80...0x7ff
                case 4: 0x300...0x36f
                case 5: 0x4e00...0x9fff
                case 6: 0x1_0000...0x10_ffff
                default: 0x20...0x7e
                }
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
