extension String {
    /// Equality of the UTF-8 bytes. `==` normalises, and would take the precomposed and the
    /// decomposed "é" for one key.
    package func hasSameBytes(as other: String) -> Bool {
        utf8.span.bytes.hasSameBytes(as: other.utf8.span.bytes)
    }

    /// Feeds the bytes, eight at a time, and not their normal form: a sender could otherwise make
    /// any number of different keys with one hash out of reordered accents.
    package func hashBytes(into hasher: inout Hasher) {
        let bytes = utf8.span.bytes
        var place = 0
        while place + 8 <= bytes.byteCount {
            hasher.combine(bytes.word(at: place))
            place += 8
        }
        var rest = UInt64(bytes.byteCount) << 56
        while place < bytes.byteCount {
            rest = rest << 8 ^ UInt64(bytes.byte(at: place))
            place += 1
        }
        hasher.combine(rest)
        hasher.combine(bytes.byteCount)
    }
}

// Integers may hold any bytes, and a span checks its bounds: these loads are safe.
extension RawSpan {
    func hasSameBytes(as other: RawSpan) -> Bool {
        guard byteCount == other.byteCount else { return false }
        var place = 0
        while place + 8 <= byteCount {
            if word(at: place) != other.word(at: place) { return false }
            place += 8
        }
        while place < byteCount {
            if byte(at: place) != other.byte(at: place) { return false }
            place += 1
        }
        return true
    }

    fileprivate func word(at place: Int) -> UInt64 {
        unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
    }

    fileprivate func byte(at place: Int) -> UInt8 {
        unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
}

/// A key in a set, told apart by its bytes.
struct ByteKey: Hashable {
    let string: String

    static func == (left: ByteKey, right: ByteKey) -> Bool {
        left.string.hasSameBytes(as: right.string)
    }

    func hash(into hasher: inout Hasher) { string.hashBytes(into: &hasher) }
}
