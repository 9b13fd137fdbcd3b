/// Sebastiano Vigna's SplitMix64: a tiny generator that gives the same numbers on every machine
/// and in every version of Swift, which `SystemRandomNumberGenerator` and `shuffled()` do not.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number in `0..<bound`, by the high half of a product; the bias is below 2⁻³² for the small
    /// bounds used here.
    package mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    package mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}
