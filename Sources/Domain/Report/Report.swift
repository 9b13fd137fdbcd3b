package import JSON

/// What the log says about a period: figures, and identities among them that do not hold.
///
/// Made from events alone; a figure that no event stands behind is not in it.
package struct Report: Hashable, Sendable {
    package let period: ReportPeriod
    /// The log's position up to which it was read.
    package let position: Int64
    /// By id.
    package let entries: [Entry]
    package let findings: [Finding]
    /// What the text says besides figures: tasks, funds, batches, letters.
    package let book: ReportBook

    package var figures: [Figure] { entries.map(\.figure) }

    /// A figure with what the text calls it and the section where it belongs.
    package struct Entry: Hashable, Sendable {
        package let figure: Figure
        package let name: Localized
        package let theme: Text
        /// 口径不明: shown, and compared with nothing.
        package let meaningUnclear: Bool
    }
}

/// One figure of a report, with the events that it came from.
package struct Figure: Hashable, Sendable {
    package let id: Text
    /// A decimal in `unit`; for days, ranges and codes the text itself.
    package let value: Text
    /// A `Unit`'s name, or `date`, `range` or `code`.
    package let unit: Text
    package let qualifier: Qualifier
    /// Ascending, never empty.
    package let positions: [Int64]
}

/// A difference to be looked into (待核实差异): both sides as they stand. Neutral: not an error.
package struct Finding: Hashable, Sendable {
    package let id: Text
    /// What should hold, in the reader's language.
    package let rule: Localized
    package let left: Text
    package let right: Text
    /// Nil where the two may not be subtracted.
    package let difference: Text?
    package let positions: [Int64]
}

/// An identity with both its sides, whether it holds or not.
package struct Check: Hashable, Sendable {
    package let finding: Finding
    package let holds: Bool
}

extension Report {
    /// `{period, position, figures, findings}`.
    package func json(in language: Language) -> JSONValue {
        .object([
            "period": .string(period.description),
            "position": .integer(position),
            "figures": .array(figures.map(\.json)),
            "findings": .array(findings.map { $0.json(in: language) }),
        ])
    }
}

extension Check {
    /// `{period, id, rule, holds, left, right, difference, positions}`.
    package func json(of period: ReportPeriod, in language: Language) -> JSONValue {
        var object: JSONObject = ["period": .string(period.description)]
        for (key, value) in finding.json(in: language).objectValue?.members ?? [] {
            object.set(key, value)
            if key == "rule" { object.set("holds", .bool(holds)) }
        }
        return .object(object)
    }
}

extension Figure {
    /// `{id, value, unit, qualifier, positions}`.
    package var json: JSONValue {
        .object([
            "id": .string(id.string),
            "value": .string(value.string),
            "unit": .string(unit.string),
            "qualifier": .string(qualifier.name),
            "positions": .array(positions.map { .integer($0) }),
        ])
    }
}

extension Finding {
    /// `{id, rule, left, right, difference, positions}`.
    package func json(in language: Language) -> JSONValue {
        .object([
            "id": .string(id.string),
            "rule": .string(rule.text(in: language)),
            "left": .string(left.string),
            "right": .string(right.string),
            "difference": difference.map { .string($0.string) } ?? .null,
            "positions": .array(positions.map { .integer($0) }),
        ])
    }
}
