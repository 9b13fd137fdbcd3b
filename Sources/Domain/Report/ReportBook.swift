/// What the events say that concern one period, kept the way a report asks for it.
///
/// Feed it every event of the log up to the position asked about, in order (enrolments of persons
/// may be left out: a headcount is said by the approval), then ask for the report.
package struct ReportBook: Hashable, Sendable {
    package let period: ReportPeriod
    /// The last day, within the period, that any event speaks of: "overdue" and "so far" mean this
    /// day, because a report written on 10 June knows nothing of the 30th.
    package internal(set) var knownThrough: Day?

    var tasks: [Text: TaskEntry] = [:]
    var indicators: [Text: IndicatorEntry] = [:]
    var grants: [GrantEntry] = []
    var applications: [GrantEntry] = []
    var allocations: [AllocationEntry] = []
    var projects: [Text: ProjectEntry] = [:]
    var letters: [Text: LetterEntry] = [:]
    var rosters: [Text: RosterEntry] = [:]
    var batches: [Text: BatchEntry] = [:]
    /// By code, in the order of recording.
    var readings: [Text: [ReadingEntry]] = [:]

    package init(_ period: ReportPeriod) { self.period = period }

    /// What happened after the period is not looked at; a late entry counts by its effective day.
    package mutating func take(_ recorded: Recorded<BureauEvent>) {
        let day = recorded.effectiveDay
        guard day <= period.lastDay else { return }
        if period.contains(day) { knownThrough = knownThrough.map { max($0, day) } ?? day }
        let source = Source(stream: recorded.stream.id, position: recorded.position, day: day)
        switch recorded.event {
        case .task(let event): take(event, source)
        case .indicator(let event): take(event, source)
        case .fund(let event): take(event, source)
        case .project(let event): take(event, source)
        case .letter(let event): take(event, source)
        case .roster(let event): take(event, source)
        case .disbursement(let event): take(event, source)
        case .parameter, .conflict, .device, .member, .epoch, .unknown: break
        }
    }

    /// Where an event stands and which day it speaks of.
    struct Source: Hashable, Sendable {
        let stream: Text
        let position: Int64
        let day: Day
    }
}

/// A cumulative reading of a task's target or of an indicator.
struct ReadingEntry: Hashable, Sendable {
    var value: Quantity
    var qualifier: Qualifier
    var asOf: Day
    /// The stream that it was recorded in: one code may stand in two.
    var stream: Text
    var by: Text?
    var positions: [Int64]
}

extension ReportBook {
    /// The reading that stands for `code` in the period: that of the latest day, and of several of
    /// one day the last recorded.
    func reading(_ code: Text) -> ReadingEntry? {
        inPeriod(code).reduce(nil) { best, next in
            guard let best else { return next }
            return next.asOf >= best.asOf ? next : best
        }
    }

    func inPeriod(_ code: Text) -> [ReadingEntry] {
        readings[code, default: []].filter { period.contains($0.asOf) }
    }
}
