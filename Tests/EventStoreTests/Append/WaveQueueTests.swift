import EventStore
import Testing

@Suite struct WaveQueueTests {
    private func queue(_ items: (String, [Int], [Int])..., limit: Int = 100) -> WaveQueue<String> {
        var queue = WaveQueue<String>(limit: limit)
        for (name, written, read) in items {
            _ = queue.submit(
                name, keys: WaveKeys(written: written, read: read), weight: 1, deadline: 1_000)
        }
        return queue
    }

    private func sent(_ action: WaveQueue<String>.Action) -> [String] {
        switch action {
        case .send(let wave): wave
        case .wait: ["wait"]
        case .stop: ["stop"]
        }
    }

    @Test func `requests with nothing in common go together`() {
        var queue = queue(("a", [1], []), ("b", [2], []), ("c", [3], [9]), ("d", [4], [9]))
        #expect(sent(queue.next()) == ["a", "b", "c", "d"])
        #expect(sent(queue.next()) == ["wait"])
    }

    @Test func `requests on one stream go one a wave, in their order`() {
        var queue = queue(("a", [1], []), ("b", [1], []), ("c", [2], []), ("d", [1], []))
        #expect(sent(queue.next()) == ["a", "c"])
        #expect(sent(queue.next()) == ["b"])
        #expect(sent(queue.next()) == ["d"])
    }

    @Test func `who overlaps with one that waits, waits behind it`() {
        var queue = queue(("a", [1], []), ("b", [1, 2], []), ("c", [2], []))
        #expect(sent(queue.next()) == ["a"])
        #expect(sent(queue.next()) == ["b"])
        #expect(sent(queue.next()) == ["c"])
    }

    @Test func `crossed guards never share a wave`() {
        var queue = queue(("a", [1], [2]), ("b", [2], [1]))
        #expect(sent(queue.next()) == ["a"])
        #expect(sent(queue.next()) == ["b"])
    }

    @Test func `a large request goes alone and keeps its place`() {
        var queue = queue(("a", [1], []))
        _ = queue.submit(
            "large", keys: WaveKeys(), weight: AppendLimits.largeRequest + 1, deadline: 1_000)
        _ = queue.submit("b", keys: WaveKeys(written: [2]), weight: 1, deadline: 1_000)
        #expect(sent(queue.next()) == ["a"])
        #expect(sent(queue.next()) == ["large"])
        #expect(sent(queue.next()) == ["b"])
    }

    @Test func `a full queue refuses, and what is late leaves it`() {
        var queue = WaveQueue<String>(limit: 2)
        let keys = WaveKeys(written: [1])
        #expect(queue.submit("a", keys: keys, weight: 1, deadline: 10) == .queued)
        #expect(queue.submit("b", keys: keys, weight: 1, deadline: 20) == .queued)
        #expect(queue.submit("c", keys: keys, weight: 1, deadline: 30) == .full)
        #expect(queue.expired(now: 9) == [])
        #expect(queue.expired(now: 10) == ["a"])
        #expect(queue.submit("c", keys: keys, weight: 1, deadline: 30) == .queued)
    }

    @Test func `a closed queue sends what it holds and takes no more`() {
        var queue = queue(("a", [1], []))
        queue.close()
        #expect(
            queue.submit("b", keys: WaveKeys(), weight: 1, deadline: 1_000) == .closed)
        #expect(sent(queue.next()) == ["a"])
        #expect(sent(queue.next()) == ["stop"])
    }
}
