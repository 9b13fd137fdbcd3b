extension String {
    /// Equality of the UTF-8 bytes. `==` normalises, and would take the precomposed and the
    /// decomposed "é" for one key.
    func hasSameBytes(as other: String) -> Bool {
        // Equal bytes are equal to `==` too, which tells most keys apart in a few instructions.
        self == other && utf8.elementsEqual(other.utf8)
    }

    /// Feeds the bytes, not their normal form: a sender could otherwise make any number of
    /// different keys with one hash out of reordered accents.
    func hashBytes(into hasher: inout Hasher) {
        var word: UInt64 = 0
        var filled = 0
        for byte in utf8 {
            word = word << 8 | UInt64(byte)
            filled += 1
            if filled == 8 {
                hasher.combine(word)
                word = 0
                filled = 0
            }
        }
        hasher.combine(word)
        hasher.combine(utf8.count)
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
