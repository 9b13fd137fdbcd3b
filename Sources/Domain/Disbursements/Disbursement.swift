/// The rules of one batch of payments (发放批次).
///
/// drafted → reviewed → approved → submitted → settling → reconciled → closed; returned, voided.
/// Headwater does not pay: it writes what the bank is to pay and reads what it paid. Maker, checker
/// and approver are three persons, and a submitted batch is compensated, never edited.
package enum Disbursement: Decider {
    package static let kind = AggregateKind.disbursement
    package static let initial = State()

    /// What the rules read; rows for people are `BatchList` and `BatchLines`.
    package struct State: Hashable, Sendable {
        package enum Phase: String, Hashable, Sendable, CaseIterable {
            case none, drafted, reviewed, returned, approved, submitted, settling, reconciled
            case closed, voided
        }
        package var phase = Phase.none
        package var programme: Text = ""
        package var rosters: [Text] = []
        package var sources: [Source] = []
        package var lines: [Text: Entry] = [:]
        package var cash: [Text: HandOver] = [:]
        /// Every batch of the bank's that lines of this one went out with.
        package var bankBatches: Set<Text> = []
        package var maker: Text?
        package var checker: Text?

        /// One fund's part in the batch: planned at drafting, committed at approval.
        package struct Source: Hashable, Sendable {
            package var fund: Text
            package var planned: Fen
            package var committed = Fen.zero
            package var paid = Fen.zero
        }

        package struct Entry: Hashable, Sendable {
            package var line: Line
            package var state = LineState.due
            /// The bank's batch that it went out with last; nil before the first.
            package var bankBatch: Text?
            package var overpaid = Fen.zero
            package var recovered = Fen.zero

            /// The line holds its months: nobody else may pay them.
            package var holdsMonths: Bool {
                switch state {
                case .due, .sent, .paid, .failed: true
                case .deferred, .paidBack: false
                }
            }
        }

        package struct HandOver: Hashable, Sendable {
            package var cash: Cash
            package var held: MonthSet
            package var overpaid = Fen.zero
            package var recovered = Fen.zero
        }
    }

    package enum LineState: String, Hashable, Sendable, CaseIterable {
        case due, deferred, sent, paid, failed
        case paidBack = "paid-back"
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .drafted(let sheet, let by): state.take(sheet, by: by)
        case .reviewed(_, let by):
            state.phase = .reviewed
            state.checker = by
        case .approved(let commitments, _, _):
            state.phase = .approved
            state.change(commitments) { $0.committed += $1 }
        case .sentBack(_, let released):
            state.phase = .returned
            state.release(released)
        case .voided(_, _, let released):
            state.phase = .voided
            state.release(released)
        case .lineDeferred(let person, _, _, let released):
            state.lines[person]?.state = .deferred
            state.release(released)
        case .submitted(let submission, let persons, _):
            state.phase = .submitted
            for person in persons { state.send(person, with: submission.bankBatch) }
        case .linesSettled(let settled): state.take(settled)
        case .lineReissued(let person, _, let bankBatch):
            state.phase = .settling
            state.send(person, with: bankBatch)
        case .linePaidBack(let person, _, _, let released):
            state.lines[person]?.state = .paidBack
            state.release(released)
        case .overpaymentFound(let overpayment):
            state.lines[overpayment.line]?.overpaid += overpayment.amount
            state.cash[overpayment.line]?.overpaid += overpayment.amount
        case .cashHandedOver(let cash, let held):
            state.cash[cash.payment] = State.HandOver(cash: cash, held: held)
        case .amountRecovered(let recovery, let returned):
            state.lines[recovery.line]?.recovered += recovery.amount
            state.cash[recovery.line]?.recovered += recovery.amount
            state.change(returned) { $0.paid -= $1 }
            state.release(returned)
        case .reconciled: state.phase = .reconciled
        case .closed: state.phase = .closed
        }
    }
}

extension Disbursement.State {
    fileprivate mutating func take(_ sheet: Disbursement.Sheet, by maker: Text) {
        phase = .drafted
        programme = sheet.programme
        rosters = sheet.rosters
        sources = sheet.sources.map { Source(fund: $0.fund, planned: $0.amount) }
        lines = Dictionary(
            sheet.lines.map { ($0.person, Entry(line: $0)) }, uniquingKeysWith: { $1 })
        self.maker = maker
        checker = nil
    }

    fileprivate mutating func send(_ person: Text, with bankBatch: Text) {
        lines[person]?.state = .sent
        lines[person]?.bankBatch = bankBatch
        bankBatches.insert(bankBatch)
    }

    fileprivate mutating func take(_ settled: Disbursement.Settled) {
        phase = .settling
        for person in settled.paid { lines[person]?.state = .paid }
        for failure in settled.failed { lines[failure.person]?.state = .failed }
        change(settled.charges) { $0.paid += $1 }
    }

    fileprivate mutating func release(_ shares: [Disbursement.Share]) {
        change(shares) { $0.committed -= $1 }
    }

    fileprivate mutating func change(
        _ shares: [Disbursement.Share], _ apply: (inout Source, Fen) -> Void
    ) {
        for share in shares {
            guard let index = sources.firstIndex(where: { $0.fund == share.fund }) else { continue }
            apply(&sources[index], share.amount)
        }
    }

    /// Persons of the lines in `state`, by id: dictionaries have no order, the log has.
    func persons(_ state: Disbursement.LineState) -> [Text] {
        lines.values.filter { $0.state == state }.map(\.line.person).sorted()
    }

    package func total(_ states: Disbursement.LineState...) -> Fen {
        lines.values.filter { states.contains($0.state) }.map(\.line.amount).sum()
    }
}

// MARK: Claims

extension Disbursement {
    /// A payment holds each (programme, person, month): the store lets no second batch take one.
    package static func claims(_ event: Event, before state: State) -> [ClaimChange] {
        switch event {
        case .drafted(let sheet, _): redraft(sheet, state)
        case .voided:
            state.lines.values.filter(\.holdsMonths).sorted { $0.line.person < $1.line.person }
                .flatMap { months($0.line, state).map { .release($0) } }
        case .lineDeferred(let person, _, _, _), .linePaidBack(let person, _, _, _):
            state.lines[person].map { entry in
                months(entry.line, state).map { .release($0) }
            } ?? []
        case .cashHandedOver(let cash, let held):
            payments(cash.programme, cash.holder, cash.months.subtracting(held)).map { .take($0) }
        case .reviewed, .approved, .sentBack, .submitted, .linesSettled, .lineReissued,
            .overpaymentFound, .amountRecovered, .reconciled, .closed:
            []
        }
    }

    /// Only what differs from the list before: a month that stays is neither released nor taken.
    private static func redraft(_ sheet: Sheet, _ state: State) -> [ClaimChange] {
        var held: [Payee: MonthSet] = [:]
        for entry in state.lines.values where entry.holdsMonths {
            held[entry.line.payee] = entry.line.months
        }
        let sameProgramme = sheet.programme == state.programme
        var released: [ClaimChange] = []
        var taken: [ClaimChange] = []
        for line in sheet.lines {
            let before = sameProgramme ? held.removeValue(forKey: line.payee) : nil
            let standing = before ?? MonthSet()
            let gone = standing.subtracting(line.months)
                .subtracting(state.handedOver(line.payee, state.programme))
            released += payments(state.programme, line.payee, gone).map { .release($0) }
            let fresh = line.months.subtracting(standing)
            taken += payments(sheet.programme, line.payee, fresh).map { .take($0) }
        }
        for (payee, months) in held.sorted(by: { $0.key.code < $1.key.code }) {
            let gone = months.subtracting(state.handedOver(payee, state.programme))
            released += payments(state.programme, payee, gone).map { .release($0) }
        }
        return released + taken
    }

    /// What a line gives back when it is not to be paid: all but the months that were paid in cash
    /// meanwhile, or another batch would pay them again.
    private static func months(_ line: Line, _ state: State) -> [Claim] {
        payments(
            state.programme, line.payee,
            line.months.subtracting(state.handedOver(line.payee, state.programme)))
    }

    private static func payments(
        _ programme: Text, _ payee: Payee, _ months: MonthSet
    ) -> [Claim] {
        months.months.map { Claim(Text("payment/\(programme)/\(payee.code)/\($0)")) }
    }
}
