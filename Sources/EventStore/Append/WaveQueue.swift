/// What a request touches, as hashes: an unlucky collision only makes it wait for the next wave.
package struct WaveKeys: Hashable, Sendable {
    package var written: [Int] = []
    /// Guarded streams: any number of requests may guard the same one.
    package var read: [Int] = []

    package init(written: [Int] = [], read: [Int] = []) {
        self.written = written
        self.read = read
    }
}

/// The queue before the writer, as a value: who waits, and who goes together.
///
/// A wave takes requests from the front in order. One that overlaps with any earlier request,
/// taken or left waiting, waits too; so the outcomes are those of the queue run one by one.
package struct WaveQueue<Item> {
    struct Entry {
        var item: Item
        var keys: WaveKeys
        /// Events and claims.
        var weight: Int
        var deadline: Int64
    }

    package enum Submission: Hashable, Sendable { case queued, full, closed }

    package enum Action {
        case send([Item])
        case wait
        case stop
    }

    package let limit: Int
    private var entries: [Entry] = []
    private var isClosed = false

    package init(limit: Int) { self.limit = limit }

    package mutating func submit(
        _ item: Item, keys: WaveKeys, weight: Int, deadline: Int64
    ) -> Submission {
        if isClosed { return .closed }
        if entries.count >= limit { return .full }
        entries.append(Entry(item: item, keys: keys, weight: weight, deadline: deadline))
        return .queued
    }

    /// What the writer does when it is free. After `close` it still sends what was queued.
    package mutating func next() -> Action {
        guard let first = entries.first else { return isClosed ? .stop : .wait }
        if first.weight > AppendLimits.largeRequest {
            return .send([entries.removeFirst().item])
        }
        var seen = Seen()
        var wave: [Item] = []
        var waiting: [Entry] = []
        var weight = 0
        var scanned = 0
        for entry in entries {
            let full =
                wave.count >= AppendLimits.requestsPerWave
                || weight + entry.weight > AppendLimits.eventsPerWave
            if full || entry.weight > AppendLimits.largeRequest { break }
            scanned += 1
            if seen.meets(entry.keys) {
                waiting.append(entry)
            } else {
                wave.append(entry.item)
                weight += entry.weight
            }
            seen.add(entry.keys)
        }
        entries.replaceSubrange(0..<scanned, with: waiting)
        return .send(wave)
    }

    /// Requests whose deadline has passed before they were sent; they leave the queue.
    package mutating func expired(now: Int64) -> [Item] {
        guard entries.contains(where: { $0.deadline <= now }) else { return [] }
        let late = entries.filter { $0.deadline <= now }.map { $0.item }
        entries.removeAll { $0.deadline <= now }
        return late
    }

    package mutating func close() { isClosed = true }

    private struct Seen {
        var written: Set<Int> = []
        var read: Set<Int> = []

        func meets(_ keys: WaveKeys) -> Bool {
            keys.written.contains { written.contains($0) || read.contains($0) }
                || keys.read.contains { written.contains($0) }
        }

        mutating func add(_ keys: WaveKeys) {
            written.formUnion(keys.written)
            read.formUnion(keys.read)
        }
    }
}
