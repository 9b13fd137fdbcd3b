/// Rows behind `GET /v1/disbursements`, one a batch. paid + failed + pending = submitted: a line
/// that was given up (缴回国库) stays among the failed.
package enum BatchList: ReadModel {
    package struct Row: Hashable, Sendable {
        package var title: Text
        package var programme: Text
        package var from: Month
        package var to: Month
        package var phase = Disbursement.State.Phase.drafted
        package var rosters: [Text] = []
        package var sources: [Disbursement.Share] = []
        /// Without the deferred ones.
        package var lines = 0
        package var deferred = 0
        package var waiting = 0
        package var total = Fen.zero
        package var submitted = Fen.zero
        package var paid = Fen.zero
        package var failed = Fen.zero
        package var pending = Fen.zero
        package var paidBack = Fen.zero
        package var overpaid = Fen.zero
        package var recovered = Fen.zero
        package var cash = Fen.zero
        package var paidLines = 0
        package var maker: Text?
        package var checker: Text?
        package var approver: Text?
        package var bankBatch: Text?
        package var draftedOn: Day?
        package var approvedOn: Day?
        package var submittedOn: Day?
        package var reconciledOn: Day?
    }

    package static let name = "batch_list"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.disbursement]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .disbursement(let event) = recorded.event else { return }
        let day = recorded.envelope.occurredOn
        switch event {
        case .drafted(let sheet, let by): row = Row(sheet, by: by, on: day, after: row)
        case .cashHandedOver(let cash, _):
            row = row ?? Row(cash)
            row?.cash += cash.amount
        case .reviewed, .approved, .sentBack, .voided, .lineDeferred, .submitted, .linesSettled,
            .lineReissued, .linePaidBack, .overpaymentFound, .amountRecovered, .reconciled,
            .closed:
            row?.take(event, on: day)
        }
    }
}

extension BatchList.Row {
    /// What was handed over or found before stays, whatever list is made up after it.
    fileprivate init(
        _ sheet: Disbursement.Sheet, by maker: Text, on day: Day, after row: BatchList.Row?
    ) {
        self.init(
            title: sheet.title, programme: sheet.programme, from: sheet.from, to: sheet.to,
            rosters: sheet.rosters, sources: sheet.sources, lines: sheet.lines.count,
            waiting: sheet.waiting.count, total: sheet.total, overpaid: row?.overpaid ?? .zero,
            recovered: row?.recovered ?? .zero, cash: row?.cash ?? .zero, maker: maker,
            draftedOn: day)
    }

    /// A stream that begins with cash has no list yet.
    fileprivate init(_ cash: Disbursement.Cash) {
        let month = Month(number: 0)
        self.init(
            title: cash.note, programme: cash.programme, from: cash.months.first ?? month,
            to: cash.months.last ?? month, phase: .none)
    }

    fileprivate mutating func take(_ event: Disbursement.Event, on day: Day) {
        switch event {
        case .drafted, .cashHandedOver: break
        case .reviewed(_, let by):
            phase = .reviewed
            checker = by
        case .approved(_, _, let by):
            phase = .approved
            approver = by
            approvedOn = day
        case .sentBack: phase = .returned
        case .voided: phase = .voided
        case .lineDeferred(_, let amount, _, _):
            lines -= 1
            deferred += 1
            total -= amount
        case .submitted(let submission, _, let amount):
            phase = .submitted
            bankBatch = submission.bankBatch
            submittedOn = day
            submitted = amount
            pending = amount
        case .linesSettled, .lineReissued, .linePaidBack: settle(event)
        case .overpaymentFound(let overpayment): overpaid += overpayment.amount
        case .amountRecovered(let recovery, _): recovered += recovery.amount
        case .reconciled:
            phase = .reconciled
            reconciledOn = day
        case .closed: phase = .closed
        }
    }

    private mutating func settle(_ event: Disbursement.Event) {
        switch event {
        case .linesSettled(let settled):
            phase = .settling
            paid += settled.paidAmount
            failed += settled.failedAmount
            pending -= settled.paidAmount + settled.failedAmount
            paidLines += settled.paid.count
        case .lineReissued(_, let amount, _):
            phase = .settling
            failed -= amount
            pending += amount
        case .linePaidBack(_, let amount, _, _): paidBack += amount
        case .drafted, .reviewed, .approved, .sentBack, .voided, .lineDeferred, .submitted,
            .overpaymentFound, .cashHandedOver, .amountRecovered, .reconciled, .closed:
            break
        }
    }
}
