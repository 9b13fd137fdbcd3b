/// How much the reader takes before it refuses: what it allocates is bounded by these.
package struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects inside one another; also bounds the reader's recursion.
    package var depth: Int
    /// Length of the whole input.
    package var bytes: Int
    /// Values in the input, at any depth, keys not counted: a few bytes such as `[0,0,0]` would
    /// otherwise grow many times over in memory.
    package var values: Int

    package init(depth: Int = 64, bytes: Int = 16 << 20, values: Int = 1 << 20) {
        self.depth = depth
        self.bytes = bytes
        self.values = values
    }
}
