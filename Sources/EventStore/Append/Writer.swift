import Domain
import Glibc
import Logging
import Metrics

/// The lanes that append: each a thread with a connection, taking a wave, sending it in one round
/// trip, answering each caller. While one lane's wave is on its way to the disk, the other's is
/// put together and inserted.
final class Writer: Sendable {
    /// A request with the caller that waits for it.
    struct Pending: Sendable {
        let request: AppendRequest
        let claims: [NetClaim]
        let queuedAt: Int64
        let deadline: Int64
        let answer: @Sendable (Result<WriteOutcome, AppendError>) -> Void
    }

    private let queue: Monitor<WaveQueue<Pending>>
    private let threads: Monitor<[OwnThread]>
    private let closing = Monitor(0)
    private let configuration: LogConfiguration
    private let logID: Int16
    /// Tells this server's turns from those of others.
    private let server = Int32.random(in: .min ... .max)
    /// Runs on each new connection before it writes; throws `AppendError.stopped`.
    private let admit: @Sendable (Connection) throws -> Void
    /// Told the last position of each wave that appended, and the wave itself if it went the
    /// short way, on a lane's thread.
    private let announce: @Sendable (Int64, HashFeed.Wave?) -> Void
    /// Looks whether requests have lost their version.
    private let judge: Judge
    private let meters = WriterMeters()

    static let lanes = 2
    static let largeStatementMs: Int64 = 120_000
    static let statementMs: Int64 = 30_000
    static let transientRetries = 3
    /// How long a lane stays awake after a lone caller's answer.
    static let alertMicroseconds: Int64 = 60

    init(
        _ configuration: LogConfiguration, logID: Int16, judge: Judge,
        admit: @escaping @Sendable (Connection) throws -> Void,
        announce: @escaping @Sendable (Int64, HashFeed.Wave?) -> Void
    ) throws {
        self.configuration = configuration
        self.logID = logID
        self.judge = judge
        self.admit = admit
        self.announce = announce
        queue = Monitor(WaveQueue(limit: configuration.appendQueueLimit, lanes: Writer.lanes))
        threads = Monitor([])
        for lane in 0..<Writer.lanes {
            let thread = try OwnThread("hw-write-\(lane)") { [self] in serve(lane) }
            threads.withLock { $0.append(thread) }
        }
        let timer = try OwnThread("hw-write-timer") { [self] in expire() }
        threads.withLock { $0.append(timer) }
    }

    func submit(_ pending: Pending) {
        let demand = pending.request.demand(deadline: pending.deadline)
        let submission = queue.change(waking: { $0.isWorthWaking }) { $0.submit(pending, demand) }
        switch submission {
        case .queued: break
        case .full: pending.answer(.failure(.queueFull))
        case .closed: pending.answer(.failure(.stopped("the log is closed")))
        }
    }

    /// Sends what is queued, then ends the threads. Blocks.
    func close() {
        queue.change { $0.close() }
        for thread in threads.withLock({ $0 }) { thread.join() }
    }

    private typealias Step = (look: [Pending], wave: WaveQueue<Pending>.Wave?)

    private func serve(_ number: Int) {
        let lane = Lane(number)
        var wasLone = false
        while true {
            let step = wasLone ? soon(lane) ?? next(lane) : next(lane)
            guard let step else { return closing.change { $0 += 1 } }
            wasLone = step.wave?.items.count == 1
            if !step.look.isEmpty { look(at: step.look) }
            guard let wave = step.wave else { continue }
            var turn = wave.turn
            turn.server = server
            let landing = send(wave, turn, lane)
            queue.change { $0.landed(lane: number, landing) }
        }
    }

    /// Nil once the queue is closed and empty.
    private func next(_ lane: Lane) -> Step? {
        queue.waitUntil {
            switch $0.next(lane: lane.number, clock: configuration.clock) {
            case .go(let look, let wave): .done((look, wave))
            case .wait: .wait(until: nil)
            case .stop: .done(nil)
            }
        }
    }

    /// What a lone caller asks next, if it asks at once: to fall asleep and be woken again costs
    /// more than its whole way through the queue.
    private func soon(_ lane: Lane) -> Step? {
        let end = SystemClock.monotonicMicroseconds() + Writer.alertMicroseconds
        queue.withLock { $0.isAttended = true }
        var step: Step?
        while step == nil, SystemClock.monotonicMicroseconds() < end {
            step = queue.withLock { queue in
                guard
                    case .go(let look, let wave) = queue.next(
                        lane: lane.number, clock: configuration.clock)
                else { return nil }
                queue.isAttended = false
                return (look, wave)
            }
            if step == nil { sched_yield() }
        }
        // From here on a submission wakes a lane again; what came before it `next` will see.
        if step == nil { queue.withLock { $0.isAttended = false } }
        return step
    }

    /// Looks every 100 ms rather than at every new request: that would cost more than it tells.
    private func expire() {
        while closing.waitTick({ $0 == Writer.lanes }) {
            let late = queue.withLock { $0.expired(now: SystemClock.monotonicMs()) }
            for pending in late { pending.answer(.failure(.deadlineExceeded)) }
        }
    }

    /// Asks in the background about requests whose version seems to have passed.
    private func look(at suspects: [Pending]) {
        let (judge, queue, meters) = (judge, queue, meters)
        Task {
            let verdicts = await judge.judge(suspects.map { $0.request })
            var again: Set<Int> = []
            for (index, verdict) in verdicts.enumerated() {
                switch verdict {
                case .undecided: again.insert(index)
                case .lost(let conflict):
                    queue.withLock {
                        $0.learn(WaveKeys.key(1, conflict.stream), conflict.actual)
                    }
                    meters.conflicts.increment()
                    suspects[index].answer(.failure(.conflicts([conflict])))
                }
            }
            queue.change { $0.looked(again: again) }
        }
    }

    // MARK: A wave

    /// Sends until every request of the wave has its answer.
    private func send(
        _ wave: WaveQueue<Pending>.Wave, _ turn: Turn, _ lane: Lane
    ) -> WaveQueue<Pending>.Landing {
        let items = wave.items
        meters.note(items, now: SystemClock.monotonicMs())
        let again = Turn(number: nil)
        if wave.way != .careful, let connection = lane.link {
            let sentAt = SystemClock.monotonicMs()
            do {
                let placed = try lane.plain(wave, turn, logID: logID, on: connection)
                if connection.lacksStandby {
                    fail(items, .outcomeUnknown)
                    return .answered(through: nil)
                }
                meters.commit.recordMilliseconds(SystemClock.monotonicMs() - sentAt)
                return answer(items, placed)
            } catch {
                let moved = (error as? PostgresError)?.code == PostgresError.logMoved
                if moved { meters.moved.increment() }
                queue.withLock { $0.undone(lane: lane.number, moved: moved) }
                if (error as? PostgresError)?.isConnectionGone ?? true {
                    lane.drop()
                    meters.reconnects.increment()
                    return settle(items, uncertain: true, again, lane)
                }
            }
            return settle(items, uncertain: false, again, lane)
        }
        if wave.way != .careful {
            queue.withLock { $0.undone(lane: lane.number, moved: false) }
        }
        return settle(items, uncertain: false, turn, lane, at: wave.at)
    }

    /// All of a plain wave was appended, in order.
    private func answer(
        _ items: [Pending], _ placed: (base: Int64, at: Instant)
    ) -> WaveQueue<Pending>.Landing {
        var position = placed.base
        let through = placed.base + Int64(items.reduce(0) { $0 + $1.request.eventCount })
        announce(
            through,
            HashFeed.Wave(base: placed.base, at: placed.at, requests: items.map { $0.request }))
        for pending in items {
            let last = position + Int64(pending.request.eventCount)
            pending.answer(
                .success(
                    .appended(first: position + 1, last: last, at: placed.at, versions: [:])))
            position = last
        }
        return .appended(through: through, at: placed.at)
    }

    /// The careful way. `uncertain`: a connection broke under the wave, so that it may have
    /// happened; its keys tell, and it is sent again. `moment`: when the first attempt was due.
    private func settle(
        _ items: [Pending], uncertain: Bool, _ turn: Turn, _ lane: Lane, at moment: Instant? = nil
    ) -> WaveQueue<Pending>.Landing {
        var wave = items
        var moment = moment
        var uncertain = uncertain
        var retries = 0
        while !wave.isEmpty {
            guard let connection = connect(&wave, uncertain: uncertain, lane) else { continue }
            do {
                let sentAt = SystemClock.monotonicMs()
                let now = moment ?? configuration.clock()
                moment = nil
                let outcomes = try lane.careful(wave, turn, logID: logID, now, on: connection)
                if connection.lacksStandby {
                    fail(wave, .outcomeUnknown)
                    break
                }
                meters.commit.recordMilliseconds(SystemClock.monotonicMs() - sentAt)
                return answer(wave, outcomes, uncertain: uncertain)
            } catch let error as PostgresError where error.isConnectionGone {
                lane.drop()
                uncertain = true
                meters.reconnects.increment()
                configuration.logger.warning("connection lost in a wave, settling it")
            } catch let error as PostgresError
                where error.isTransient && retries < Writer.transientRetries
            {
                retries += 1
            } catch let error as PostgresError
                where wave.count > 1 && !error.isCancelled && !error.isDiskFull
            {
                // One of them is what PostgreSQL cannot take; a full disk is nobody's fault.
                let half = wave.count / 2
                _ = settle(Array(wave[..<half]), uncertain: uncertain, turn, lane)
                _ = settle(Array(wave[half...]), uncertain: uncertain, turn, lane)
                break
            } catch {
                fail(wave, uncertain ? Writer.unsettled(error) : Writer.reason(error))
                break
            }
        }
        return .answered(through: nil)
    }

    /// Makes sure of a connection; else waits a little, and lets those go whose time is over.
    private func connect(_ wave: inout [Pending], uncertain: Bool, _ lane: Lane) -> Connection? {
        if let connection = lane.link { return connection }
        do {
            return try lane.connect(configuration, admit)
        } catch let error as AppendError {
            fail(wave, uncertain ? .outcomeUnknown : error)
            wave = []
            return nil
        } catch {
            let now = SystemClock.monotonicMs()
            let until = now + lane.backoff.next()
            let reason = (error as? PostgresError)?.message ?? "\(error)"
            let late = wave.filter { $0.deadline <= until }
            fail(late, uncertain ? .outcomeUnknown : .unavailable(reason))
            wave.removeAll { $0.deadline <= until }
            if !wave.isEmpty {
                queue.waitUntil { _ in
                    SystemClock.monotonicMs() >= until ? .done(()) : .wait(until: until)
                }
            }
            return nil
        }
    }

    private func answer(
        _ wave: [Pending], _ outcomes: [WriteOutcome], uncertain: Bool
    ) -> WaveQueue<Pending>.Landing {
        var head: Int64 = 0
        for outcome in outcomes {
            if case .appended(_, let last, _, _) = outcome { head = max(head, last) }
            if uncertain, case .duplicate(_, let last, _) = outcome { head = max(head, last) }
        }
        if head > 0 { announce(head, nil) }
        queue.withLock { queue in
            for (pending, outcome) in zip(wave, outcomes) {
                for (stream, version) in outcome.versions(of: pending.request) {
                    queue.learn(WaveKeys.key(1, stream), version)
                }
            }
        }
        for (pending, outcome) in zip(wave, outcomes) {
            if case .conflicts = outcome { meters.conflicts.increment() }
            pending.answer(.success(outcome))
        }
        return .answered(through: head > 0 ? head : nil)
    }

    private func fail(_ wave: [Pending], _ error: AppendError) {
        for pending in wave { pending.answer(.failure(error)) }
    }

    /// Of a wave that may have happened: only what PostgreSQL could never have taken has not.
    private static func unsettled(_ error: any Error) -> AppendError {
        let code = (error as? PostgresError)?.code ?? ""
        return code.hasPrefix("22") || code.hasPrefix("54") ? reason(error) : .outcomeUnknown
    }

    private static func reason(_ error: any Error) -> AppendError {
        guard let error = error as? PostgresError else { return .unavailable("\(error)") }
        if error.isCancelled { return .deadlineExceeded }
        if error.isDiskFull { return .diskFull }
        if error.isTooLarge { return .tooLarge("the request") }
        // Class 22 is data that no column can take: malformed JSON, a NUL in a text.
        if error.code.hasPrefix("22") { return .invalid(error.message) }
        return .unavailable(error.message)
    }
}
