/// A piece of text that is compared, hashed and sorted by its UTF-8 bytes.
///
/// Swift's `==` on strings normalises, and would take two different rare characters of a
/// person's name for one; PostgreSQL's `COLLATE "C"` compares bytes, and so must we.
package struct Text: Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// Every character as it was recorded: no normalisation, no truncation.
    package let string: String

    package init(_ string: some StringProtocol) { self.string = String(string) }
    package init(stringLiteral value: String) { string = value }

    package var description: String { string }
    package var utf8: String.UTF8View { string.utf8 }
    package var isEmpty: Bool { string.utf8.isEmpty }

    package static func == (left: Text, right: Text) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// Eight bytes at a time: hashing byte by byte would cost most of a fold over a large roster.
    package func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        var filled = 0
        for byte in string.utf8 {
            word = word << 8 | UInt64(byte)
            filled += 1
            if filled == 8 {
                hasher.combine(word)
                word = 0
                filled = 0
            }
        }
        hasher.combine(word)
        hasher.combine(string.utf8.count)
    }

    package static func < (left: Text, right: Text) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
