import EventStore
import Testing

@Suite struct PoolStateTests {
    private func started(_ action: PoolState<String>.Action) -> PoolState<String>.Waiting? {
        if case .run(let waiting) = action { waiting } else { nil }
    }

    private func wakeUp(_ action: PoolState<String>.Action) -> Int64? {
        if case .wait(let moment) = action { moment } else { nil }
    }

    @Test func `jobs run in their order, and one too many is refused`() {
        var pool = PoolState<String>(slots: 1, queueLimit: 2)
        #expect(pool.submit("a", deadline: 10) == .queued)
        #expect(pool.submit("b", deadline: 10) == .queued)
        #expect(pool.submit("c", deadline: 10) == .full)
        #expect(started(pool.next(slot: 0, now: 0))?.job == "a")
        #expect(started(pool.next(slot: 0, now: 0))?.job == "b")
        #expect(started(pool.next(slot: 0, now: 0)) == nil)
    }

    @Test func `late jobs are given back and never run`() {
        var pool = PoolState<String>(slots: 1, queueLimit: 9)
        _ = pool.submit("a", deadline: 10)
        _ = pool.submit("b", deadline: 20)
        #expect(started(pool.next(slot: 0, now: 15))?.job == "b")
        #expect(pool.expired(now: 15) == ["a"])
    }

    @Test func `a connection that cannot be made is tried again ever more slowly, up to 2 s`() {
        var pool = PoolState<String>(slots: 1, queueLimit: 9)
        _ = pool.submit("a", deadline: 1_000_000)
        var now: Int64 = 0
        var waits: [Int64] = []
        for _ in 0..<8 {
            guard let waiting = started(pool.next(slot: 0, now: now)) else {
                Issue.record("nothing to run at \(now)")
                return
            }
            pool.connectFailed(slot: 0, "refused", waiting, now: now)
            let next = wakeUp(pool.next(slot: 0, now: now)) ?? now
            waits.append(next - now)
            now = next
        }
        #expect(waits == [50, 100, 200, 400, 800, 1_600, 2_000, 2_000])
        #expect(pool.unreachable == "refused")
        pool.connected(slot: 0)
        #expect(pool.unreachable == nil)
    }

    @Test func `a job whose connection broke is tried ten times in all`() {
        var pool = PoolState<String>(slots: 1, queueLimit: 9)
        _ = pool.submit("a", deadline: 100)
        var runs = 0
        while let waiting = started(pool.next(slot: 0, now: 0)) {
            runs += 1
            if !pool.lost(waiting) { break }
        }
        #expect(runs == 10)
    }

    @Test func `a closed pool gives back what waits and stops its threads`() {
        var pool = PoolState<String>(slots: 1, queueLimit: 9)
        _ = pool.submit("a", deadline: 100)
        #expect(pool.close() == ["a"])
        #expect(pool.submit("b", deadline: 100) == .closed)
        if case .stop = pool.next(slot: 0, now: 0) {} else { Issue.record("it goes on") }
    }

    @Test func `one job wakes one thread, the one that has waited least`() {
        var pool = PoolState<String>(slots: 3, queueLimit: 9)
        for slot in [0, 1, 2] { _ = pool.next(slot: slot, now: 0) }
        #expect(pool.slotToWake() == nil)
        _ = pool.submit("a", deadline: 100)
        #expect(pool.slotToWake() == 2)
        _ = pool.submit("b", deadline: 100)
        #expect(pool.slotToWake() == 1)
        #expect(started(pool.next(slot: 2, now: 0))?.job == "a")
        #expect(started(pool.next(slot: 1, now: 0))?.job == "b")
        #expect(pool.slotToWake() == nil)
        _ = pool.submit("c", deadline: 100)
        #expect(pool.slotToWake() == 0)
    }

    @Test func `a thread that cannot connect is not woken for a job, another is`() {
        var pool = PoolState<String>(slots: 2, queueLimit: 9)
        for slot in [0, 1] { _ = pool.next(slot: slot, now: 0) }
        _ = pool.submit("a", deadline: 100)
        #expect(pool.slotToWake() == 1)
        guard let waiting = started(pool.next(slot: 1, now: 0)) else {
            Issue.record("nothing to run")
            return
        }
        pool.connectFailed(slot: 1, "refused", waiting, now: 0)
        #expect(pool.slotToWake() == 0)
        #expect(wakeUp(pool.next(slot: 1, now: 0)) == 50)
        #expect(pool.slotToWake() == nil)
        #expect(started(pool.next(slot: 0, now: 0))?.job == "a")
    }
}
