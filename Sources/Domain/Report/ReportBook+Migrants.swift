/// A village's roster (花名册) as the report tells it.
struct RosterEntry: Hashable, Sendable {
    var headcount: Int
    var approvedOn: Day
    var position: Int64
    var frozenOn: Day?
}

/// A batch of payments (发放批次) as the report tells it.
struct BatchEntry: Hashable, Sendable {
    var title: Text
    var programme: Text
    var from: Month
    var to: Month
    var lines: Int
    var total: Fen
    /// What left the funds, and what came back as an amount below zero.
    var payments: [Payment] = []
    var failed: [Text: Text] = [:]
    var isReconciled = false

    struct Payment: Hashable, Sendable {
        let amount: Fen
        let charges: [Disbursement.Share]
        let day: Day
        let position: Int64
    }
}

extension ReportBook {
    mutating func take(_ event: Roster.Event, _ source: Source) {
        switch event {
        case .approved(let headcount, _):
            rosters[source.stream] = RosterEntry(
                headcount: headcount, approvedOn: source.day, position: source.position)
        case .frozen: rosters[source.stream]?.frozenOn = source.day
        case .enrolled, .removalProposed, .removed, .restored, .moved, .accountProposed,
            .accountChanged, .noticePosted, .noticeEnded, .objectionFiled, .objectionSettled:
            break
        }
    }

    mutating func take(_ event: Disbursement.Event, _ source: Source) {
        let id = source.stream
        switch event {
        case .drafted(let sheet, _):
            batches[id] = BatchEntry(
                title: sheet.title, programme: sheet.programme, from: sheet.from, to: sheet.to,
                lines: sheet.lines.count, total: sheet.total)
        case .linesSettled(let settled):
            pay(settled.paidAmount, settled.charges, source)
            for person in settled.paid { batches[id]?.failed[person] = nil }
            for failure in settled.failed {
                batches[id]?.failed[failure.person] = failure.reason ?? ""
            }
        case .cashHandedOver(let cash, _): pay(cash.amount, [], source)
        case .amountRecovered(let recovery, let returned):
            let back = returned.map {
                Disbursement.Share(fund: $0.fund, amount: .zero - $0.amount)
            }
            pay(.zero - recovery.amount, back, source)
        case .linePaidBack(let person, _, _, _): batches[id]?.failed[person] = nil
        case .reconciled: batches[id]?.isReconciled = true
        case .voided: batches[id] = nil
        case .reviewed, .approved, .sentBack, .lineDeferred, .submitted, .lineReissued,
            .overpaymentFound, .closed:
            break
        }
    }

    private mutating func pay(
        _ amount: Fen, _ charges: [Disbursement.Share], _ source: Source
    ) {
        guard amount != .zero else { return }
        batches[source.stream]?.payments.append(
            BatchEntry.Payment(
                amount: amount, charges: charges, day: source.day, position: source.position))
    }

    /// Rosters in force on the period's last day: approved by then, and not closed before it began.
    var rostersOfPeriod: [RosterEntry] {
        rosters.values.filter { $0.frozenOn.map { $0 >= period.firstDay } ?? true }
            .sorted { $0.position < $1.position }
    }

    /// Payments under `programme` in the order of the log: of the period, or of its year so far.
    func payments(_ programme: Text, toDate: Bool) -> [BatchEntry.Payment] {
        batches.values.filter { $0.programme == programme }.flatMap(\.payments)
            .filter { payment in
                toDate
                    ? payment.day.month.year == period.first.year : period.contains(payment.day)
            }
            .sorted { $0.position < $1.position }
    }
}
