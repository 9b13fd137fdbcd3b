/// Rows behind `GET /v1/disbursements/{id}/lines`, one a line or payment in cash, keyed
/// `<batch>/<person>` or `<batch>/<payment>`.
package enum DisbursementLines: ReadModel {
    /// A line's state for readers: more than the rules need.
    package enum LineState: String, Hashable, Sendable, CaseIterable {
        case waiting, due, deferred, sent, paid, failed, reissued, voided, cash
        case paidBack = "paid-back"
    }

    package struct Row: Hashable, Sendable {
        package var batch: Text
        package var person: Text
        package var roster: Text?
        package var months: MonthSet
        package var amount: Fen
        package var state: LineState
        /// Why it waits, was deferred or failed.
        package var reason: Text?
        package var overpaid = Fen.zero
        package var recovered = Fen.zero
        package var settledOn: Day?
    }

    package static let name = "disbursement_lines"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.disbursement]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        guard case .disbursement(let event) = recorded.event else { return [] }
        return event.lineIDs.map { Text("\(recorded.stream.id)/\($0)") }
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .disbursement(let event) = recorded.event else { return }
        let batch = recorded.stream.id
        let id = Text(String(decoding: key.utf8.dropFirst(batch.utf8.count + 1), as: UTF8.self))
        switch event {
        case .drafted(let sheet, _): row = Row(sheet, id, in: batch)
        case .cashHandedOver(let cash, _):
            row = Row(
                batch: batch, person: cash.person, months: cash.months, amount: cash.amount,
                state: .cash, settledOn: recorded.envelope.occurredOn)
        case .voided, .lineDeferred, .submitted, .linesSettled, .lineReissued, .linePaidBack,
            .overpaymentFound, .amountRecovered:
            row?.take(event, id, on: recorded.envelope.occurredOn)
        case .reviewed, .approved, .sentBack, .reconciled, .closed: break
        }
    }
}

extension Disbursement.Event {
    /// The lines that the event touches.
    fileprivate var lineIDs: [Text] {
        switch self {
        case .drafted(let sheet, _):
            sheet.lines.map(\.person) + sheet.waiting.map(\.person) + sheet.dropped
        case .voided(_, let persons, _), .submitted(_, let persons, _): persons
        case .lineDeferred(let person, _, _, _), .lineReissued(let person, _, _),
            .linePaidBack(let person, _, _, _):
            [person]
        case .linesSettled(let settled): settled.paid + settled.failed.map(\.person)
        case .overpaymentFound(let overpayment): [overpayment.line]
        case .amountRecovered(let recovery, _): [recovery.line]
        case .cashHandedOver(let cash, _): [cash.payment]
        case .reviewed, .approved, .sentBack, .reconciled, .closed: []
        }
    }
}

extension DisbursementLines.Row {
    /// Nil for a person whom the new list has dropped.
    fileprivate init?(_ sheet: Disbursement.Sheet, _ person: Text, in batch: Text) {
        if let line = sheet.lines.entry(of: person, by: \.person) {
            self.init(
                batch: batch, person: person,
                roster: sheet.rosters.indices.contains(line.roster)
                    ? sheet.rosters[line.roster] : nil,
                months: line.months, amount: line.amount, state: .due)
        } else if let waiting = sheet.waiting.entry(of: person, by: \.person) {
            self.init(
                batch: batch, person: person, months: MonthSet(), amount: .zero, state: .waiting,
                reason: Text(waiting.reason.rawValue))
        } else {
            return nil
        }
    }

    fileprivate mutating func take(_ event: Disbursement.Event, _ id: Text, on day: Day) {
        switch event {
        case .voided: state = .voided
        case .lineDeferred(_, _, let reason, _):
            state = .deferred
            self.reason = reason
        case .submitted: state = .sent
        case .linesSettled(let settled):
            settledOn = day
            if let failure = settled.failed.entry(of: id, by: \.person) {
                state = .failed
                reason = failure.reason
            } else {
                state = .paid
                reason = nil
            }
        case .lineReissued: state = .reissued
        case .linePaidBack: state = .paidBack
        case .overpaymentFound(let overpayment): overpaid += overpayment.amount
        case .amountRecovered(let recovery, _): recovered += recovery.amount
        case .drafted, .cashHandedOver, .reviewed, .approved, .sentBack, .reconciled, .closed:
            break
        }
    }
}

extension Array {
    /// The element of `person` in a list in the order of persons, as the decider writes them. A
    /// search line by line would make folding one batch quadratic.
    fileprivate func entry(of person: Text, by key: (Element) -> Text) -> Element? {
        var range = startIndex..<endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let found = key(self[middle])
            if found == person { return self[middle] }
            range = found < person ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }
}

extension DisbursementLines {
    package static let columns: [Column] = [
        Column("batch", .text, indexed: true, "发放批次", "Batch"),
        Column("person", .text, indexed: true, "人员编号", "Person"),
        Column("roster", .text, indexed: true, "花名册", "Roster"),
        Column("months", .text, "发放月份", "Months"),
        Column("month_count", .integer, "月数", "Number of months"),
        Column("amount_fen", .integer, indexed: true, "金额", "Amount"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("reason", .text, "原因", "Reason"),
        Column("overpaid_fen", .integer, "错发多发", "Overpaid"),
        Column("recovered_fen", .integer, "已追回", "Recovered"),
        Column("settled_on", .day, "回盘日期", "Settled on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.batch), .text(row.person), .text(row.roster),
            .text(Text(row.months.description)), .integer(Int64(row.months.count)),
            .fen(row.amount), .text(Text(row.state.rawValue)), .text(row.reason),
            .fen(row.overpaid), .fen(row.recovered), .day(row.settledOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let batch = values[0].textValue,
            let person = values[1].textValue, let months = values[3].textValue,
            let amount = values[5].integerValue,
            let state = values[6].textValue.flatMap({ LineState(rawValue: $0.string) }),
            let overpaid = values[8].integerValue, let recovered = values[9].integerValue
        else { return nil }
        return Row(
            batch: batch, person: person, roster: values[2].textValue,
            months: MonthSet(months.string) ?? MonthSet(), amount: Fen(amount), state: state,
            reason: values[7].textValue, overpaid: Fen(overpaid), recovered: Fen(recovered),
            settledOn: values[10].dayValue)
    }
}
