// The nested shapes that commands and events of batches share. A line's keys are one letter long:
// one event holds a district's persons.

extension Disbursement.Draft {
    init(from fields: inout FieldReader) {
        title = fields.text("title", limit: Disbursement.nameLimit)
        programme = fields.id("programme")
        from = fields.month("from")
        to = fields.month("to")
        rosters = fields.ids("rosters", limit: Disbursement.rostersLimit)
        sources = fields.list("sources", limit: Disbursement.sourcesLimit) {
            Disbursement.Share(from: &$0, .yuan)
        }
        arrears = fields.list("arrears", limit: Disbursement.linesLimit) {
            Disbursement.Arrears(person: $0.id("person"), from: $0.month("from"))
        }
        if from > to { fields.note("to", .outOfRange) }
    }

    func write(to fields: inout FieldWriter) {
        fields.text("title", title)
        fields.text("programme", programme)
        fields.month("from", from)
        fields.month("to", to)
        fields.texts("rosters", rosters)
        fields.list("sources", sources) { $1.write(to: &$0, .yuan) }
        fields.list("arrears", arrears) {
            $0.text("person", $1.person)
            $0.month("from", $1.from)
        }
    }
}

extension Disbursement.Share {
    init(from fields: inout FieldReader, _ money: Money) {
        fund = fields.id("fund")
        amount = fields.amount("amount", money)
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.text("fund", fund)
        fields.amount("amount", amount, money)
    }
}

extension FieldReader {
    mutating func shares(_ key: String) -> [Disbursement.Share] {
        list(key, limit: Disbursement.sourcesLimit) { Disbursement.Share(from: &$0, .fen) }
    }
}

extension FieldWriter {
    mutating func shares(_ key: String, _ shares: [Disbursement.Share]) {
        list(key, shares) { $1.write(to: &$0, .fen) }
    }
}

extension Disbursement.Sheet {
    init(from fields: inout FieldReader) {
        title = fields.text("title", limit: Disbursement.nameLimit)
        programme = fields.id("programme")
        from = fields.month("from")
        to = fields.month("to")
        rosters = fields.ids("rosters", limit: Disbursement.rostersLimit)
        sources = fields.shares("sources")
        lines = fields.list("lines", limit: Disbursement.linesLimit) {
            Disbursement.Line(
                person: $0.id("p"),
                payee: Disbursement.Payee(code: $0.text("i", limit: 128)),
                roster: Int($0.integer("r", in: 0...Int64(Disbursement.rostersLimit - 1))),
                months: $0.months("m"), amount: $0.fen("a"))
        }
        waiting = fields.list("waiting", limit: Disbursement.linesLimit) {
            Disbursement.Waiting(
                person: $0.id("p"),
                reason: $0.choice(
                    "why", Disbursement.WaitReason.self, standIn: .objection))
        }
        dropped = fields.ids("dropped", limit: Disbursement.linesLimit)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("title", title)
        fields.text("programme", programme)
        fields.month("from", from)
        fields.month("to", to)
        fields.texts("rosters", rosters)
        fields.shares("sources", sources)
        fields.list("lines", lines) {
            $0.text("p", $1.person)
            $0.text("i", $1.payee.code)
            $0.integer("r", Int64($1.roster))
            $0.months("m", $1.months)
            $0.fen("a", $1.amount)
        }
        fields.list("waiting", waiting) {
            $0.text("p", $1.person)
            $0.string("why", $1.reason.rawValue)
        }
        fields.texts("dropped", dropped)
    }
}

extension Disbursement.Submission {
    init(from fields: inout FieldReader) {
        bankBatch = fields.text("bankBatch", limit: Disbursement.nameLimit)
        fileHash = fields.optionalText("fileHash", limit: 128)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("bankBatch", bankBatch)
        fields.text("fileHash", fileHash)
    }
}

extension Disbursement.Results {
    init(from fields: inout FieldReader) {
        results = fields.list("results", limit: Disbursement.linesLimit) {
            Result(
                person: $0.id("person"),
                $0.choice("outcome", Outcome.self, standIn: .failed),
                reason: $0.optionalText("reason", limit: 500))
        }
        allOthersPaid = fields.optionalBoolean("allOthersPaid") ?? false
        bankBatch = fields.optionalText("bankBatch", limit: Disbursement.nameLimit)
    }

    func write(to fields: inout FieldWriter) {
        fields.list("results", results) {
            $0.text("person", $1.person)
            $0.string("outcome", $1.outcome.rawValue)
            $0.text("reason", $1.reason)
        }
        fields.boolean("allOthersPaid", allOthersPaid ? true : nil)
        fields.text("bankBatch", bankBatch)
    }
}

extension Disbursement.Settled {
    init(from fields: inout FieldReader) {
        paid = fields.ids("paid", limit: Disbursement.linesLimit)
        paidAmount = fields.fen("paidAmount")
        failed = fields.list("failed", limit: Disbursement.linesLimit) {
            Disbursement.Failure(
                person: $0.id("p"), reason: $0.optionalText("why", limit: 500))
        }
        failedAmount = fields.fen("failedAmount")
        charges = fields.shares("charges")
    }

    func write(to fields: inout FieldWriter) {
        fields.texts("paid", paid)
        fields.fen("paidAmount", paidAmount)
        fields.list("failed", failed) {
            $0.text("p", $1.person)
            $0.text("why", $1.reason)
        }
        fields.fen("failedAmount", failedAmount)
        fields.shares("charges", charges)
    }
}

extension Disbursement.Overpayment {
    init(from fields: inout FieldReader, _ money: Money) {
        line = fields.id("line")
        amount = fields.amount("amount", money)
        reason = fields.text("reason")
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.text("line", line)
        fields.amount("amount", amount, money)
        fields.text("reason", reason)
    }
}

extension Disbursement.Recovery {
    init(from fields: inout FieldReader, _ money: Money) {
        line = fields.id("line")
        amount = fields.amount("amount", money)
        document = fields.optionalText("document", limit: Disbursement.nameLimit)
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.text("line", line)
        fields.amount("amount", amount, money)
        fields.text("document", document)
    }
}

extension Disbursement.Cash {
    init(from fields: inout FieldReader, _ money: Money) {
        payment = fields.id("payment")
        programme = fields.id("programme")
        person = fields.id("person")
        roster = fields.optionalID("roster")
        payee = money == .fen ? Disbursement.Payee(code: fields.text("payee", limit: 128)) : nil
        months = fields.months("months")
        amount = fields.amount("amount", money)
        note = fields.text("note")
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.text("payment", payment)
        fields.text("programme", programme)
        fields.text("person", person)
        fields.text("roster", roster)
        fields.text("payee", payee?.code)
        fields.months("months", months)
        fields.amount("amount", amount, money)
        fields.text("note", note)
    }
}
