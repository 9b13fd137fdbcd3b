/// What a request touches, as hashes: an unlucky collision only makes it wait for the next wave.
package struct WaveKeys: Hashable, Sendable {
    package var written: [Int] = []
    /// Guarded streams: any number of requests may guard the same one.
    package var read: [Int] = []

    package init(written: [Int] = [], read: [Int] = []) {
        self.written = written
        self.read = read
    }

    /// `space` tells requests (0), streams (1), claims (2) and devices (3) apart.
    static func key(_ space: Int, _ part: some Hashable) -> Int {
        var hasher = Hasher()
        hasher.combine(space)
        hasher.combine(part)
        return hasher.finalize()
    }
}

/// What several requests touch together.
struct TouchedKeys {
    private var written: Set<Int> = []
    private var read: Set<Int> = []

    func meets(_ keys: WaveKeys) -> Bool {
        keys.written.contains { written.contains($0) || read.contains($0) }
            || keys.read.contains { written.contains($0) }
    }

    mutating func add(_ keys: WaveKeys) {
        for key in keys.written { written.insert(key) }
        for key in keys.read { read.insert(key) }
    }
}
