package import Domain

/// A page of the log for a laptop: which of the events read fit into one answer.
package struct PullPage: Sendable {
    /// What laptops hold: the things that they may change, and the parameters that their rules ask
    /// for. Parts and roles narrow it later.
    package static let kinds: [AggregateKind] = [.task, .letter, .conflict, .parameter]

    package let events: [StoredEvent]
    package let nextCursor: Int64
    package let more: Bool

    /// - Parameters:
    ///   - events: those after the cursor in position order, as many as `limit` if there are more.
    ///   - head: where the log ended before they were read.
    package init(_ events: [StoredEvent], limit: Int, head: Int64) {
        // Each event's envelope on the wire stays below this, names included.
        let envelope = 1_024
        var bytes = 64 << 10
        var count = 0
        for event in events.prefix(limit) {
            bytes += event.payload.count + envelope
            if count > 0, bytes > SyncLimits.pullAnswerBytes { break }
            count += 1
        }
        let isAll = count == events.count && count < limit
        self.events = Array(events.prefix(count))
        nextCursor = isAll ? head : self.events.last?.envelope.position ?? head
        more = nextCursor < head
    }

    private init(_ events: [StoredEvent], nextCursor: Int64, more: Bool) {
        self.events = events
        self.nextCursor = nextCursor
        self.more = more
    }

    /// The page as far as `position`, where no more receipts fit into the answer.
    package func ending(at position: Int64) -> PullPage {
        guard position < nextCursor else { return self }
        return PullPage(
            events.filter { $0.envelope.position <= position }, nextCursor: position, more: true)
    }
}

extension LogMark {
    /// What speaks against an exchange with a laptop that stands at `self`; nil if nothing does.
    ///
    /// - Parameters:
    ///   - server: the server's own mark at its head.
    ///   - prefixHash: the server's hash at `position`, nil if that lies beyond the head.
    package func objection(server: LogMark, prefixHash: [UInt8]?) -> SyncRefusal? {
        if logID != server.logID { return .otherLog }
        if epoch != server.epoch { return .otherEpoch }
        guard let prefixHash else { return .cursorAhead }
        return prefixHash == self.prefixHash ? nil : .logDiverged
    }
}
