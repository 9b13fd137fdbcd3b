import Domain
import Metrics

extension EventLog {
    /// Catch-up from `position`, then live, without an end and without a seam. Reading faster or
    /// slower is the reader's affair: nothing is buffered for it.
    ///
    /// - Parameter epoch: the epoch in which `position` was read; without it, the one of now.
    package func subscribe(
        after position: Int64, epoch: Int64? = nil, batch: Int = 500
    ) -> Subscription {
        Subscription(log: self, after: position, epoch: epoch, batch: batch)
    }
}

/// Batches of a log in position order; a gap is thrown as `EventStoreError.gap`.
///
/// A database that is away for a while only makes it wait. A new epoch is `epochChanged` for whoever
/// has read what was lost, and an event like any other for everybody else; until one begins, a
/// reader past the end of a log that lost its tail is told so with `stopped`.
package struct Subscription: AsyncSequence, Sendable {
    package typealias Element = EventBatch
    let log: EventLog
    let after: Int64
    let epoch: Int64?
    let batch: Int

    package func makeAsyncIterator() -> Iterator {
        Iterator(log: log, cursor: after, epoch: epoch ?? log.signal.epoch, batch: batch)
    }

    package struct Iterator: AsyncIteratorProtocol {
        private let log: EventLog
        package private(set) var cursor: Int64
        /// The epoch that `cursor` is of; both together are what a reader keeps to go on later.
        package private(set) var epoch: Int64
        private let batch: Int
        private let lag = Recorder(label: "headwater_log_subscriber_lag_events")

        init(log: EventLog, cursor: Int64, epoch: Int64, batch: Int) {
            self.log = log
            self.cursor = cursor
            self.epoch = epoch
            self.batch = batch
        }

        package mutating func next() async throws -> EventBatch? {
            while true {
                try await log.signal.wait(past: cursor, inEpoch: epoch)
                let found = try await read(after: cursor)
                // After the read: a new connection tells the epoch before it reads anything.
                try await followEpoch()
                guard let last = found.last else {
                    try await checkEnd()
                    continue
                }
                var expected = cursor + 1
                for event in found {
                    guard event.position == expected else {
                        throw EventStoreError.gap(expected: expected, found: event.position)
                    }
                    expected += 1
                }
                cursor = last.position
                lag.record(Swift.max(0, log.signal.head - cursor))
                return EventBatch(events: found.compactMap { $0.stored }, through: cursor)
            }
        }

        private func read(after position: Int64) async throws -> [RawEvent] {
            try await patiently {
                try await log.batch(after: position, through: .max, limit: batch)
            }
        }

        /// Tries again as soon as the database answers again.
        private func patiently<Result>(_ body: () async throws -> Result) async throws -> Result {
            var waitMs: Int64 = 50
            while true {
                do {
                    return try await body()
                } catch let error as EventStoreError where error.isPassing {
                    try await Task.sleep(for: .milliseconds(waitMs))
                    waitMs = Swift.min(waitMs * 2, 2_000)
                }
            }
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
            let started = try await patiently { try await log.load(next, limit: 1) }
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
            let head = try await patiently { try await log.head() }
            log.signal.observe(head, sinceKnown: known)
            if head.position < cursor {
                throw EventStoreError.stopped("the log ends at \(head.position), before \(cursor)")
            }
            if head.position > cursor, try await read(after: cursor).isEmpty {
                throw EventStoreError.gap(expected: cursor + 1, found: head.position)
            }
        }
    }
}
