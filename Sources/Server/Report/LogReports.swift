package import Domain
package import EventStore
import JSON

/// Makes reports from the log: reads the events that a report is made of, once, and folds them.
package struct LogReports: Sendable {
    private let log: EventLog
    private let language: Language

    /// - Parameter language: what rules are said in.
    package init(_ log: EventLog, language: Language = .chinese) {
        self.log = log
        self.language = language
    }

    /// The report of `period` as the log knew it at `position`; now, without one.
    ///
    /// Throws `EventStoreError.malformed` at an event that this version does not know: a figure
    /// without it would look whole and be wrong.
    package func make(_ period: ReportPeriod, asOf position: Int64? = nil) async throws -> Report {
        let through = try await through(position)
        var book = ReportBook(period)
        try await read(through: through) { book.take($0) }
        return book.report(at: through)
    }

    private func through(_ position: Int64?) async throws -> Int64 {
        let head = try await log.head().position
        return min(position ?? head, head)
    }

    private func read(
        through last: Int64, _ take: (Recorded<BureauEvent>) -> Void
    ) async throws {
        var cursor: Int64 = 0
        while cursor < last {
            let batch = try await log.read(
                after: cursor, through: last, types: ReportBook.types, limit: ReadLimits.batch)
            for stored in batch { take(try ReadModelStore.bureauDecoder(stored)) }
            guard batch.count == ReadLimits.batch, let end = batch.last else { return }
            cursor = end.envelope.position
        }
    }
}

extension LogReports: ReportService {
    package func report(period: Text, asOf: Int64?) async throws -> [UInt8]? {
        guard let period = ReportPeriod(period.string) else { return nil }
        return try await make(period, asOf: asOf).json(in: language).bytes
    }

    /// One page: the checks of each year that the log speaks of, the latest first.
    package func checks(asOf: Int64?) async throws -> [UInt8] {
        let through = try await through(asOf)
        var events: [Recorded<BureauEvent>] = []
        try await read(through: through) { events.append($0) }
        let years = Set(events.map { $0.effectiveDay.civil.year }).sorted(by: >)
        var items: [JSONValue] = []
        for year in years.prefix(LogReports.yearsLimit) {
            guard let period = ReportPeriod(padded(year, 4)) else { continue }
            var book = ReportBook(period)
            for event in events { book.take(event) }
            items += book.checks.map { $0.json(of: period, in: language) }
        }
        return JSONValue.object([
            "items": .array(items), "nextCursor": .null, "position": .integer(through),
        ]).bytes
    }

    /// Most years that one answer holds.
    static let yearsLimit = 10
}
