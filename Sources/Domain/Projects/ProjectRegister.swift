/// Rows behind `GET /v1/projects`, one a project.
package enum ProjectRegister: ReadModel {
    package struct Row: Hashable, Sendable {
        package var proposal: Project.Proposal
        package var proposedOn: Day
        /// The last plan for each budget year, in the order of recording.
        package var investments: [Project.Investment]
    }

    package static let name = "project_register"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.project]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .project(let event) = recorded.event else { return }
        switch event {
        case .proposed(let proposal):
            row = Row(
                proposal: proposal, proposedOn: recorded.envelope.occurredOn, investments: [])
        case .investmentPlanned(let investment):
            row?.investments.removeAll { $0.year == investment.year }
            row?.investments.append(investment)
        }
    }

    package static let columns: [Column] = [
        Column("title", .text, indexed: true, "项目名称", "Title"),
        Column("theme", .text, indexed: true, "类别", "Theme"),
        Column("town", .text, indexed: true, "乡镇", "Town"),
        Column("codes", .json, "项目代码", "Codes"),
        Column("investment_fen", .integer, indexed: true, "计划总投资", "Planned investment"),
        Column("investment_qualifier", .text, "口径", "Qualifier"),
        Column("investment_year", .integer, "年度", "Year"),
        Column("report_code", .text, "报告编号", "Report code"),
        Column("investments", .json, "历次计划投资", "Plans"),
        Column("proposed_on", .day, indexed: true, "提出日期", "Proposed on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        let last = row.investments.last
        return [
            .text(row.proposal.title), .text(row.proposal.theme), .text(row.proposal.town),
            .objects(row.proposal.codes) { $1.write(to: &$0) },
            last.map { .fen($0.amount) } ?? .null,
            .text(last.map { Text($0.qualifier.name) }),
            last?.year.map { .integer(Int64($0)) } ?? .null,
            .text(last?.reportCode),
            .objects(row.investments) { $1.write(to: &$0, .fen) },
            .day(row.proposedOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let title = values[0].textValue,
            let theme = values[1].textValue, let proposedOn = values[9].dayValue
        else { return nil }
        return Row(
            proposal: Project.Proposal(
                title: title, theme: theme, town: values[2].textValue,
                codes: values[3].objectsValue { Project.ExternalCode(from: &$0) }),
            proposedOn: proposedOn,
            investments: values[8].objectsValue { Project.Investment(from: &$0, .fen) })
    }
}
