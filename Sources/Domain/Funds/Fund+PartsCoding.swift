// The nested shapes that commands and events of funds share. People write yuan, the log holds fen:
// `Money` says which of the two a body is.

/// In which unit a body says its amounts.
enum Money { case yuan, fen }

extension FieldWriter {
    mutating func amount(_ key: String, _ value: Fen, _ money: Money) {
        switch money {
        case .yuan: yuan(key, value)
        case .fen: fen(key, value)
        }
    }
}

extension FieldReader {
    /// An amount above zero; what flows the other way has an event of its own.
    mutating func amount(_ key: String, _ money: Money) -> Fen {
        let value =
            switch money {
            case .yuan: yuan(key)
            case .fen: fen(key)
            }
        if value <= .zero, has(key), !errors.contains(where: { $0.pointer == path(key) }) {
            note(key, .outOfRange)
        }
        return value
    }
}

extension Fund.Key {
    init(from fields: inout FieldReader) {
        level = fields.choice("level", Fund.Level.self, standIn: .local)
        purpose = fields.id("purpose")
        year = Int(fields.integer("year", in: 1949...2999))
    }

    func write(to fields: inout FieldWriter) {
        fields.string("level", level.rawValue)
        fields.text("purpose", purpose)
        fields.integer("year", Int64(year))
    }
}

extension Fund.Grant {
    init(from fields: inout FieldReader, _ money: Money) {
        key = Fund.Key(from: &fields)
        label = fields.text("label", limit: Fund.nameLimit)
        amount = fields.amount("amount", money)
        document = fields.optionalText("document", limit: Fund.nameLimit)
        day = fields.day("day")
        issuedAhead = fields.optionalBoolean("issuedAhead") ?? false
        reportCode = fields.optionalText("reportCode", limit: 64)
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        key.write(to: &fields)
        fields.text("label", label)
        fields.amount("amount", amount, money)
        fields.text("document", document)
        fields.day("day", day)
        fields.boolean("issuedAhead", issuedAhead ? true : nil)
        fields.text("reportCode", reportCode)
    }
}

extension Fund.Application {
    init(from fields: inout FieldReader, _ money: Money) {
        key = Fund.Key(from: &fields)
        label = fields.text("label", limit: Fund.nameLimit)
        amount = fields.amount("amount", money)
        document = fields.optionalText("document", limit: Fund.nameLimit)
        reportCode = fields.optionalText("reportCode", limit: 64)
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        key.write(to: &fields)
        fields.text("label", label)
        fields.amount("amount", amount, money)
        fields.text("document", document)
        fields.text("reportCode", reportCode)
    }
}

extension Fund.Reduction {
    init(from fields: inout FieldReader, _ money: Money) {
        amount = fields.amount("amount", money)
        project = fields.optionalID("project")
        document = fields.text("document", limit: Fund.nameLimit)
        reason = fields.optionalText("reason")
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.amount("amount", amount, money)
        fields.text("project", project)
        fields.text("document", document)
        fields.text("reason", reason)
    }
}

extension Fund.Allocation {
    init(from fields: inout FieldReader, _ money: Money) {
        project = fields.id("project")
        amount = fields.amount("amount", money)
        document = fields.optionalText("document", limit: Fund.nameLimit)
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.text("project", project)
        fields.amount("amount", amount, money)
        fields.text("document", document)
    }
}

extension Fund.Commitment {
    init(from fields: inout FieldReader, _ money: Money) {
        holder = fields.text("for", limit: Fund.nameLimit)
        project = fields.id("project")
        amount = fields.amount("amount", money)
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.text("for", holder)
        fields.text("project", project)
        fields.amount("amount", amount, money)
    }
}

extension Fund.Movement {
    init(from fields: inout FieldReader, _ money: Money) {
        holder = fields.text("for", limit: Fund.nameLimit)
        amount = fields.amount("amount", money)
        note = fields.optionalText("note")
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.text("for", holder)
        fields.amount("amount", amount, money)
        fields.text("note", note)
    }
}

extension Fund.CarryOver {
    init(from fields: inout FieldReader, _ money: Money) {
        direction = fields.choice("direction", Direction.self, standIn: .out)
        amount = fields.amount("amount", money)
        counterpart = fields.id("counterpart")
        project = fields.optionalID("project")
        key = fields.has("level") ? Fund.Key(from: &fields) : nil
        label = fields.optionalText("label", limit: Fund.nameLimit)
        document = fields.optionalText("document", limit: Fund.nameLimit)
        if direction == .into, key == nil { fields.note("level", .missing) }
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.string("direction", direction.rawValue)
        fields.amount("amount", amount, money)
        fields.text("counterpart", counterpart)
        fields.text("project", project)
        key?.write(to: &fields)
        fields.text("label", label)
        fields.text("document", document)
    }
}

extension Fund.PurposeChange {
    init(from fields: inout FieldReader) {
        purpose = fields.id("purpose")
        document = fields.text("document", limit: Fund.nameLimit)
        reason = fields.optionalText("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("purpose", purpose)
        fields.text("document", document)
        fields.text("reason", reason)
    }
}
