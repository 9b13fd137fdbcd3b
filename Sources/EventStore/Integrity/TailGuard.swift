import Domain
import Logging

/// Stops all writing when the database has less of the log than was acknowledged.
///
/// Compared on start and at every new writing connection, because a restore or a failover always
/// breaks connections: the head that this process has seen, and the watermark file.
final class TailGuard: Sendable {
    private struct State {
        var stopped: String?
        /// The furthest position that a caller of this process was told.
        var acknowledged: Int64 = 0
        var chain: PrefixChain?
        var writtenAt: Int64 = 0
        var written: Watermark?
        var owesWrite = false
    }

    /// Between two writes of the file, at most.
    static let writeEveryMs: Int64 = 500

    private let state = Monitor(State())
    private let path: String?
    private let logID: Int16
    private let identity: EventID
    private let logger: Logger

    init(path: String?, logID: Int16, identity: EventID, logger: Logger) {
        self.path = path
        self.logID = logID
        self.identity = identity
        self.logger = logger
    }

    var stoppedReason: String? { state.withLock { $0.stopped } }

    func acknowledged(_ position: Int64) {
        state.withLock { $0.acknowledged = max($0.acknowledged, position) }
    }

    /// Throws `AppendError.stopped` if the log on `connection` lacks what was acknowledged.
    func check(_ connection: Connection) throws {
        if let reason = stoppedReason { throw AppendError.stopped(reason) }
        state.withLock { $0.chain = nil }  // This may be another log than the one hashed so far.
        guard let reason = try findLoss(connection) else { return }
        state.withLock { $0.stopped = reason }
        logger.critical("writing stopped: \(reason)")
        throw AppendError.stopped(reason)
    }

    private func findLoss(_ connection: Connection) throws -> String? {
        let head = try LogHead.read(logID: logID, connection)
        let acknowledged = state.withLock { $0.acknowledged }
        if head.position < acknowledged {
            return "the log ends at \(head.position), but \(acknowledged) was acknowledged"
        }
        guard let path, let mark = try Watermark.read(path) else { return nil }
        if mark.identity != identity { return "\(path) belongs to another log" }
        if head.epoch > mark.epoch { return nil }  // A person has begun a new epoch elsewhere.
        if head.epoch < mark.epoch {
            return "the log is in epoch \(head.epoch), but epoch \(mark.epoch) had begun"
        }
        if head.position < mark.position {
            return "the log ends at \(head.position), but \(mark.position) was acknowledged"
        }
        var chain = try PrefixChain.stored(atMost: mark.position, logID: logID, connection)
        try chain.advance(to: mark.position, logID: logID, connection)
        return chain.hash == mark.prefixHash
            ? nil : "the log is another one: its hash at \(mark.position) has changed"
    }

    /// Hashes on from where it stopped, stores checkpoints, and writes the watermark when due.
    /// Returns the position reached. Runs on one thread at a time.
    func hashOn(_ connection: Connection) throws -> Int64 {
        let head = try LogHead.read(logID: logID, connection)
        let known = state.withLock { $0.chain }
        var chain =
            try known
            ?? PrefixChain.stored(atMost: head.position, logID: logID, connection)
        guard chain.position <= head.position else { return chain.position }
        if chain.position < head.position {
            var stored: [(Int64, [UInt8])] = []
            try chain.advance(to: head.position, logID: logID, connection) { chain in
                if chain.position % PrefixChain.interval == 0 {
                    stored.append((chain.position, chain.hash))
                }
            }
            if chain.position % PrefixChain.interval != 0 {
                stored.append((chain.position, chain.hash))
            }
            try record(stored, connection)
        }
        state.withLock { $0.chain = chain }
        if stoppedReason == nil { try writeIfDue(chain, epoch: head.epoch) }
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
            state.chain = chain
        }
    }
}

extension LogHead {
    static func read(logID: Int16, _ connection: Connection) throws -> LogHead {
        let rows = try connection.query(
            "SELECT position, epoch, recorded_at FROM headwater.logs WHERE log_id = $1",
            [.int2(logID)], named: true)
        return LogHead(
            position: try rows.int64(0, 0), epoch: try rows.int64(0, 1),
            recordedAt: try rows.instant(0, 2))
    }
}
