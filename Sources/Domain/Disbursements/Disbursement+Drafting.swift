// Making up the list: one line a person, from approved rosters and the rates in force.

extension Disbursement {
    /// What a decision needs of other streams, as they were read.
    package struct Inputs: Sendable {
        package var rosters: [Text: Roster.State] = [:]
        package var funds: [Text: Fund.State] = [:]
        package init() {}
    }

    static func draft(
        _ draft: Draft, _ state: State, _ context: Context, _ inputs: Inputs
    ) throws(Rejection) -> [Event] {
        guard state.phase == .none || state.phase == .returned else {
            throw .notInPhase(state.phase)
        }
        guard !draft.rosters.isEmpty else { throw .noRosters }
        var sheet = Sheet(
            title: draft.title, programme: draft.programme, from: draft.from, to: draft.to,
            rosters: draft.rosters, sources: draft.sources, lines: [])
        try fill(&sheet, draft, state, context, inputs)
        guard !sheet.lines.isEmpty else { throw .noLines }
        guard sheet.lines.count <= linesLimit else { throw .tooManyLines }
        try check(draft.sources, of: draft.programme, inputs)
        let sources = draft.sources.map(\.amount).sum()
        guard sources == sheet.total else {
            throw .sourcesDiffer(total: sheet.total, sources: sources)
        }
        let persons = Set(sheet.lines.map(\.person))
        sheet.dropped = state.lines.keys.filter { !persons.contains($0) }.sorted()
        return [.drafted(sheet, by: context.actor.id)]
    }

    private static func fill(
        _ sheet: inout Sheet, _ draft: Draft, _ state: State, _ context: Context,
        _ inputs: Inputs
    ) throws(Rejection) {
        var rates = Rates(draft.programme, context.parameters)
        var seen: Set<Text> = []
        var payees: Set<Payee> = []
        let arrears = Dictionary(
            draft.arrears.map { ($0.person, $0.from) }, uniquingKeysWith: { min($0, $1) })
        for (index, id) in draft.rosters.enumerated() {
            guard let roster = inputs.rosters[id], roster.isPayable else {
                throw .rosterNotApproved(id)
            }
            for (person, entry) in roster.persons where entry.mode != .project {
                let from = min(arrears[person] ?? draft.from, draft.from)
                let months = entry.entitled.intersection(MonthSet(from, draft.to))
                    .subtracting(
                        state.handedOver(
                            Payee(identityClaim: entry.identityClaim), draft.programme))
                if months.isEmpty { continue }
                guard seen.insert(person).inserted else { throw .personTwice(person) }
                let payee = Payee(identityClaim: entry.identityClaim)
                guard payees.insert(payee).inserted else { throw .personTwice(person) }
                guard state.cash[person] == nil else { throw .lineKnown(person) }
                if let reason = entry.waitReason(on: context.protectingDay) {
                    sheet.waiting.append(Waiting(person: person, reason: reason))
                } else {
                    let amount = try rates.amount(months)
                    sheet.lines.append(
                        Line(
                            person: person, payee: payee, roster: index, months: months,
                            amount: amount))
                }
            }
        }
        for person in arrears.keys.sorted() where !seen.contains(person) {
            throw .notEntitled(person)
        }
        sheet.lines.sort { $0.person < $1.person }
        sheet.waiting.sort { $0.person < $1.person }
    }

    /// Money of one purpose pays for nothing else.
    static func check(
        _ sources: [Share], of programme: Text, _ inputs: Inputs
    ) throws(Rejection) {
        var seen: Set<Text> = []
        for source in sources {
            guard seen.insert(source.fund).inserted else { throw .fundTwice(source.fund) }
            guard let key = inputs.funds[source.fund]?.key else { throw .fundUnknown(source.fund) }
            guard key.purpose == programme else {
                throw .fundOfOtherPurpose(source.fund, purpose: key.purpose)
            }
        }
    }

    /// What was right when the list was made up must still be: persons are removed, object, and
    /// change their accounts and get cash in between. Such a line must be deferred first.
    static func recheck(
        _ state: State, _ context: Context, _ inputs: Inputs
    ) throws(Rejection) {
        for person in state.persons(.due) {
            guard let line = state.lines[person]?.line else { continue }
            guard state.rosters.indices.contains(line.roster),
                let entry = inputs.rosters[state.rosters[line.roster]]?.persons[person],
                entry.entitled.isSuperset(of: line.months)
            else { throw .notEntitled(person) }
            if let reason = entry.waitReason(on: context.protectingDay) {
                throw .waits(person, reason)
            }
            let paid = state.handedOver(line.payee, state.programme)
            guard paid.intersection(line.months).isEmpty else { throw .paidInCash(person) }
        }
    }
}

extension Roster.Person {
    /// Why the person is not paid for now; nil if nothing stands in the way.
    fileprivate func waitReason(on day: Day) -> Disbursement.WaitReason? {
        if openObjections > 0 { return .objection }
        if let usableFrom, usableFrom > day { return .cooling }
        return nil
    }
}

extension Disbursement.State {
    /// The months for which this stream knows the person to have got cash.
    func handedOver(_ payee: Disbursement.Payee, _ programme: Text) -> MonthSet {
        if cash.isEmpty { return MonthSet() }
        return cash.values
            .filter { $0.cash.holder == payee && $0.cash.programme == programme }
            .reduce(MonthSet()) { $0.union($1.cash.months) }
    }
}

/// The monthly rates of one programme. Most persons have the same months, so sums are kept.
private struct Rates {
    private let name: Text
    private let table: ParameterTable
    private var sums: [MonthSet: Fen] = [:]

    init(_ programme: Text, _ table: ParameterTable) {
        name = ParameterNames.rate(of: programme)
        self.table = table
    }

    /// The sum of each month's own rate: it may change within a batch.
    mutating func amount(_ months: MonthSet) throws(Disbursement.Rejection) -> Fen {
        if let known = sums[months] { return known }
        var sum = Fen.zero
        for month in months.months {
            guard let rate = table.fen(name, on: month.firstDay) else {
                throw .parameterMissing(name)
            }
            sum += rate
        }
        sums[months] = sum
        return sum
    }
}
