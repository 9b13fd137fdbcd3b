/// One value of a JSON text, or one key: where it lies, in 16 bytes.
///
/// Tokens stand in the order of the text: an object's token is followed by those of its first key,
/// its first value with all in it, its second key, and so on.
struct JSONToken: Sendable {
    enum Kind: UInt8 {
        case null, no, yes, number, array, object
        /// Strings: of ASCII, of any UTF-8, or written with a backslash.
        case ascii, text, escaped
    }

    /// Offsets have 32 bits; no input may be longer.
    static let bytesLimit = Int(UInt32.max)

    let kind: Kind
    private let first: UInt32
    private let last: UInt32
    private var after: UInt32

    init(_ kind: Kind, start: Int, end: Int, next: Int) {
        self.kind = kind
        first = UInt32(truncatingIfNeeded: start)
        last = UInt32(truncatingIfNeeded: end)
        after = UInt32(truncatingIfNeeded: next)
    }

    /// The content's first byte, quotes not counted; of an escaped string its place among such.
    var start: Int { Int(first) }
    /// The byte after the content.
    var end: Int { Int(last) }
    var count: Int { end - start }
    /// The token after this value and all in it.
    var next: Int { Int(after) }

    var isString: Bool { kind == .ascii || kind == .text || kind == .escaped }

    mutating func end(before token: Int) { after = UInt32(truncatingIfNeeded: token) }
}
