import Server
import Testing

@Suite struct SupervisorStateTests {
    private typealias State = SupervisorState

    /// A state after `events`, all at time 0 but where a time is given.
    private func state(_ events: SupervisorState.Event...) -> SupervisorState {
        var state = SupervisorState()
        for event in events { _ = state.handle(event, now: 0) }
        return state
    }

    @Test func `without a survivor a postmaster is spawned and probed until it answers`() {
        var state = SupervisorState()
        #expect(state.handle(.begin(survivor: nil), now: 0) == [.spawn])
        #expect(
            state.handle(.spawned(7), now: 0) == [.probe(7, limitMs: State.startLimitMs)])
        #expect(
            state.handle(.answered(7), now: 0)
                == [.reportReady(adopted: false), .setTimer(1, afterMs: 10_000)])
        #expect(state.phase == .running(7, adopted: false))
    }

    @Test func `a survivor that answers is adopted and nothing is spawned`() {
        var state = SupervisorState()
        #expect(
            state.handle(.begin(survivor: 5), now: 0)
                == [.probe(5, limitMs: State.adoptLimitMs)])
        #expect(
            state.handle(.answered(5), now: 0)
                == [.reportReady(adopted: true), .setTimer(1, afterMs: 10_000)])
        #expect(state.phase == .running(5, adopted: true))
    }

    @Test func `a survivor that ends while it is being adopted is replaced`() {
        var state = state(.begin(survivor: 5))
        #expect(state.handle(.exited(5, .init(reason: "")), now: 0) == [.spawn])
    }

    @Test func `a silent survivor is told to end, then killed, then replaced`() {
        var state = state(.begin(survivor: 5))
        #expect(
            state.handle(.silent(5), now: 0)
                == [.signal(5, .fast), .setTimer(1, afterMs: State.fastStopMs)])
        #expect(
            state.handle(.timer(1), now: 0)
                == [.signal(5, .immediate), .setTimer(2, afterMs: State.immediateStopMs)])
        #expect(state.handle(.exited(5, .init(reason: "")), now: 0) == [.spawn])
    }

    @Test func `a silent survivor that no signal ends is a failure that names it`() {
        var state = state(.begin(survivor: 5), .silent(5), .timer(1))
        #expect(state.handle(.timer(2), now: 0) == [.reportFailed(.unstoppable(5))])
        #expect(state.phase == .failed(.unstoppable(5)))
    }

    @Test func `a held lock file is retried for five seconds and not longer`() {
        var state = state(.begin(survivor: nil), .spawned(7))
        let locked = State.Exit(isLocked: true, reason: "lock file exists")
        #expect(
            state.handle(.exited(7, locked), now: 1_000)
                == [.setTimer(1, afterMs: State.firstBackoffMs)])
        #expect(state.handle(.timer(1), now: 1_100) == [.spawn])
        _ = state.handle(.spawned(8), now: 1_100)
        #expect(
            state.handle(.exited(8, locked), now: 5_999)
                == [.setTimer(2, afterMs: State.firstBackoffMs)])
        _ = state.handle(.timer(2), now: 5_999)
        _ = state.handle(.spawned(9), now: 5_999)
        #expect(
            state.handle(.exited(9, locked), now: 6_000)
                == [.reportFailed(.died("lock file exists"))])
    }

    @Test func `an end before the first answer fails with what the log says`() {
        var state = state(.begin(survivor: nil), .spawned(7))
        #expect(
            state.handle(.exited(7, .init(reason: "FATAL: no space")), now: 0)
                == [.reportFailed(.died("FATAL: no space"))])
    }

    @Test func `a death while serving is reported and followed by a start after a short wait`() {
        var state = state(.begin(survivor: nil), .spawned(7), .answered(7))
        #expect(
            state.handle(.exited(7, .init(reason: "status 137")), now: 0)
                == [.reportLost("status 137"), .setTimer(2, afterMs: State.firstBackoffMs)])
        #expect(state.handle(.timer(2), now: 0) == [.spawn])
    }

    @Test func `waits between restarts double up to their limit, and shrink after a long life`() {
        var state = state(.begin(survivor: nil), .spawned(1), .answered(1))
        var waits: [Int64] = []
        for pid in Int32(1)...8 {
            for action in state.handle(.exited(pid, .init(reason: "")), now: 0) {
                guard case .setTimer(let number, let wait) = action else { continue }
                waits.append(wait)
                _ = state.handle(.timer(number), now: 0)
            }
            _ = state.handle(.spawned(pid + 1), now: 0)
        }
        #expect(waits == [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000])
        guard case .setTimer(let number, _) = state.handle(.answered(9), now: 0).last else {
            Issue.record("no timer after the answer")
            return
        }
        #expect(state.handle(.timer(number), now: 0) == [])
        #expect(
            state.handle(.exited(9, .init(reason: "")), now: 0).last
                == .setTimer(number + 1, afterMs: State.firstBackoffMs))
    }

    @Test func `stopping is a fast shutdown, then an immediate one`() {
        var state = state(.begin(survivor: nil), .spawned(7), .answered(7))
        #expect(
            state.handle(.stop, now: 0)
                == [.signal(7, .fast), .setTimer(2, afterMs: State.fastStopMs)])
        #expect(
            state.handle(.timer(2), now: 0)
                == [.signal(7, .immediate), .setTimer(3, afterMs: State.immediateStopMs)])
        #expect(state.handle(.exited(7, .init(reason: "")), now: 0) == [.reportStopped])
        #expect(state.phase == .stopped)
    }

    @Test func `a stop between death and restart spawns nothing more`() {
        var state = state(
            .begin(survivor: nil), .spawned(7), .answered(7), .exited(7, .init(reason: "")))
        #expect(state.handle(.stop, now: 0) == [.reportStopped])
        #expect(state.handle(.timer(2), now: 0) == [])
    }

    @Test func `an adopted postmaster is stopped like one of ours`() {
        var state = state(.begin(survivor: 5), .answered(5))
        #expect(
            state.handle(.stop, now: 0)
                == [.signal(5, .fast), .setTimer(2, afterMs: State.fastStopMs)])
    }

    @Test func `events of a postmaster that is gone change nothing`() {
        var state = state(.begin(survivor: nil), .spawned(7), .answered(7))
        let before = state
        #expect(state.handle(.exited(6, .init(reason: "")), now: 0) == [])
        #expect(state.handle(.answered(6), now: 0) == [])
        #expect(state.handle(.silent(6), now: 0) == [])
        #expect(state.handle(.timer(0), now: 0) == [])
        #expect(state == before)
    }
}
