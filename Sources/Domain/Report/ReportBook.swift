/// What the events say that concern one period, kept the way a report asks for it.
///
/// Feed it the events of the log up to the position asked about, in order, then ask for the report.
/// Those whose type is not among `types` are skipped, so a reader need not fetch them: most of a
/// log are enrolments of persons, and a headcount is said by the approval.
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
        guard ReportBook.typeSet.contains(recorded.envelope.type), day <= period.lastDay else {
            return
        }
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

extension ReportBook {
    /// The types of events that a report is made of.
    package static let types: [Text] =
        [
            "TaskPlanned", "TaskAssigned", "ProgressReported", "BlockerRaised", "BlockerCleared",
            "DeadlineChanged", "TaskCompleted", "TaskVerified", "TaskCancelled",
        ] + ["IndicatorDefined", "ReadingRecorded", "ReadingCorrected"]
        + ["GrantAppropriated", "GrantApplied", "GrantReduced", "FundsAllocated"]
        + ["ProjectProposed", "InvestmentPlanned", "RosterApproved", "RosterFrozen"]
        + [
            "LetterDrafted", "LetterChecked", "LetterSigned", "LetterIssued", "LetterReceived",
            "ExtensionGranted", "ResponseSubmitted", "ResponseReturned", "RectificationVerified",
            "LetterClosed", "LetterWithdrawn",
        ]
        + [
            "BatchDrafted", "BatchVoided", "LinesSettled", "LinePaidBack", "CashHandedOver",
            "AmountRecovered", "BatchReconciled",
        ]

    static let typeSet = Set(types)
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
