import Domain
import Metrics

extension EventLog {
    /// Catch-up from `position`, then live, without an end and without a seam. Reading faster or
    /// slower is the reader's affair: while it is far behind, two pages are read ahead of it,
    /// and nothing more is buffered.
    ///
    /// - Parameters:
    ///   - epoch: the epoch in which `position` was read; without it, the one of now.
    ///   - batch: most events of one batch, at most `ReadLimits.batch`.
    ///   - name: whose lag the metrics tell apart; of a few names, not one a client.
    package func subscribe(
        after position: Int64, epoch: Int64? = nil, batch: Int = 500, as name: String = "reader"
    ) -> Subscription {
        Subscription(log: self, after: position, epoch: epoch, batch: batch, name: name)
    }
}

/// Batches of a log in position order; a gap is thrown as `EventStoreError.gap`.
///
/// A database that is away for a while only makes it wait. A new epoch is `epochChanged` for
/// whoever has read what was lost, and an event like any other for everybody else; until one
/// begins, a reader past the end of a log that lost its tail is told so with `stopped`.
package struct Subscription: AsyncSequence, Sendable {
    package typealias Element = EventBatch
    let log: EventLog
    let after: Int64
    let epoch: Int64?
    let batch: Int
    let name: String

    package func makeAsyncIterator() -> Iterator {
        Iterator(
            log: log, cursor: after, epoch: epoch ?? log.signal.epoch, batch: batch, name: name)
    }

    package struct Iterator: AsyncIteratorProtocol {
        private let log: EventLog
        package private(set) var cursor: Int64
        /// The epoch that `cursor` is of; both together are what a reader keeps to go on later.
        package private(set) var epoch: Int64
        private let pages: EventPages
        /// What has been read and not given yet, and the pages after it.
        private var ready: ArraySlice<EventBatch> = []
        private var ahead: [ReadAhead] = []
        private let lag: Gauge

        init(log: EventLog, cursor: Int64, epoch: Int64, batch: Int, name: String) {
            lag = Gauge(
                label: "headwater_log_subscriber_lag_events", dimensions: [("subscriber", name)])
            self.log = log
            self.cursor = cursor
            self.epoch = epoch
            pages = EventPages(log: log, batch: batch)
        }

        package mutating func next() async throws -> EventBatch? {
            while true {
                try Task.checkCancellation()
                // What was read before a new epoch may be what it lost.
                if log.signal.epoch != epoch {
                    (ready, ahead) = ([], [])
                    try await followEpoch()
                }
                if let batch = ready.popFirst() {
                    cursor = batch.through
                    lag.record(Swift.max(0, log.signal.head - cursor))
                    return batch
                }
                try await turnPage()
            }
        }

        /// Reads on. A new connection tells the epoch before it reads anything, so a page of
        /// another epoch is noticed before any of it is given.
        private mutating func turnPage() async throws {
            try await log.signal.wait(past: cursor, inEpoch: epoch)
            let page = try await nextPage()
            guard let last = page.last else {
                try await followEpoch()
                return try await checkEnd()
            }
            pages.readAhead(of: last.through, &ahead)
            ready = page[...]
        }

        private mutating func nextPage() async throws -> [EventBatch] {
            guard let next = ahead.first, next.cursor == cursor else {
                ahead = []
                return try await pages.page(after: cursor)
            }
            ahead.removeFirst()
            return try await next.page()
        }

        /// Nothing is lost for whoever stands at the end of the epoch or before it.
        private mutating func followEpoch() async throws {
            let now = log.signal.epoch
            guard now != epoch else { return }
            guard now > epoch else {
                throw EventStoreError.stopped(
                    "the log is in epoch \(now), but epoch \(epoch) had begun")
            }
            let next = StreamID(.epoch, Text("\(epoch + 1)"))
            let started = try await log.patiently { try await log.load(next, limit: 1) }
            let end = (started.first?.envelope.position ?? 1) - 1
            guard cursor <= end else {
                throw EventStoreError.epochChanged(epoch: now, after: end)
            }
            epoch = now
        }

        /// Woken, and nothing there: the log has lost its tail, or has a hole, or has only just
        /// grown.
        private func checkEnd() async throws {
            let known = log.signal.head
            let head = try await log.patiently { try await log.head() }
            log.signal.observe(head, sinceKnown: known)
            if head.position < cursor {
                throw EventStoreError.stopped("the log ends at \(head.position), before \(cursor)")
            }
            if head.position > cursor, try await pages.page(after: cursor).isEmpty {
                throw EventStoreError.gap(expected: cursor + 1, found: head.position)
            }
        }
    }
}
