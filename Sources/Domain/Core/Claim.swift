/// A unique thing that one stream holds: an identity number (as an HMAC), a letter's number, a
/// person's payment for a month. Stored by its text, for example
/// `payment/migrant-direct/p-00001/2025-01`.
package struct Claim: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let name: Text
    package init(_ name: Text) { self.name = name }
    package var description: String { name.string }
    package static func < (left: Claim, right: Claim) -> Bool { left.name < right.name }
}

package enum ClaimChange: Hashable, Sendable {
    case take(Claim)
    case release(Claim)
}
