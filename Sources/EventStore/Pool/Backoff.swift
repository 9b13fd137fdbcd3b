/// How long to wait before the next attempt to connect: 50 ms, then twice that each time, at most
/// 2 s. A success begins anew.
package struct Backoff: Hashable, Sendable {
    package static let firstMs: Int64 = 50
    package static let longestMs: Int64 = 2_000

    private var failures = 0

    package init() {}

    /// Milliseconds to wait after one more failure.
    package mutating func next() -> Int64 {
        defer { failures += 1 }
        return min(Backoff.firstMs << Int64(min(failures, 10)), Backoff.longestMs)
    }
}
