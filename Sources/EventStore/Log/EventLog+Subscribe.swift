import Domain
import Metrics

extension EventLog {
    /// Catch-up from `position`, then live, without an end and without a seam. Reading faster or
    /// slower is the reader's affair: nothing is buffered for it.
    package func subscribe(after position: Int64, batch: Int = 500) -> Subscription {
        Subscription(log: self, after: position, batch: batch)
    }
}

/// Batches of a log in position order; a gap is thrown as `EventStoreError.gap`.
///
/// A database that is away for a while only makes it wait.
package struct Subscription: AsyncSequence, Sendable {
    package typealias Element = EventBatch
    let log: EventLog
    let after: Int64
    let batch: Int

    package func makeAsyncIterator() -> Iterator { Iterator(log: log, cursor: after, batch: batch) }

    package struct Iterator: AsyncIteratorProtocol {
        private let log: EventLog
        package private(set) var cursor: Int64
        private let batch: Int
        private let lag = Recorder(label: "headwater_log_subscriber_lag_events")

        init(log: EventLog, cursor: Int64, batch: Int) {
            self.log = log
            self.cursor = cursor
            self.batch = batch
        }

        package mutating func next() async throws -> EventBatch? {
            while true {
                try await log.signal.wait(past: cursor)
                let found = try await patiently()
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

        /// Reads on as soon as the database answers again.
        private func patiently() async throws -> [RawEvent] {
            var waitMs: Int64 = 50
            while true {
                do {
                    return try await log.batch(after: cursor, through: .max, limit: batch)
                } catch let error as EventStoreError where error.isPassing {
                    try await Task.sleep(for: .milliseconds(waitMs))
                    waitMs = Swift.min(waitMs * 2, 2_000)
                }
            }
        }

        /// A head past the cursor and nothing there: the log has lost its tail, or has a hole.
        private func checkEnd() async throws {
            let head = try await log.head()
            if head.position > cursor {
                throw EventStoreError.gap(expected: cursor + 1, found: head.position)
            }
            throw EventStoreError.stopped("the log ends at \(head.position), before \(cursor)")
        }
    }
}
