import Domain
import Logging
import Metrics

/// The one thread that appends: takes a wave, sends it in one round trip, answers each caller.
final class Writer: Sendable {
    /// A request with the caller that waits for it.
    struct Pending: Sendable {
        let request: AppendRequest
        let claims: [NetClaim]
        let queuedAt: Int64
        let deadline: Int64
        let answer: @Sendable (Result<WriteOutcome, AppendError>) -> Void
    }

    /// What the thread keeps between waves.
    private struct Link {
        var connection: Connection?
        var failures: Int64 = 0
    }

    private let queue: Monitor<WaveQueue<Pending>>
    private let threads: Monitor<[OwnThread]>
    private let closing = Monitor(false)
    private let configuration: LogConfiguration
    private let logID: Int16
    /// Runs on each new connection before it writes; throws `AppendError.stopped`.
    private let admit: @Sendable (Connection) throws -> Void
    /// Told the last position of each wave that appended, on the writer's thread.
    private let announce: @Sendable (Int64) -> Void
    private let meters = Meters()

    static let largeStatementMs: Int64 = 120_000
    static let statementMs: Int64 = 30_000
    static let transientRetries = 3

    init(
        _ configuration: LogConfiguration, logID: Int16,
        admit: @escaping @Sendable (Connection) throws -> Void,
        announce: @escaping @Sendable (Int64) -> Void
    ) throws {
        self.configuration = configuration
        self.logID = logID
        self.admit = admit
        self.announce = announce
        queue = Monitor(WaveQueue(limit: configuration.appendQueueLimit))
        threads = Monitor([])
        let writing = try OwnThread("writer") { [self] in serve() }
        let timing = try OwnThread("writer-timer") { [self] in expire() }
        threads.withLock { $0 = [writing, timing] }
    }

    func submit(_ pending: Pending) {
        let request = pending.request
        let weight = request.weight
        let keys = weight > AppendLimits.largeRequest ? WaveKeys() : request.keys
        let submission = queue.change {
            $0.submit(pending, keys: keys, weight: weight, deadline: pending.deadline)
        }
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

    private func serve() {
        var link = Link()
        while true {
            let wave: [Pending]? = queue.waitUntil { queue in
                switch queue.next() {
                case .send(let wave): .done(wave)
                case .wait: .wait(until: nil)
                case .stop: .done(nil)
                }
            }
            guard let wave else { return closing.change { $0 = true } }
            send(wave, uncertain: false, &link)
        }
    }

    /// Looks every 100 ms rather than at every new request: that would cost more than it tells.
    private func expire() {
        while closing.waitTick() {
            let late = queue.withLock { $0.expired(now: SystemClock.monotonicMs()) }
            for pending in late { pending.answer(.failure(.deadlineExceeded)) }
        }
    }

    /// Sends until every request of the wave has its answer. `uncertain`: a connection broke under
    /// it, so that it may have happened; its idempotency ids tell, and it is sent again.
    private func send(_ wave: [Pending], uncertain: Bool, _ link: inout Link) {
        var wave = wave
        var uncertain = uncertain
        var retries = 0
        while !wave.isEmpty {
            guard connect(&wave, uncertain: uncertain, &link), let connection = link.connection
            else { continue }
            do {
                let began = SystemClock.monotonicMs()
                let outcomes = try call(wave, on: connection)
                if connection.lacksStandby { return fail(wave, .outcomeUnknown) }
                meters.commit.recordMilliseconds(SystemClock.monotonicMs() - began)
                return answer(wave, outcomes, uncertain: uncertain)
            } catch let error as PostgresError where error.isConnectionGone {
                link.connection = nil
                uncertain = true
                meters.reconnects.increment()
                configuration.logger.warning("connection lost in a wave, settling it")
            } catch let error as PostgresError
                where error.isTransient && retries < Writer.transientRetries
            {
                retries += 1
            } catch let error as PostgresError where wave.count > 1 && !error.isCancelled {
                let half = wave.count / 2
                send(Array(wave[..<half]), uncertain: uncertain, &link)
                return send(Array(wave[half...]), uncertain: uncertain, &link)
            } catch {
                return fail(wave, Writer.reason(error))
            }
        }
    }

    /// Makes sure of a connection; else waits a little, and lets those go whose time is over.
    private func connect(_ wave: inout [Pending], uncertain: Bool, _ link: inout Link) -> Bool {
        if link.connection != nil { return true }
        do {
            let fresh = try Connection(
                configuration.url, role: Migrator.app, deadlineMs: configuration.connectDeadlineMs)
            try admit(fresh)
            link = Link(connection: fresh)
            return true
        } catch let error as AppendError {
            fail(wave, uncertain ? .outcomeUnknown : error)
            wave = []
            return false
        } catch {
            let wait = min(Int64(50) << min(link.failures, 5), 2_000)
            link.failures += 1
            let now = SystemClock.monotonicMs()
            let reason = (error as? PostgresError)?.message ?? "\(error)"
            let late = wave.filter { $0.deadline <= now + wait }
            fail(late, uncertain ? .outcomeUnknown : .unavailable(reason))
            wave.removeAll { $0.deadline <= now + wait }
            if !wave.isEmpty {
                queue.waitUntil { _ in
                    SystemClock.monotonicMs() >= now + wait ? .done(()) : .wait(until: now + wait)
                }
            }
            return false
        }
    }

    private func call(_ wave: [Pending], on connection: Connection) throws -> [WriteOutcome] {
        var arrays = WaveArrays()
        let now = SystemClock.monotonicMs()
        var large = false
        for pending in wave {
            arrays.add(pending.request, claims: pending.claims)
            meters.queueWait.recordMilliseconds(now - pending.queuedAt)
            large = large || pending.request.weight > AppendLimits.largeRequest
        }
        meters.waves.increment()
        meters.waveSize.record(wave.count)
        let rows = try connection.query(
            WaveArrays.call, arrays.parameters(logID: logID, now: configuration.clock()),
            named: true, deadlineMs: large ? Writer.largeStatementMs : Writer.statementMs)
        return try WriteOutcome.read(rows, count: wave.count)
    }

    private func answer(_ wave: [Pending], _ outcomes: [WriteOutcome], uncertain: Bool) {
        var head: Int64 = 0
        for outcome in outcomes {
            if case .appended(_, let last, _, _) = outcome { head = max(head, last) }
            if uncertain, case .duplicate(_, let last, _) = outcome { head = max(head, last) }
        }
        if head > 0 { announce(head) }
        for (pending, outcome) in zip(wave, outcomes) {
            if case .conflicts = outcome { meters.conflicts.increment() }
            pending.answer(.success(outcome))
        }
    }

    private func fail(_ wave: [Pending], _ error: AppendError) {
        for pending in wave { pending.answer(.failure(error)) }
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

/// What the writer counts.
struct Meters: Sendable {
    let waves = Counter(label: "headwater_log_waves_total")
    let conflicts = Counter(label: "headwater_log_conflicts_total")
    let reconnects = Counter(label: "headwater_log_reconnects_total")
    let waveSize = Recorder(label: "headwater_log_wave_requests")
    let queueWait = Timer(label: "headwater_log_queue_wait_seconds")
    let commit = Timer(label: "headwater_log_commit_seconds")
}
