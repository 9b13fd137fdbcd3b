extension ReportBook {
    /// The report as of `position`, the last one that was read.
    package func report(at position: Int64) -> Report {
        let (evaluation, entries) = evaluated
        return Report(
            period: period, position: position, entries: entries,
            findings: findings(evaluation, entries), book: self)
    }

    /// Every figure, by id, and what formulas may use.
    var evaluated: (evaluation: Evaluation, entries: [Report.Entry]) {
        var evaluation = Evaluation(book: self, known: [:])
        var entries = codedEntries
        for entry in entries { evaluation.known[entry.figure.id] = outcome(entry.figure) }
        for rule in ReportRules.figures {
            guard let outcome = evaluation.outcome(rule.formula),
                let figure = Figure(rule, outcome)
            else { continue }
            evaluation.known[rule.id] = outcome
            entries.append(
                Report.Entry(
                    figure: figure, name: rule.name, theme: rule.theme, meaningUnclear: false))
        }
        entries.sort { $0.figure.id < $1.figure.id }
        return (evaluation, entries)
    }

    /// A coded figure in base steps, as formulas use it.
    private func outcome(_ figure: Figure) -> Outcome? {
        guard let unit = Unit(rawValue: figure.unit.string),
            let quantity = Quantity(figure.value.string, unit)
        else { return nil }
        return Outcome(Measure(quantity), figure.qualifier, figure.positions)
    }
}

extension Figure {
    /// Nil where nothing stands behind it, or it measures something else than its rule says.
    fileprivate init?(_ rule: DerivedFigure, _ outcome: Outcome) {
        guard !outcome.positions.isEmpty else { return nil }
        let positions = Array(Set(outcome.positions)).sorted()
        switch outcome.value {
        case .text(let text, let unit):
            self.init(
                id: rule.id, value: Text(text), unit: Text(unit), qualifier: outcome.qualifier,
                positions: positions)
        case .measure(let measure):
            guard let decimal = measure.decimal(in: rule.unit, decimals: rule.decimals) else {
                return nil
            }
            self.init(
                id: rule.id, value: Text(decimal), unit: Text(rule.unit.rawValue),
                qualifier: outcome.qualifier, positions: positions)
        }
    }
}

// MARK: Figures that events carry a code for

extension ReportBook {
    var codedEntries: [Report.Entry] {
        taskEntries + indicatorEntries + grantEntries + investmentEntries
    }

    /// A target's latest reading; where there is none, what is planned.
    private var taskEntries: [Report.Entry] {
        tasksOfPeriod.flatMap { id, task in
            task.targets.compactMap { target in
                figure(of: target, task, id).map {
                    Report.Entry(
                        figure: $0,
                        name: Localized(target.name.string, target.name.string),
                        theme: task.theme, meaningUnclear: false)
                }
            }
        }
    }

    private func figure(of target: WorkTask.Target, _ task: TaskEntry, _ id: Text) -> Figure? {
        if let reading = reading(target.code), reading.stream == id {
            return Figure(target.code, reading)
        }
        guard let goal = target.goal else { return nil }
        return Figure(
            id: target.code, value: goal.decimal, unit: Text(goal.unit.rawValue),
            qualifier: Qualifier(.planned), positions: [task.planned])
    }

    private var indicatorEntries: [Report.Entry] {
        indicators.sorted { $0.key < $1.key }.compactMap { id, indicator in
            guard let reading = reading(indicator.code), reading.stream == id else { return nil }
            return Report.Entry(
                figure: Figure(indicator.code, reading),
                name: Localized(indicator.name.string, indicator.name.string),
                theme: indicator.theme, meaningUnclear: indicator.meaningUnclear)
        }
    }

    /// Grants and applications by code; an application says so in its name.
    private var grantEntries: [Report.Entry] {
        let asked = applications.filter { period.contains($0.day) }
        return entries(grantsOfPeriod()) + entries(asked)
    }

    private func entries(_ grants: [GrantEntry]) -> [Report.Entry] {
        var byCode: [Text: [GrantEntry]] = [:]
        for grant in grants {
            if let code = grant.code { byCode[code, default: []].append(grant) }
        }
        return byCode.sorted { $0.key < $1.key }.compactMap { code, grants in
            guard let name = grants.first?.label.string else { return nil }
            return Report.Entry(
                figure: Figure(
                    id: code, value: Text(grants.map(\.amount).sum().tenThousandYuan),
                    unit: Text(Unit.tenThousandYuan.rawValue), qualifier: .actual,
                    positions: grants.map(\.position)),
                name: Localized(name, name), theme: "funding", meaningUnclear: false)
        }
    }

    private var investmentEntries: [Report.Entry] {
        projects.sorted { $0.key < $1.key }.flatMap { _, project in
            investmentsOfPeriod(project).compactMap { investment in
                guard let code = investment.code else { return nil }
                let unit: Unit =
                    ReportRules.inHundredMillions.contains(code)
                    ? .hundredMillionYuan : .tenThousandYuan
                guard let decimal = Measure(investment.amount).decimal(in: unit) else {
                    return nil
                }
                let name = project.title.string
                return Report.Entry(
                    figure: Figure(
                        id: code, value: Text(decimal), unit: Text(unit.rawValue),
                        qualifier: investment.qualifier, positions: [investment.position]),
                    name: Localized("\(name)总投资", "\(name), investment"),
                    theme: project.theme, meaningUnclear: false)
            }
        }
    }
}

extension Figure {
    fileprivate init(_ code: Text, _ reading: ReadingEntry) {
        self.init(
            id: code, value: reading.value.decimal, unit: Text(reading.value.unit.rawValue),
            qualifier: reading.qualifier, positions: reading.positions)
    }
}
