extension ReportBook {
    /// Identities that do not hold, figures of unclear meaning, and readings of one day that
    /// differ; by id.
    func findings(_ evaluation: Evaluation, _ entries: [Report.Entry]) -> [Finding] {
        let broken = ReportRules.identities.compactMap { check($0, evaluation) }
            .filter { !$0.holds }.map(\.finding)
        return (broken + unclear(entries) + contradictions).sorted { $0.id < $1.id }
    }

    /// Every identity that has both its sides, and every other finding: those that do not hold
    /// first, then by id.
    package var checks: [Check] {
        let (evaluation, entries) = evaluated
        let identities = ReportRules.identities.compactMap { check($0, evaluation) }
        let others = (unclear(entries) + contradictions).map { Check(finding: $0, holds: false) }
        return (identities + others).sorted {
            $0.holds == $1.holds ? $0.finding.id < $1.finding.id : !$0.holds
        }
    }

    private func check(_ identity: Identity, _ evaluation: Evaluation) -> Check? {
        guard let left = evaluation.outcome(identity.left),
            let right = evaluation.outcome(identity.right),
            let leftText = left.measure?.decimal(in: identity.unit, decimals: identity.decimals),
            let rightText = right.measure?.decimal(in: identity.unit, decimals: identity.decimals)
        else { return nil }
        let isQualifier = identity.kind == .sameQualifier
        let finding = Finding(
            id: identity.id, rule: identity.rule,
            left: Text(isQualifier ? "\(leftText) \(left.qualifier.name)" : leftText),
            right: Text(isQualifier ? "\(rightText) \(right.qualifier.name)" : rightText),
            difference: difference(leftText, rightText),
            positions: Array(Set(left.positions + right.positions)).sorted())
        let holds =
            switch identity.kind {
            case .equal: leftText == rightText
            case .sameQualifier: left.qualifier == right.qualifier
            }
        return Check(finding: finding, holds: holds)
    }

    /// Of the two sides as shown, so that a reader's own subtraction comes out the same.
    private func difference(_ left: String, _ right: String) -> Text? {
        guard let first = scaledDecimal(left, decimals: 6),
            let second = scaledDecimal(right, decimals: 6)
        else { return nil }
        return Text(decimalString(abs(first - second), decimals: 6, fixed: false))
    }

    /// A figure that its source does not explain is listed with what it might be taken for; the two
    /// are not subtracted, for nobody knows that they count the same thing.
    private func unclear(_ entries: [Report.Entry]) -> [Finding] {
        entries.filter(\.meaningUnclear).map { entry in
            let name = entry.name
            let other = ReportRules.mistakenFor[entry.figure.id].flatMap { code in
                entries.first { $0.figure.id == code }
            }
            return Finding(
                id: ReportRules.unclearIDs[entry.figure.id]
                    ?? Text("unclear-\(entry.figure.id.string.lowercased())"),
                rule: Localized(
                    "“\(name.chinese)”口径不明,待说明其含义后再比较",
                    "“\(name.english)”: its meaning is unclear; compare it when it is explained"),
                left: entry.figure.value, right: other?.figure.value ?? "", difference: nil,
                positions: (entry.figure.positions + (other?.figure.positions ?? [])).sorted())
        }
    }

    /// Cumulative readings of one code and day that say different things: never a sum.
    private var contradictions: [Finding] {
        readings.keys.sorted().flatMap { code -> [Finding] in
            var byDay: [Day: [ReadingEntry]] = [:]
            for reading in inPeriod(code) { byDay[reading.asOf, default: []].append(reading) }
            return byDay.sorted { $0.key < $1.key }.compactMap { day, readings in
                guard let first = readings.first, let last = readings.last,
                    readings.contains(where: { $0.value.base != first.value.base })
                else { return nil }
                return Finding(
                    id: Text("same-day-\(code.string.lowercased())-\(day)"),
                    rule: Localized(
                        "\(code) 在 \(day) 的累计数只应有一个(\(first.value.unit.rawValue))",
                        "\(code) has one cumulative reading on \(day) "
                            + "(\(first.value.unit.rawValue))"),
                    left: first.value.decimal, right: last.value.decimal, difference: nil,
                    positions: readings.flatMap(\.positions).sorted())
            }
        }
    }
}

extension ReportRules {
    /// Figures of unclear meaning that have a number among the flags.
    static let unclearIDs: [Text: Text] = ["E02": "Q04"]
    /// What a figure of unclear meaning stands beside in the report.
    static let mistakenFor: [Text: Text] = ["E02": "E01"]
}
