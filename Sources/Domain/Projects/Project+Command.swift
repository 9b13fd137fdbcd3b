extension Project {
    package enum Command: Hashable, Sendable {
        case propose(Proposal)
        case planInvestment(Investment)
    }

    package struct Proposal: Hashable, Sendable {
        package var title: Text
        /// The report's section, for example `rural_water`.
        package var theme: Text
        package var town: Text?
        package var codes: [ExternalCode]

        package init(title: Text, theme: Text, town: Text? = nil, codes: [ExternalCode] = []) {
            self.title = title
            self.theme = theme
            self.town = town
            self.codes = codes
        }
    }

    /// What another office calls the project.
    package struct ExternalCode: Hashable, Sendable {
        /// Whose numbering it is, for example `项目代码`.
        package var scheme: Text
        package var code: Text

        package init(scheme: Text, code: Text) {
            self.scheme = scheme
            self.code = code
        }
    }

    package struct Investment: Hashable, Sendable {
        package var amount: Fen
        package var qualifier: Qualifier
        /// The figure's id in the bureau's report, for example `P01`.
        package var reportCode: Text?
        /// The budget year; nil where the plan names none (whole project, or not stated).
        package var year: Int?

        package init(
            amount: Fen, qualifier: Qualifier = Qualifier(.planned), reportCode: Text? = nil,
            year: Int? = nil
        ) {
            self.amount = amount
            self.qualifier = qualifier
            self.reportCode = reportCode
            self.year = year
        }
    }

    /// Most external codes of one project.
    static let codesLimit = 20
}

extension Project.Command: DomainCommand {
    package static let names = ["propose", "plan-investment"]

    package var name: String {
        switch self {
        case .propose: "propose"
        case .planInvestment: "plan-investment"
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
