extension Report {
    /// The report as Markdown: work by theme, highlights, problems, plan, figures, findings. Every
    /// sentence is put together from what was recorded; there is none without a record behind it.
    package func markdown(in language: Language) -> String {
        ReportText(self, language).document
    }
}

/// Puts one report into words.
struct ReportText {
    let report: Report
    let language: Language
    var book: ReportBook { report.book }

    init(_ report: Report, _ language: Language) {
        self.report = report
        self.language = language
    }

    func say(_ chinese: String, _ english: String) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    var document: String {
        let sections = [
            head, work, highlights, problems, plan, figures, findings,
        ]
        return sections.joined(separator: "\n\n") + "\n"
    }

    private var head: String {
        let name = report.period.name(in: language)
        let title = say("# \(name)水利工作总结", "# Water bureau report, \(name)")
        let through = book.knownThrough.map { say("数据截至 \($0)", "Data as of \($0)") }
        let known = through ?? say("本期没有业务记录", "Nothing is recorded for this period")
        return title + "\n\n" + known
            + say("(流水号 \(report.position))。", " (position \(report.position)).")
    }

    func list(_ title: String, _ lines: [String], empty: String) -> String {
        "## \(title)\n\n"
            + (lines.isEmpty ? empty : lines.map { "- \($0)" }.joined(separator: "\n"))
    }

    /// Names and what people wrote stand in table cells: a bar or a line break would tear them.
    func cell(_ text: String) -> String {
        text.reduce(into: "") { $0 += $1 == "|" ? "\\|" : $1.isNewline ? " " : String($1) }
    }

    // MARK: Figures and findings

    private var figures: String {
        let head = say(
            "| 编号 | 项目 | 数值 | 单位 | 性质 | 数据来源(流水号) |",
            "| id | figure | value | unit | qualifier | positions |")
        let rows = report.entries.map { entry in
            let figure = entry.figure
            let unclear = entry.meaningUnclear ? say("(口径不明)", " (meaning unclear)") : ""
            let unit = ReportWords.unit(figure.unit, language)
            return "| \(figure.id) | \(cell(entry.name.text(in: language)))\(unclear) "
                + "| \(cell(figure.value.string)) | \(unit) "
                + "| \(ReportWords.qualifier(figure.qualifier, language)) "
                + "| \(positions(figure.positions)) |"
        }
        let title = say("## 五、数据一览", "## 5. Figures")
        if rows.isEmpty { return title + "\n\n" + say("本期没有数据。", "There are no figures.") }
        return title + "\n\n"
            + ([head, "|---|---|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    private var findings: String {
        let title = say("## 六、待核实差异", "## 6. Differences to look into")
        guard !report.findings.isEmpty else {
            return title + "\n\n" + say("没有待核实差异。", "There are none.")
        }
        let head = say(
            "| 编号 | 应有关系 | 一方 | 另一方 | 相差 | 数据来源(流水号) |",
            "| id | what should hold | one side | other side | difference | positions |")
        let rows = report.findings.map { finding in
            let difference = finding.difference?.string ?? say("不作比较", "not compared")
            return "| \(finding.id) | \(cell(finding.rule.text(in: language))) "
                + "| \(cell(finding.left.string)) | \(cell(finding.right.string)) "
                + "| \(difference) | \(positions(finding.positions)) |"
        }
        return title + "\n\n"
            + ([head, "|---|---|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    /// The first few; the whole list is in the JSON.
    private func positions(_ positions: [Int64]) -> String {
        let shown = positions.prefix(4).map(String.init).joined(separator: ", ")
        return positions.count > 4 ? "\(shown) … (\(positions.count))" : shown
    }
}
