/// The last version seen of the streams that were written lately, as hints: what a hint says is
/// never believed, only asked about first. At most twice `limit` of them.
struct VersionHints {
    private let limit: Int
    private var young: [Int: Int] = [:]
    private var old: [Int: Int] = [:]

    init(limit: Int = 32_768) { self.limit = limit }

    subscript(stream: Int) -> Int? { young[stream] ?? old[stream] }

    mutating func note(_ stream: Int, _ version: Int) {
        if young.count >= limit {
            old = young
            young = [:]
        }
        young[stream] = version
    }
}
