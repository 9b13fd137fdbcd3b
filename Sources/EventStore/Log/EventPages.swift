import Domain

/// Reads a log page by page: many batches in one go, so that the server's work, the reading of its
/// rows and the subscriber's own work overlap.
struct EventPages {
    let log: EventLog
    /// Most events of one batch.
    private let batch: Int
    private let batchesPerPage: Int

    /// A page has about as many events as this.
    private static let pageEvents = 2_048
    /// Pages on their way while a subscriber works on another one: with two, the server is at work
    /// on one while the connection takes the other in.
    private static let pagesAhead = 2
    /// As many events as this are worth reading before they are asked for.
    private static let worthReading: Int64 = 256

    init(log: EventLog, batch: Int) {
        self.log = log
        self.batch = max(1, min(batch, ReadLimits.batch))
        batchesPerPage = max(1, EventPages.pageEvents / self.batch)
    }

    /// Sends for the pages after `position` that are not on their way yet, if the log is known to
    /// have them.
    func readAhead(of position: Int64, _ ahead: inout [ReadAhead]) {
        let page = Int64(batch * batchesPerPage)
        var next = ahead.last.map { $0.cursor + page } ?? position
        while ahead.count < EventPages.pagesAhead,
            log.signal.head - next >= EventPages.worthReading
        {
            ahead.append(ReadAhead(self, next))
            next += page
        }
    }

    /// The batches after `cursor`; reads on as soon as the database answers again. Empty where the
    /// log ends.
    func page(after cursor: Int64) async throws -> [EventBatch] {
        try await log.patiently { try await read(after: cursor) }
    }

    private func read(after cursor: Int64) async throws -> [EventBatch] {
        let (logID, known) = (log.logID, log.signal.head)
        let (batch, limit) = (batch, batch * batchesPerPage)
        return try await log.read { connection in
            connection.forgetNames()
            var page = EventPage(after: cursor, batch: batch)
            try RawEvent.each(
                after: cursor, through: .max, known: known, limit: limit, logID: logID, connection
            ) { try page.add($0) }
            return page.finish()
        }
    }
}

extension EventLog {
    /// Runs a read, and tries again as soon as the database answers again.
    func patiently<Result>(_ body: () async throws -> Result) async throws -> Result {
        var waitMs: Int64 = 50
        while true {
            do {
                return try await body()
            } catch let error as EventStoreError where error.isPassing {
                try await Task.sleep(for: .milliseconds(waitMs))
                waitMs = min(waitMs * 2, 2_000)
            }
        }
    }
}

/// Cuts consecutive events into batches; a gap is an error.
struct EventPage {
    private var batches: [EventBatch] = []
    private var events: [StoredEvent] = []
    private let batch: Int
    private var begun: Int64
    private var position: Int64

    init(after position: Int64, batch: Int) {
        self.batch = batch
        self.position = position
        begun = position
        events.reserveCapacity(batch)
    }

    /// An event of an unknown kind is counted and not shown.
    mutating func add(_ event: consuming RawEvent) throws(EventStoreError) {
        guard event.position == position + 1 else {
            throw .gap(expected: position + 1, found: event.position)
        }
        position = event.position
        if let stored = event.intoStored() { events.append(stored) }
        if position - begun == Int64(batch) { close() }
    }

    mutating func finish() -> [EventBatch] {
        if position > begun { close() }
        return batches
    }

    private mutating func close() {
        batches.append(EventBatch(events: events, through: position))
        begun = position
        events = []
        events.reserveCapacity(batch)
    }
}

/// A page on its way while a subscriber works on one before; given up with it.
final class ReadAhead: Sendable {
    /// The position before the page.
    let cursor: Int64
    private let task: Task<[EventBatch], any Error>

    init(_ pages: EventPages, _ cursor: Int64) {
        self.cursor = cursor
        task = Task { try await pages.page(after: cursor) }
    }

    deinit { task.cancel() }

    func page() async throws -> [EventBatch] {
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
