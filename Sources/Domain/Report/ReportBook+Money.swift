/// Money that was given, or asked for.
struct GrantEntry: Hashable, Sendable {
    let key: Fund.Key
    let label: Text
    let amount: Fen
    let code: Text?
    let day: Day
    let position: Int64
}

/// Money of a fund that a project or a programme was given.
struct AllocationEntry: Hashable, Sendable {
    let project: Text
    let amount: Fen
    let position: Int64
}

/// A project as the report tells it.
struct ProjectEntry: Hashable, Sendable {
    var title: Text
    var theme: Text
    /// In the order of recording; of one code the last stands.
    var investments: [InvestmentEntry] = []

    struct InvestmentEntry: Hashable, Sendable {
        let amount: Fen
        let qualifier: Qualifier
        let code: Text?
        let year: Int?
        let position: Int64
    }
}

extension ReportBook {
    mutating func take(_ event: Fund.Event, _ source: Source) {
        switch event {
        case .appropriated(let grant):
            grants.append(
                GrantEntry(
                    key: grant.key, label: grant.label, amount: grant.amount,
                    code: grant.reportCode, day: source.day, position: source.position))
        case .applied(let asked):
            applications.append(
                GrantEntry(
                    key: asked.key, label: asked.label, amount: asked.amount,
                    code: asked.reportCode, day: source.day, position: source.position))
        case .allocated(let allocation):
            allocations.append(
                AllocationEntry(
                    project: allocation.project, amount: allocation.amount,
                    position: source.position))
        case .reduced(let reduction):
            guard let project = reduction.project else { return }
            allocations.append(
                AllocationEntry(
                    project: project, amount: .zero - reduction.amount,
                    position: source.position))
        case .committed, .commitmentReleased, .paid, .returned, .carriedOver, .purposeChanged:
            break
        }
    }

    mutating func take(_ event: Project.Event, _ source: Source) {
        switch event {
        case .proposed(let proposal):
            projects[source.stream] = ProjectEntry(title: proposal.title, theme: proposal.theme)
        case .investmentPlanned(let investment):
            projects[source.stream]?.investments.removeAll { $0.year == investment.year }
            projects[source.stream]?.investments.append(
                ProjectEntry.InvestmentEntry(
                    amount: investment.amount, qualifier: investment.qualifier,
                    code: investment.reportCode, year: investment.year,
                    position: source.position))
        }
    }

    /// What was given in the period: what was asked for (争取) never counts.
    func grantsOfPeriod(_ level: Fund.Level? = nil) -> [GrantEntry] {
        grants.filter { grant in
            period.contains(grant.day) && (level.map { $0 == grant.key.level } ?? true)
        }
    }

    /// What was given so far, in the period's budget year.
    func grantsToDate(_ condition: (GrantEntry) -> Bool) -> [GrantEntry] {
        grants.filter { $0.key.year == period.first.year && condition($0) }
    }

    /// Plans of the whole project, and of the period's year.
    func investmentsOfPeriod(_ project: ProjectEntry) -> [ProjectEntry.InvestmentEntry] {
        project.investments.filter { $0.year.map { $0 == period.first.year } ?? true }
    }
}
