// 工作完成情况: theme by theme, tasks first, then what was counted beside them.

extension ReportText {
    var work: String {
        let title = say("## 一、工作完成情况", "## 1. Work done")
        let sections = themes.compactMap { theme -> String? in
            let lines = lines(of: theme)
            guard !lines.isEmpty else { return nil }
            return "### \(ReportWords.theme(theme, language))\n\n"
                + lines.map { "- \($0)" }.joined(separator: "\n")
        }
        guard !sections.isEmpty else {
            return title + "\n\n" + say("本期没有记录。", "Nothing is recorded.")
        }
        return title + "\n\n" + sections.joined(separator: "\n\n")
    }

    /// Known themes in the bureau's order, then others by their names.
    private var themes: [Text] {
        let known = ReportWords.themes.map(\.id)
        let used = Set(
            report.entries.map(\.theme) + book.tasksOfPeriod.map(\.task.theme))
        return known + used.subtracting(known).sorted()
    }

    private func lines(of theme: Text) -> [String] {
        let tasks = book.tasksOfPeriod.filter { $0.task.theme == theme }.map { describe($0.task) }
        var told = Set(book.tasksOfPeriod.flatMap { $0.task.targets.map(\.code) })
        var lines = tasks
        switch theme {
        case "funding":
            lines += fundLines
            told.formUnion(report.entries.filter { $0.theme == "funding" }.map(\.figure.id))
        case "migrants":
            lines += migrantLines
            told.formUnion(["B11", "B12"])
        case "river":
            lines += letterLines
            told.insert("E01")
        default: break
        }
        return lines
            + report.entries.filter { $0.theme == theme && !told.contains($0.figure.id) }
            .map(describe)
    }

    private func describe(_ entry: Report.Entry) -> String {
        let name = entry.name.text(in: language)
        let unclear =
            entry.meaningUnclear
            ? say("(口径不明,不与其他数据比较)", " (meaning unclear; compared with nothing)") : ""
        let amount = ReportWords.amount(entry.figure, language)
        return say("\(name):\(amount)\(unclear)。", "\(name): \(amount)\(unclear).")
    }

    /// Title, unit in charge, state, what was reached of what was planned, and the last word.
    private func describe(_ task: TaskEntry) -> String {
        let reached = task.targets.compactMap { target in
            book.reading(target.code).map { reading in
                let amount = ReportWords.amount(
                    Figure(
                        id: target.code, value: reading.value.decimal,
                        unit: Text(reading.value.unit.rawValue), qualifier: reading.qualifier,
                        positions: []), language)
                return say("\(target.name)\(amount)", "\(target.name): \(amount)")
                    + goal(target)
            }
        }
        var parts = [
            say(
                "**\(task.title)**(\(task.leadUnit)牵头,\(state(task)))",
                "**\(task.title)** (led by \(task.leadUnit), \(state(task)))")
        ]
        if !reached.isEmpty {
            parts.append(
                say(
                    "累计" + reached.joined(separator: "、"),
                    "so far " + reached.joined(separator: "; ")))
        }
        if let word = task.lastWord {
            parts.append(word.string.hasSuffix("。") ? String(word.string.dropLast()) : word.string)
        }
        return parts.joined(separator: say(";", "; ")) + say("。", ".")
    }

    private func goal(_ target: WorkTask.Target) -> String {
        guard let goal = target.goal else { return "" }
        let unit = ReportWords.unit(Text(goal.unit.rawValue), language)
        return say("(计划\(goal.decimal)\(unit))", " (planned: \(goal.decimal)\(unit))")
    }

    func state(_ task: TaskEntry) -> String {
        if task.isOpen, !task.openBlockers.isEmpty { return say("受阻", "blocked") }
        return say(task.phase.chinese, task.phase.rawValue)
    }
}
