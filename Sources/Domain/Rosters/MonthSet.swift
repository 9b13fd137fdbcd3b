/// Calendar months as ordered spans that neither touch nor overlap: what a person is entitled to,
/// and what a line pays.
package struct MonthSet: Hashable, Sendable, CustomStringConvertible {
    /// From one month through another, both included.
    package struct Span: Hashable, Sendable {
        package let from: Month
        package let through: Month

        /// Nil if it would end before it begins.
        package init?(_ from: Month, _ through: Month) {
            guard from <= through else { return nil }
            self.from = from
            self.through = through
        }

        package var count: Int { through.number - from.number + 1 }
    }

    package private(set) var spans: [Span] = []

    package init() {}

    /// Empty if `through` is before `from`.
    package init(_ from: Month, _ through: Month) {
        spans = Span(from, through).map { [$0] } ?? []
    }

    package init(_ months: some Sequence<Month>) {
        for month in Set(months).sorted() {
            if let last = spans.last, last.through.number + 1 == month.number {
                spans[spans.count - 1] = Span(last.from, month) ?? last
            } else {
                spans += MonthSet(month, month).spans
            }
        }
    }

    package var isEmpty: Bool { spans.isEmpty }
    package var count: Int { spans.reduce(0) { $0 + $1.count } }
    package var first: Month? { spans.first?.from }
    package var last: Month? { spans.last?.through }
    package var months: [Month] { spans.flatMap { Array($0.from...$0.through) } }

    package func contains(_ month: Month) -> Bool {
        spans.contains { $0.from <= month && month <= $0.through }
    }

    package func isSuperset(of other: MonthSet) -> Bool { other.subtracting(self).isEmpty }

    package func intersection(_ other: MonthSet) -> MonthSet {
        var result = MonthSet()
        for mine in spans {
            for theirs in other.spans {
                result.spans +=
                    MonthSet(
                        max(mine.from, theirs.from), min(mine.through, theirs.through)
                    ).spans
            }
        }
        return result
    }

    package func subtracting(_ other: MonthSet) -> MonthSet {
        if other.isEmpty { return self }
        return MonthSet(months.filter { !other.contains($0) })
    }

    package func union(_ other: MonthSet) -> MonthSet {
        if other.isEmpty { return self }
        if isEmpty { return other }
        return MonthSet(months + other.months)
    }

    /// The stored form: `2025-01/2025-12`, a span of one month as `2025-01`, spans joined by `,`.
    package var description: String {
        spans.map { $0.from == $0.through ? "\($0.from)" : "\($0.from)/\($0.through)" }
            .joined(separator: ",")
    }

    /// Reads the stored form; nil for anything else, and for spans out of order.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= MonthSet.textLimit else { return nil }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "/", omittingEmptySubsequences: false)
            guard let start = ends.first, let end = ends.last, ends.count <= 2,
                let from = Month(start), let through = Month(end), let span = Span(from, through)
            else { return nil }
            if let last = spans.last, last.through.number + 1 >= from.number { return nil }
            spans.append(span)
        }
    }

    /// Longest stored form, in bytes: fifty years with a gap after every month.
    private static let textLimit = 2_400
}

extension FieldWriter {
    mutating func months(_ key: String, _ value: MonthSet) { string(key, value.description) }
}

extension FieldReader {
    mutating func months(_ key: String) -> MonthSet {
        let stored = text(key)
        if stored.isEmpty { return MonthSet() }
        guard let set = MonthSet(stored.string) else {
            note(key, .invalidMonth)
            return MonthSet()
        }
        return set
    }

    /// The ids at `key`, at most `limit` of them.
    mutating func ids(_ key: String, limit: Int) -> [Text] {
        let ids = texts(key, limit: limit)
        for (index, id) in ids.enumerated() where !id.isEmpty && !StreamID.isValid(id: id) {
            note([FieldError("\(path(key))/\(index)", .invalidID)])
        }
        return ids
    }
}
