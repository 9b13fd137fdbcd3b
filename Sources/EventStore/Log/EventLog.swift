package import Domain

/// One bureau's log: append, read, subscribe. Safe to call from any task; no call blocks a thread
/// of the cooperative pool.
package final class EventLog: Sendable {
    package let name: String
    package let logID: Int16
    /// Made when the log was made, kept by a restore: tells logs apart.
    package let identity: EventID
    package let configuration: LogConfiguration

    init(name: String, logID: Int16, identity: EventID, configuration: LogConfiguration) {
        self.name = name
        self.logID = logID
        self.identity = identity
        self.configuration = configuration
    }

    /// Migrates the database if it is older, finds the log called `name` or creates it, and checks
    /// the watermark. Throws `EventStoreError`; a log whose tail may be lost opens, and refuses
    /// to write (`stoppedReason`).
    package static func open(
        _ configuration: LogConfiguration, logName: String
    ) async throws -> EventLog { throw EventStoreError.unavailable("") }

    /// Lets what is queued finish, then closes every connection. Later calls fail.
    package func close() async {}

    /// Appends all of `request` or nothing. Idempotent by `(actor, id)`.
    package func append(_ request: AppendRequest) async throws(AppendError) -> Appended {
        throw .unavailable("")
    }

    /// Why nothing can be written now; nil in good health.
    package var stoppedReason: String? { nil }

    /// What became of an idempotency key; nil proves nothing about a request still on its way.
    package func requestOutcome(actor: Text, id: Text) async throws -> RequestRecord? { nil }

    /// The device's last intake; nil if it has none.
    package func lastIntake(device: Text) async throws -> Intake? { nil }
    /// Intakes `n ≥ from` of the device in order, at most `limit`, with the positions they took.
    package func intakes(
        device: Text, from: Int64, limit: Int
    ) async throws -> [StoredIntake] { [] }
    /// Who holds each of `claims`; the free ones are left out.
    package func holders(of claims: [Claim]) async throws -> [Claim: StreamID] { [:] }

    package func head() async throws -> LogHead { throw EventStoreError.unavailable("") }
    /// The last position recorded at or before `moment`; 0 if none was.
    package func position(at moment: Instant) async throws -> Int64 { 0 }
    package func stream(_ stream: StreamID) async throws -> StreamHeader? { nil }
    /// The stream's events after `version`, oldest first.
    package func load(
        _ stream: StreamID, after version: Int = 0, limit: Int = ReadLimits.stream
    ) async throws -> [StoredEvent] { [] }
    /// Whole streams in one round trip; a stream without events is absent.
    package func load(_ streams: [StreamID]) async throws -> [StreamID: [StoredEvent]] { [:] }
    /// Events with positions in `position + 1 ... through` in order, at most `limit`.
    package func read(
        after position: Int64, through: Int64? = nil, kinds: [AggregateKind]? = nil,
        types: [Text]? = nil, limit: Int
    ) async throws -> [StoredEvent] { [] }
    package func events(_ filter: EventFilter) async throws -> [StoredEvent] { [] }

    /// Catch-up from `position`, then live, without an end and without a seam. Reading faster or
    /// slower is the reader's affair: nothing is buffered for it.
    package func subscribe(after position: Int64, batch: Int = 500) -> Subscription {
        Subscription(log: self, after: position, batch: batch)
    }

    /// The chained hash of the log up to `position` (32 bytes; of zeros at 0).
    package func prefixHash(at position: Int64) async throws -> [UInt8] { [] }

    /// Appends `EpochStarted` to stream `epoch/<number>`, begins the new epoch and lets writing go
    /// on. Only a person decides that the lost tail is lost.
    package func startEpoch(actor: Text) async throws -> LogHead {
        throw EventStoreError.unavailable("")
    }
}

/// Bounds of what one read may return.
package enum ReadLimits {
    package static let stream = 50_000
    package static let batch = 10_000
}

/// An intake as kept, with the positions of its facts (`first` is `last + 1` where it has none).
package struct StoredIntake: Hashable, Sendable {
    package var intake: Intake
    package var first: Int64
    package var last: Int64
    package var recordedAt: Instant
}

/// Batches of a log in position order; a gap is thrown as `EventStoreError.gap`.
package struct Subscription: AsyncSequence, Sendable {
    package typealias Element = EventBatch
    let log: EventLog
    let after: Int64
    let batch: Int

    package func makeAsyncIterator() -> Iterator { Iterator(log: log, cursor: after, batch: batch) }

    package struct Iterator: AsyncIteratorProtocol {
        let log: EventLog
        package private(set) var cursor: Int64
        let batch: Int

        init(log: EventLog, cursor: Int64, batch: Int) {
            self.log = log
            self.cursor = cursor
            self.batch = batch
        }

        package mutating func next() async throws -> EventBatch? { nil }
    }
}
