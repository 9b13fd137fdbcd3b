import JSON

/// A piece of text that is compared, hashed and sorted by its UTF-8 bytes.
///
/// Swift's `==` on strings normalises, and would take two different rare characters of a
/// person's name for one; PostgreSQL's `COLLATE "C"` compares bytes, and so must we.
package struct Text: Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// Every character as it was recorded: no normalisation, no truncation.
    package let string: String

    package init(_ string: String) { self.string = string }
    package init(_ string: some StringProtocol) { self.string = String(string) }
    package init(stringLiteral value: String) { string = value }

    package var description: String { string }
    package var utf8: String.UTF8View { string.utf8 }
    package var isEmpty: Bool { string.utf8.isEmpty }

    package static func == (left: Text, right: Text) -> Bool {
        left.string.hasSameBytes(as: right.string)
    }

    package func hash(into hasher: inout Hasher) { string.hashBytes(into: &hasher) }

    package static func < (left: Text, right: Text) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
