// Names and keys of batches' commands.

extension Disbursement.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .draft(let draft): draft.write(to: &fields)
        case .review(let opinion), .approve(let opinion): fields.text("opinion", opinion)
        case .sendBack(let reason), .void(let reason): fields.text("reason", reason)
        case .deferLine(let person, let reason):
            fields.text("person", person)
            fields.text("reason", reason)
        case .submit(let submission): submission.write(to: &fields)
        case .settleLines(let results): results.write(to: &fields)
        case .reissueLine(let person, let bankBatch):
            fields.text("person", person)
            fields.text("bankBatch", bankBatch)
        case .payBackLine(let person, let document):
            fields.text("person", person)
            fields.text("document", document)
        case .findOverpayment(let overpayment): overpayment.write(to: &fields, .yuan)
        case .handOverCash(let cash, _):
            cash.write(to: &fields, .yuan)
        case .recoverAmount(let recovery): recovery.write(to: &fields, .yuan)
        case .reconcile(let total, let note):
            fields.yuan("statementTotal", total)
            fields.text("note", note)
        case .close: break
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "draft": .draft(Disbursement.Draft(from: &fields))
        case "review": .review(opinion: fields.optionalText("opinion"))
        case "approve": .approve(opinion: fields.optionalText("opinion"))
        case "return": .sendBack(reason: fields.text("reason"))
        case "void": .void(reason: fields.text("reason"))
        case "defer-line":
            .deferLine(person: fields.id("person"), reason: fields.text("reason"))
        case "submit": .submit(Disbursement.Submission(from: &fields))
        case "settle-lines": .settleLines(Disbursement.Results(from: &fields))
        case "reissue-line":
            .reissueLine(
                person: fields.id("person"),
                bankBatch: fields.text("bankBatch", limit: Disbursement.nameLimit))
        case "pay-back-line":
            .payBackLine(
                person: fields.id("person"),
                document: fields.optionalText("document", limit: Disbursement.nameLimit))
        case "find-overpayment":
            .findOverpayment(Disbursement.Overpayment(from: &fields, .yuan))
        case "hand-over-cash":
            // Which months others hold, the store says: taken from a caller, it would keep the
            // payment from claiming them.
            .handOverCash(Disbursement.Cash(from: &fields, .yuan), monthsAlreadyHeld: MonthSet())
        case "recover-amount": .recoverAmount(Disbursement.Recovery(from: &fields, .yuan))
        case "reconcile":
            .reconcile(
                statementTotal: fields.yuan("statementTotal"), note: fields.optionalText("note"))
        case "close": .close
        default: nil
        }
    }
}
