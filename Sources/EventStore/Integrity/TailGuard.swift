import Domain
import Logging

/// Stops all writing when the database has less of the log than was acknowledged.
///
/// Compared on start and at every new connection, because a restore or a failover always breaks
/// connections: with what this process has seen, and with the watermark file. An epoch that a
/// person has begun since, here or on another server, lets writing go on.
final class TailGuard: Sendable {
    private struct State {
        var stopped: String?
        /// The furthest position that a caller of this process was told.
        var acknowledged: Int64 = 0
        /// Zero before the first look.
        var epoch: Int64 = 0
        var chain: PrefixChain?
        /// Counts how often `chain` was replaced other than by going on.
        var chains: UInt64 = 0
        var writtenAt: Int64 = 0
        var written: Watermark?
        var owesWrite = false
    }

    /// Between two writes of the file, at most.
    static let writeEveryMs: Int64 = 500

    /// What this server has appended and not yet hashed.
    let feed = HashFeed()
    private let state = Monitor(State())
    private let path: String?
    private let logID: Int16
    private let identity: EventID
    private let signal: HeadSignal
    private let logger: Logger

    init(path: String?, logID: Int16, identity: EventID, signal: HeadSignal, logger: Logger) {
        self.path = path
        self.logID = logID
        self.identity = identity
        self.signal = signal
        self.logger = logger
    }

    var stoppedReason: String? { state.withLock { $0.stopped } }

    func acknowledged(_ position: Int64) {
        state.withLock { $0.acknowledged = max($0.acknowledged, position) }
    }

    /// Throws `AppendError.stopped` if the log on `connection` lacks what was acknowledged, and
    /// lets `signal` know where that log ends.
    func check(_ connection: Connection) throws {
        // Taken before the head is read: what is acknowledged meanwhile cannot be missing from it.
        let known = state.withLock { $0 }
        let announced = signal.head
        let mark = try readMark()
        let head = try LogHead.read(logID: logID, connection)
        // Last of all: whoever is woken finds writing stopped, or let go on, as the log is.
        defer { signal.observe(head, sinceKnown: announced) }
        var reason: String?
        if head.epoch > known.epoch {
            follow(head)
        } else if let before = known.stopped {
            throw AppendError.stopped(before)
        } else {
            reason = try loss(head, known, announced, connection)
        }
        if reason == nil, let mark { reason = try loss(head, mark, connection) }
        guard let reason else { return }
        let isNews = state.withLock { state in
            defer { state.stopped = reason }
            return state.stopped == nil
        }
        if isNews { logger.critical("writing stopped: \(reason)") }
        throw AppendError.stopped(reason)
    }

    private func readMark() throws(EventStoreError) -> Watermark? {
        guard let path else { return nil }
        return try Watermark.read(path)
    }

    /// A person has begun an epoch: what was lost before it is no longer missed.
    private func follow(_ head: LogHead) {
        state.withLock { state in
            guard state.epoch < head.epoch else { return }  // Another thread was faster.
            state.epoch = head.epoch
            state.stopped = nil
            state.acknowledged = min(state.acknowledged, head.position)
            state.chain = nil
            state.chains += 1
            feed.clear()
        }
    }

    /// Compares with what this process knows.
    private func loss(
        _ head: LogHead, _ known: State, _ announced: Int64, _ connection: Connection
    ) throws -> String? {
        if head.epoch < known.epoch { return TailGuard.older(head, known.epoch) }
        let reached = max(known.acknowledged, known.chain?.position ?? 0, announced)
        if head.position < reached { return TailGuard.shorter(head, reached) }
        guard let chain = known.chain else { return nil }
        return try isSame(chain.hash, at: chain.position, connection)
            ? nil : TailGuard.another(chain.position)
    }

    /// Compares with what the file knows.
    private func loss(
        _ head: LogHead, _ mark: Watermark, _ connection: Connection
    ) throws -> String? {
        if mark.identity != identity { return "\(path ?? "") belongs to another log" }
        if head.epoch > mark.epoch { return nil }
        if head.epoch < mark.epoch { return TailGuard.older(head, mark.epoch) }
        if head.position < mark.position { return TailGuard.shorter(head, mark.position) }
        return try isSame(mark.prefixHash, at: mark.position, connection)
            ? nil : TailGuard.another(mark.position)
    }

    private func isSame(
        _ hash: [UInt8], at position: Int64, _ connection: Connection
    ) throws -> Bool {
        var chain = try PrefixChain.stored(atMost: position, logID: logID, connection)
        try chain.advance(to: position, logID: logID, connection)
        return chain.hash == hash
    }

    private static func older(_ head: LogHead, _ epoch: Int64) -> String {
        "the log is in epoch \(head.epoch), but epoch \(epoch) had begun"
    }

    private static func shorter(_ head: LogHead, _ position: Int64) -> String {
        "the log ends at \(head.position), but \(position) was acknowledged"
    }

    private static func another(_ position: Int64) -> String {
        "the log is another one: its hash at \(position) has changed"
    }

    /// Hashes on from where it stopped, stores checkpoints, and writes the watermark when due.
    /// Returns the position reached. Runs on one thread at a time.
    ///
    /// A log that is stopped is left alone: its hashes would be those of two histories.
    func hashOn(_ connection: Connection) throws -> Int64 {
        let head = try LogHead.read(logID: logID, connection)
        let known = state.withLock { $0 }
        guard known.stopped == nil else { return head.position }
        var chain =
            try known.chain
            ?? PrefixChain.stored(atMost: head.position, logID: logID, connection)
        guard chain.position <= head.position else { return head.position }
        if chain.position < head.position {
            var stored: [(Int64, [UInt8])] = []
            let waves = feed.take(after: chain.position, through: head.position)
            try chain.advance(to: head.position, by: waves, logID: logID, connection) { chain in
                if chain.position % PrefixChain.interval == 0 {
                    stored.append((chain.position, chain.hash))
                }
            }
            if chain.position % PrefixChain.interval != 0 {
                stored.append((chain.position, chain.hash))
            }
            try record(stored, connection)
        }
        let isCurrent = state.withLock { state in
            guard state.chains == known.chains, state.stopped == nil else { return false }
            state.chain = chain
            return true
        }
        if isCurrent { try writeIfDue(chain, epoch: head.epoch) }
        return chain.position
    }

    private func record(_ stored: [(Int64, [UInt8])], _ connection: Connection) throws {
        var positions = BinaryArray(.int8)
        var hashes = BinaryArray(.bytea)
        for (position, hash) in stored {
            positions.append(integer: position)
            hashes.append(hash)
        }
        try connection.query(
            "SELECT headwater.record_hashes($1, $2, $3)",
            [.int2(logID), .array(positions), .array(hashes)], named: true)
    }

    private func writeIfDue(_ chain: PrefixChain, epoch: Int64) throws {
        guard let path else { return }
        let mark = Watermark(
            identity: identity, epoch: epoch, position: chain.position, prefixHash: chain.hash)
        let now = SystemClock.monotonicMs()
        let (written, writtenAt) = state.withLock { ($0.written, $0.writtenAt) }
        let isDue = now - writtenAt >= TailGuard.writeEveryMs
        state.withLock { $0.owesWrite = mark != written && !isDue }
        if mark != written, isDue { try write(mark, to: path) }
    }

    /// True if the file is older than the hashes, and was written too recently to write it again.
    var owesWrite: Bool { state.withLock { $0.owesWrite } }

    private func write(_ mark: Watermark, to path: String) throws {
        try mark.write(path)
        state.withLock { state in
            state.written = mark
            state.writtenAt = SystemClock.monotonicMs()
        }
    }

    /// Writes what is not yet written; the last thing before the server ends.
    func flush(_ connection: Connection) throws {
        state.withLock { $0.writtenAt = .min / 2 }
        _ = try hashOn(connection)
    }

    /// A person has begun an epoch: from `head` on, what was lost is no longer missed.
    func resume(at head: LogHead, _ connection: Connection) throws {
        var chain = try PrefixChain.stored(atMost: head.position, logID: logID, connection)
        try chain.advance(to: head.position, logID: logID, connection)
        if let path {
            let mark = Watermark(
                identity: identity, epoch: head.epoch, position: head.position,
                prefixHash: chain.hash)
            try write(mark, to: path)
        }
        state.withLock { state in
            state.stopped = nil
            state.acknowledged = head.position
            state.epoch = head.epoch
            state.chain = chain
            state.chains += 1
        }
    }
}

extension LogHead {
    static func read(logID: Int16, _ connection: Connection) throws -> LogHead {
        let rows = try connection.query(
            """
            SELECT coalesce(e.position, 0), l.epoch, coalesce(e.recorded_at, 'epoch')
            FROM headwater.logs AS l
            LEFT JOIN LATERAL (
                SELECT k.position, k.recorded_at FROM headwater.events AS k
                WHERE k.log_id = l.log_id ORDER BY k.position DESC LIMIT 1
            ) AS e ON true
            WHERE l.log_id = $1
            """, [.int2(logID)], named: true)
        return LogHead(
            position: try rows.int64(0, 0), epoch: try rows.int64(0, 1),
            recordedAt: try rows.instant(0, 2))
    }
}
