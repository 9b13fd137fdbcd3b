// Keys of batches' stored events. Stored names never change.

extension Disbursement.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .drafted(let sheet, let by):
            sheet.write(to: &fields)
            fields.text("by", by)
        case .reviewed(let opinion, let by):
            fields.text("opinion", opinion)
            fields.text("by", by)
        case .approved(let commitments, let opinion, let by):
            fields.shares("commitments", commitments)
            fields.text("opinion", opinion)
            fields.text("by", by)
        case .sentBack(let reason, let released):
            fields.text("reason", reason)
            fields.shares("released", released)
        case .voided(let reason, let persons, let released):
            fields.text("reason", reason)
            fields.texts("persons", persons)
            fields.shares("released", released)
        case .submitted(let submission, let persons, let amount):
            submission.write(to: &fields)
            fields.texts("persons", persons)
            fields.fen("amount", amount)
        case .linesSettled(let settled): settled.write(to: &fields)
        case .lineDeferred, .lineReissued, .linePaidBack: writeLine(to: &fields)
        case .overpaymentFound(let overpayment): overpayment.write(to: &fields, .fen)
        case .cashHandedOver(let cash, let held):
            cash.write(to: &fields, .fen)
            if !held.isEmpty { fields.months("held", held) }
        case .amountRecovered(let recovery, let returned):
            recovery.write(to: &fields, .fen)
            fields.shares("returned", returned)
        case .reconciled(let paid, let note):
            fields.fen("paid", paid)
            fields.text("note", note)
        case .closed: break
        }
    }

    private func writeLine(to fields: inout FieldWriter) {
        switch self {
        case .lineDeferred(let person, let amount, let reason, let released):
            fields.text("person", person)
            fields.fen("amount", amount)
            fields.text("reason", reason)
            fields.shares("released", released)
        case .lineReissued(let person, let amount, let bankBatch):
            fields.text("person", person)
            fields.fen("amount", amount)
            fields.text("bankBatch", bankBatch)
        case .linePaidBack(let person, let amount, let document, let released):
            fields.text("person", person)
            fields.fen("amount", amount)
            fields.text("document", document)
            fields.shares("released", released)
        case .drafted, .reviewed, .approved, .sentBack, .voided, .submitted, .linesSettled,
            .overpaymentFound, .cashHandedOver, .amountRecovered, .reconciled, .closed:
            break
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "BatchDrafted": .drafted(Disbursement.Sheet(from: &fields), by: fields.text("by"))
        case "BatchReviewed":
            .reviewed(opinion: fields.optionalText("opinion"), by: fields.text("by"))
        case "BatchApproved":
            .approved(
                commitments: fields.shares("commitments"), opinion: fields.optionalText("opinion"),
                by: fields.text("by"))
        case "BatchReturned":
            .sentBack(reason: fields.text("reason"), released: fields.shares("released"))
        case "BatchVoided":
            .voided(
                reason: fields.text("reason"),
                persons: fields.ids("persons", limit: Disbursement.linesLimit),
                released: fields.shares("released"))
        case "BatchSubmitted":
            .submitted(
                Disbursement.Submission(from: &fields),
                persons: fields.ids("persons", limit: Disbursement.linesLimit),
                amount: fields.fen("amount"))
        case "LinesSettled": .linesSettled(Disbursement.Settled(from: &fields))
        case "OverpaymentFound":
            .overpaymentFound(Disbursement.Overpayment(from: &fields, .fen))
        case "CashHandedOver":
            .cashHandedOver(
                Disbursement.Cash(from: &fields, .fen),
                held: fields.has("held") ? fields.months("held") : MonthSet())
        case "AmountRecovered":
            .amountRecovered(
                Disbursement.Recovery(from: &fields, .fen), returned: fields.shares("returned"))
        case "BatchReconciled":
            .reconciled(paid: fields.fen("paid"), note: fields.optionalText("note"))
        case "BatchClosed": .closed
        default: readLine(type, from: &fields)
        }
    }

    private static func readLine(_ type: String, from fields: inout FieldReader) -> Self? {
        switch type {
        case "LineDeferred":
            .lineDeferred(
                person: fields.id("person"), amount: fields.fen("amount"),
                reason: fields.text("reason"), released: fields.shares("released"))
        case "LineReissued":
            .lineReissued(
                person: fields.id("person"), amount: fields.fen("amount"),
                bankBatch: fields.text("bankBatch", limit: Disbursement.nameLimit))
        case "LinePaidBack":
            .linePaidBack(
                person: fields.id("person"), amount: fields.fen("amount"),
                document: fields.optionalText("document", limit: Disbursement.nameLimit),
                released: fields.shares("released"))
        default: nil
        }
    }
}
