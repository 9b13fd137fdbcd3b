/// Where a figure comes from that no single event says: a query over the book, or arithmetic.
indirect enum Formula: Hashable, Sendable {
    /// A figure by its id, as it stands in the report.
    case figure(Text)
    /// What a level gave in the period; nil is all of them.
    case grants(Fund.Level?)
    /// What was given under a report code, or for a purpose, so far in the budget year.
    case received(code: Text)
    case receivedFor(purpose: Text)
    /// What a programme paid out in the period, and so far in the year.
    case paid(Text)
    case paidToDate(Text)
    /// What a project was given of the funds; none is zero.
    case allocated(Text)
    /// Persons on the approved rosters.
    case headcount
    case lettersIssued
    case openBlockers(task: Text)
    case deadline(task: Text)
    /// The month in which a task was done.
    case completedIn(task: Text)
    /// The month of a milestone, by its name.
    case milestone(task: Text, Text)
    /// From one milestone's month, or year, to another's.
    case months(task: Text, Text, Text)
    case years(task: Text, Text, Text)
    /// The name under which a task came from above.
    case source(task: Text)
    case sum([Formula])
    case difference(Formula, Formula)
    /// A whole, from a part and its share.
    case whole(Formula, share: Formula)
    /// The share that the first is of the second.
    case share(Formula, of: Formula)
    case quotient(Formula, Formula)
}

/// What a formula comes to.
struct Outcome: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case measure(Measure)
        /// `unit` is `date`, `range` or `code`.
        case text(String, unit: String)
    }

    var value: Value
    var qualifier: Qualifier
    var positions: [Int64]

    var measure: Measure? {
        if case .measure(let measure) = value { measure } else { nil }
    }

    init(_ measure: Measure, _ qualifier: Qualifier = .actual, _ positions: [Int64]) {
        value = .measure(measure)
        self.qualifier = qualifier
        self.positions = positions
    }

    init(
        _ text: String, unit: String, _ qualifier: Qualifier = .actual, _ positions: [Int64]
    ) {
        value = .text(text, unit: unit)
        self.qualifier = qualifier
        self.positions = positions
    }
}

extension Qualifier {
    /// A figure made of several is as uncertain as the least certain of them.
    func weaker(_ other: Qualifier) -> Qualifier {
        func rank(_ kind: Kind) -> Int {
            switch kind {
            case .actual: 0
            case .forecast: 1
            case .planned: 2
            }
        }
        return Qualifier(
            rank(kind) >= rank(other.kind) ? kind : other.kind,
            atLeast: atLeast || other.atLeast)
    }
}

/// Works formulas out over a book. An operand that the log does not have makes the outcome nil:
/// what is not recorded is not zero.
struct Evaluation {
    let book: ReportBook
    /// Figures by id, as far as they are known.
    var known: [Text: Outcome]

    func outcome(_ formula: Formula) -> Outcome? {
        switch formula {
        case .figure(let id): known[id]
        case .grants(let level): money(book.grantsOfPeriod(level))
        case .received(let code): money(book.grantsToDate { $0.code == code })
        case .receivedFor(let purpose): money(book.grantsToDate { $0.key.purpose == purpose })
        case .paid(let programme): paid(book.payments(programme, toDate: false))
        case .paidToDate(let programme): paid(book.payments(programme, toDate: true))
        case .allocated(let project): allocated(project)
        case .headcount: headcount
        case .lettersIssued: lettersIssued
        case .openBlockers, .deadline, .completedIn, .milestone, .months, .years, .source:
            ofTask(formula)
        case .sum(let terms): sum(terms)
        case .difference, .whole, .share, .quotient: arithmetic(formula)
        }
    }

    private func money(_ grants: [GrantEntry]) -> Outcome? {
        guard !grants.isEmpty else { return nil }
        return Outcome(Measure(grants.map(\.amount).sum()), .actual, grants.map(\.position))
    }

    private func paid(_ payments: [BatchEntry.Payment]) -> Outcome? {
        guard !payments.isEmpty else { return nil }
        return Outcome(Measure(payments.map(\.amount).sum()), .actual, payments.map(\.position))
    }

    private func allocated(_ project: Text) -> Outcome {
        let shares = book.allocations.filter { $0.project == project }
        return Outcome(Measure(shares.map(\.amount).sum()), .actual, shares.map(\.position))
    }

    private var headcount: Outcome? {
        let rosters = book.rostersOfPeriod
        guard !rosters.isEmpty else { return nil }
        let persons = rosters.reduce(0) { $0 + $1.headcount }
        return Outcome(
            Measure(.persons, base: Int64(persons) * 10_000), .actual, rosters.map(\.position))
    }

    private var lettersIssued: Outcome? {
        let issued = book.lettersOfPeriod.compactMap(\.issued)
        return issued.isEmpty ? nil : Outcome(Measure(count: issued.count), .actual, issued)
    }
}

// MARK: Arithmetic

extension Evaluation {
    private func sum(_ terms: [Formula]) -> Outcome? {
        let outcomes = terms.map(outcome)
        guard let first = outcomes.first?.flatMap({ $0 }) else { return nil }
        return outcomes.dropFirst().reduce(first) { total, next in
            guard let total, let next else { return nil }
            return combined(total, next, +)
        }
    }

    private func arithmetic(_ formula: Formula) -> Outcome? {
        switch formula {
        case .difference(let left, let right):
            both(left, right).flatMap { combined($0, $1, -) }
        case .whole(let part, let share):
            both(part, share).flatMap { part, share in
                quotient(part, share, times: 1_000_000, part.measure?.dimension)
            }
        case .share(let part, let whole):
            both(part, whole).flatMap { quotient($0, $1, times: 1_000_000, .share) }
        case .quotient(let left, let right):
            both(left, right).flatMap { quotient($0, $1, times: 1_000_000, .share) }
        case .figure, .grants, .received, .receivedFor, .paid, .paidToDate, .allocated,
            .headcount, .lettersIssued, .openBlockers, .deadline, .completedIn, .milestone,
            .months, .years, .source, .sum:
            nil
        }
    }

    private func both(_ left: Formula, _ right: Formula) -> (Outcome, Outcome)? {
        guard let left = outcome(left), let right = outcome(right) else { return nil }
        return (left, right)
    }

    private func combined(
        _ left: Outcome, _ right: Outcome, _ operation: (Int64, Int64) -> Int64
    ) -> Outcome? {
        guard let first = left.measure, let second = right.measure,
            first.dimension == second.dimension
        else { return nil }
        return Outcome(
            Measure(first.dimension, base: operation(first.base, second.base)),
            left.qualifier.weaker(right.qualifier), left.positions + right.positions)
    }

    /// `left × times ÷ right`, to the nearest step. A tonne of water counts as a cubic metre: both
    /// are 10⁴ steps.
    private func quotient(
        _ left: Outcome, _ right: Outcome, times: UInt64, _ dimension: Measure.Dimension?
    ) -> Outcome? {
        guard let dimension, let first = left.measure?.base, let second = right.measure?.base,
            first >= 0, second > 0
        else { return nil }
        let wide = UInt64(first).multipliedFullWidth(by: times)
        guard wide.high < UInt64(second) else { return nil }
        let (whole, rest) = UInt64(second).dividingFullWidth(wide)
        guard whole < UInt64(Quantity.limit) else { return nil }
        return Outcome(
            Measure(dimension, base: Int64(whole + (rest * 2 >= UInt64(second) ? 1 : 0))),
            left.qualifier.weaker(right.qualifier), left.positions + right.positions)
    }
}
