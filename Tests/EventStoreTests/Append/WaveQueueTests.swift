import Domain
import EventStore
import Testing

@Suite struct WaveQueueTests {
    private let noon = Instant(microseconds: 1_000_000)

    private typealias Queue = WaveQueue<String>

    private func demand(
        _ written: [Int], _ read: [Int] = [], weight: Int = 1, deadline: Int64 = 1_000,
        from version: Int? = nil
    ) -> WaveDemand {
        WaveDemand(
            keys: WaveKeys(written: written, read: read), weight: weight, deadline: deadline,
            steps: version.map {
                [WaveDemand.Step(stream: written[0], from: $0, to: $0 + weight)]
            } ?? [])
    }

    /// Requests that must go the careful way.
    private func queue(_ items: (String, [Int], [Int])...) -> Queue {
        var queue = Queue(limit: 100)
        for (name, written, read) in items { _ = queue.submit(name, demand(written, read)) }
        return queue
    }

    /// Requests `names` that expect version 5 of a stream each, numbered from `first`.
    private func submit(_ names: [String], streams first: Int, to queue: inout Queue) {
        for (index, name) in names.enumerated() {
            #expect(queue.submit(name, demand([first + index], from: 5)) == .queued)
        }
    }

    private func sent(_ action: Queue.Action) -> [String] {
        switch action {
        case .go(let look, let wave): look.map { "look \($0)" } + (wave?.items ?? [])
        case .wait: ["wait"]
        case .stop: ["stop"]
        }
    }

    private func wave(_ action: Queue.Action) -> Queue.Wave? {
        switch action {
        case .go(_, let wave): wave
        case .wait, .stop: nil
        }
    }

    /// What a single lane sends, wave after wave, each answered before the next.
    private func all(_ queue: inout Queue) -> [[String]] {
        var waves: [[String]] = []
        while let wave = wave(queue.next(lane: 0) { noon }) {
            waves.append(wave.items)
            queue.landed(lane: 0, .answered(through: nil))
        }
        return waves
    }

    @Test func `requests with nothing in common go together`() {
        var queue = queue(("a", [1], []), ("b", [2], []), ("c", [3], [9]), ("d", [4], [9]))
        #expect(all(&queue) == [["a", "b", "c", "d"]])
    }

    @Test func `requests on one stream go one a wave, in their order`() {
        var queue = queue(("a", [1], []), ("b", [1], []), ("c", [2], []), ("d", [1], []))
        #expect(all(&queue) == [["a", "c"], ["b"], ["d"]])
    }

    @Test func `who overlaps with one that waits, waits behind it`() {
        var queue = queue(("a", [1], []), ("b", [1, 2], []), ("c", [2], []))
        #expect(all(&queue) == [["a"], ["b"], ["c"]])
    }

    @Test func `crossed guards never share a wave`() {
        var queue = queue(("a", [1], [2]), ("b", [2], [1]))
        #expect(all(&queue) == [["a"], ["b"]])
    }

    @Test func `a large request goes alone and keeps its place`() {
        var queue = Queue(limit: 100, lanes: 2)
        submit(["a"], streams: 1, to: &queue)
        _ = queue.submit("large", demand([], weight: AppendLimits.largeRequest + 1))
        submit(["b"], streams: 2, to: &queue)
        #expect(sent(queue.next(lane: 0) { noon }) == ["a"])
        #expect(sent(queue.next(lane: 1) { noon }) == ["wait"])
        queue.landed(lane: 0, .appended(through: 1, at: noon))
        #expect(sent(queue.next(lane: 1) { noon }) == ["large"])
        #expect(sent(queue.next(lane: 0) { noon }) == ["wait"])
        queue.landed(lane: 1, .answered(through: 9))
        #expect(sent(queue.next(lane: 0) { noon }) == ["b"])
    }

    @Test func `a full queue refuses, and what is late leaves it`() {
        var queue = Queue(limit: 2)
        #expect(queue.submit("a", demand([1], deadline: 10)) == .queued)
        #expect(queue.submit("b", demand([1], deadline: 20)) == .queued)
        #expect(queue.submit("c", demand([1], deadline: 30)) == .full)
        #expect(queue.expired(now: 9) == [])
        #expect(queue.expired(now: 10) == ["a"])
        #expect(queue.submit("c", demand([1], deadline: 30)) == .queued)
    }

    @Test func `a closed queue sends what it holds and takes no more`() {
        var queue = queue(("a", [1], []))
        queue.close()
        #expect(queue.submit("b", demand([])) == .closed)
        #expect(sent(queue.next(lane: 0) { noon }) == ["a"])
        #expect(sent(queue.next(lane: 0) { noon }) == ["stop"])
    }

    // MARK: Two lanes

    @Test func `the second wave takes the positions after the first for granted`() {
        var queue = Queue(limit: 100, lanes: 2)
        submit(["a", "b"], streams: 1, to: &queue)
        let first = wave(queue.next(lane: 0) { noon })
        #expect(first?.way == .plain(base: nil))
        #expect(first?.turn == Turn(number: 1))
        queue.landed(lane: 0, .appended(through: 12, at: noon))
        submit(["c", "d", "e"], streams: 3, to: &queue)
        #expect(wave(queue.next(lane: 0) { noon })?.way == .plain(base: 12))
        submit(["f", "g", "h"], streams: 6, to: &queue)
        let second = wave(queue.next(lane: 1) { noon })
        #expect(second?.way == .plain(base: 15))
        #expect(second?.turn == Turn(number: 3, after: 2))
    }

    @Test func `a second wave waits until it is as large as the first, or the first has landed`() {
        var queue = Queue(limit: 100, lanes: 2)
        submit(["a", "b"], streams: 1, to: &queue)
        #expect(sent(queue.next(lane: 0) { noon }) == ["a", "b"])
        submit(["c"], streams: 3, to: &queue)
        #expect(!queue.isWorthWaking)
        #expect(sent(queue.next(lane: 1) { noon }) == ["wait"])
        queue.landed(lane: 0, .appended(through: 2, at: noon))
        #expect(queue.isWorthWaking)
        #expect(sent(queue.next(lane: 1) { noon }) == ["c"])
    }

    @Test func `a wave touches nothing that is on its way`() {
        var queue = Queue(limit: 100, lanes: 2)
        submit(["a"], streams: 1, to: &queue)
        #expect(sent(queue.next(lane: 0) { noon }) == ["a"])
        _ = queue.submit("b", demand([1], from: 6))
        submit(["c"], streams: 2, to: &queue)
        #expect(sent(queue.next(lane: 1) { noon }) == ["c"])
        queue.landed(lane: 0, .appended(through: 1, at: noon))
        #expect(sent(queue.next(lane: 0) { noon }) == ["b"])
    }

    @Test func `a wave undone by the one before it says nothing about other servers`() {
        var queue = Queue(limit: 1_000, lanes: 2)
        submit(["a", "b"], streams: 1, to: &queue)
        _ = queue.next(lane: 0) { noon }
        queue.landed(lane: 0, .appended(through: 5, at: noon))
        submit(["c", "d"], streams: 3, to: &queue)
        #expect(wave(queue.next(lane: 0) { noon })?.way == .plain(base: 5))
        submit(["e", "f"], streams: 5, to: &queue)
        #expect(wave(queue.next(lane: 1) { noon })?.way == .plain(base: 7))
        queue.undone(lane: 0, moved: false)
        queue.undone(lane: 1, moved: true)
        queue.landed(lane: 0, .answered(through: 6))
        queue.landed(lane: 1, .answered(through: 8))
        submit(["g", "h"], streams: 7, to: &queue)
        #expect(wave(queue.next(lane: 0) { noon })?.way == .plain(base: 8))
    }

    @Test func `after another server was met nothing is taken for granted for a while`() {
        var queue = Queue(limit: 1_000, lanes: 2)
        submit(["a", "b"], streams: 900, to: &queue)
        _ = queue.next(lane: 0) { noon }
        queue.landed(lane: 0, .appended(through: 5, at: noon))
        submit(["c", "d"], streams: 902, to: &queue)
        #expect(wave(queue.next(lane: 0) { noon })?.way == .plain(base: 5))
        queue.undone(lane: 0, moved: true)
        queue.landed(lane: 0, .answered(through: 7))
        for round in 0..<Queue.cautiousWaves {
            submit(["c", "d"], streams: 3 + 2 * round, to: &queue)
            #expect(wave(queue.next(lane: 0) { noon })?.way == .plain(base: nil))
            queue.landed(lane: 0, .appended(through: 9, at: noon))
        }
        submit(["e", "f"], streams: 904, to: &queue)
        #expect(wave(queue.next(lane: 0) { noon })?.way == .plain(base: 9))
    }

    @Test func `behind a careful wave the lock comes first`() {
        var queue = Queue(limit: 100, lanes: 2)
        _ = queue.submit("guarded", demand([1], [2]))
        #expect(wave(queue.next(lane: 0) { noon })?.way == .careful)
        submit(["a"], streams: 3, to: &queue)
        let second = wave(queue.next(lane: 1) { noon })
        #expect(second?.way == .plain(base: nil))
        #expect(second?.turn == Turn(number: 2, after: 1))
    }

    @Test func `a wave is never recorded before one that has an earlier turn`() {
        var queue = Queue(limit: 100, lanes: 2)
        let (early, late) = (Instant(microseconds: 5), Instant(microseconds: 9))
        var times: [Instant?] = []
        for (index, now) in [early, late, early].enumerated() {
            submit(["a"], streams: index, to: &queue)
            times.append(wave(queue.next(lane: 0) { now })?.at)
            queue.landed(lane: 0, .appended(through: 1, at: now))
        }
        submit(["b"], streams: 3, to: &queue)
        _ = queue.next(lane: 0) { early }
        queue.landed(lane: 0, .appended(through: 2, at: noon))
        submit(["c"], streams: 4, to: &queue)
        times.append(wave(queue.next(lane: 0) { late })?.at)
        #expect(times == [early, late, late, noon])
    }

    @Test func `a lone request has a way of its own`() {
        var queue = Queue(limit: 100, lanes: 2)
        submit(["a"], streams: 1, to: &queue)
        #expect(wave(queue.next(lane: 0) { noon })?.way == .one)
    }

    // MARK: Those that seem to have lost

    @Test func `whose version has passed is looked up, and costs the wave nothing`() {
        var queue = Queue(limit: 100, lanes: 2)
        submit(["a", "b"], streams: 1, to: &queue)
        _ = queue.next(lane: 0) { noon }
        queue.landed(lane: 0, .appended(through: 2, at: noon))
        submit(["late"], streams: 1, to: &queue)
        submit(["c", "d"], streams: 3, to: &queue)
        let step = queue.next(lane: 0) { noon }
        #expect(sent(step) == ["look late", "c", "d"])
        #expect(wave(step)?.way == .plain(base: 2))
    }

    @Test func `behind one that is looked up its stream waits; if it was right it goes first`() {
        var queue = Queue(limit: 100, lanes: 2)
        queue.learn(1, 6)
        submit(["suspect"], streams: 1, to: &queue)
        #expect(sent(queue.next(lane: 0) { noon }) == ["look suspect"])
        _ = queue.submit("next", demand([1], from: 6))
        #expect(sent(queue.next(lane: 0) { noon }) == ["wait"])
        queue.close()
        #expect(sent(queue.next(lane: 0) { noon }) == ["wait"])
        queue.looked(again: [0])
        #expect(sent(queue.next(lane: 0) { noon }) == ["suspect"])
        queue.landed(lane: 0, .appended(through: 3, at: noon))
        #expect(sent(queue.next(lane: 0) { noon }) == ["next"])
        queue.landed(lane: 0, .appended(through: 4, at: noon))
        #expect(sent(queue.next(lane: 0) { noon }) == ["stop"])
    }
}
