// Names and keys of projects, in commands and in stored events. Stored names never change.

extension Project.Proposal {
    init(from fields: inout FieldReader) {
        title = fields.text("title", limit: 300)
        theme = fields.text("theme", limit: 64)
        town = fields.optionalText("town", limit: 200)
        codes = fields.list("codes", limit: Project.codesLimit) {
            Project.ExternalCode(from: &$0)
        }
    }

    func write(to fields: inout FieldWriter) {
        fields.text("title", title)
        fields.text("theme", theme)
        fields.text("town", town)
        fields.list("codes", codes) { $1.write(to: &$0) }
    }
}

extension Project.ExternalCode {
    init(from fields: inout FieldReader) {
        scheme = fields.text("scheme", limit: 64)
        code = fields.text("code", limit: 64)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("scheme", scheme)
        fields.text("code", code)
    }
}

extension Project.Investment {
    init(from fields: inout FieldReader, _ money: Money) {
        amount = fields.amount("amount", money)
        qualifier = fields.has("qualifier") ? fields.qualifier("qualifier") : Qualifier(.planned)
        reportCode = fields.optionalText("reportCode", limit: 64)
        year = fields.optionalInteger("year", in: 1949...2999).map { Int($0) }
    }

    func write(to fields: inout FieldWriter, _ money: Money) {
        fields.amount("amount", amount, money)
        fields.string("qualifier", qualifier.name)
        fields.text("reportCode", reportCode)
        fields.integer("year", year.map { Int64($0) })
    }
}

extension Project.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .propose(let proposal): proposal.write(to: &fields)
        case .planInvestment(let investment): investment.write(to: &fields, .yuan)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "propose": .propose(Project.Proposal(from: &fields))
        case "plan-investment": .planInvestment(Project.Investment(from: &fields, .yuan))
        default: nil
        }
    }
}

extension Project.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .proposed(let proposal): proposal.write(to: &fields)
        case .investmentPlanned(let investment): investment.write(to: &fields, .fen)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "ProjectProposed": .proposed(Project.Proposal(from: &fields))
        case "InvestmentPlanned": .investmentPlanned(Project.Investment(from: &fields, .fen))
        default: nil
        }
    }
}
