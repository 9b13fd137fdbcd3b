/// The stretch of days that a report is about: a month, a quarter, half a year or a year.
///
/// An event belongs to it by its effective day: what was recorded late still counts in the period
/// in which it happened.
package struct ReportPeriod: Hashable, Sendable, CustomStringConvertible {
    package let first: Month
    package let last: Month

    /// Reads `2025-06`, `2025-Q2`, `2025-H1` or `2025`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let head = parts.first, let january = Month("\(head)-01") else { return nil }
        switch (parts.count, parts.last.map { Array($0.utf8) } ?? []) {
        case (1, _): self.init(january, months: 12, place: 0)
        case (2, [0x48, 0x31]): self.init(january, months: 6, place: 0)
        case (2, [0x48, 0x32]): self.init(january, months: 6, place: 1)
        case (2, let word) where word.count == 2 && word[0] == 0x51:
            guard (0x31...0x34).contains(word[1]) else { return nil }
            self.init(january, months: 3, place: Int(word[1] - 0x31))
        default:
            guard let month = Month(text) else { return nil }
            self.init(month, months: 1, place: 0)
        }
    }

    private init(_ start: Month, months: Int, place: Int) {
        first = start.advanced(by: months * place)
        last = first.advanced(by: months - 1)
    }

    private init(first: Month, last: Month) {
        self.first = first
        self.last = last
    }

    package var months: Int { first.distance(to: last) + 1 }
    package var firstDay: Day { first.firstDay }
    package var lastDay: Day { last.lastDay }

    package func contains(_ day: Day) -> Bool { firstDay <= day && day <= lastDay }

    /// The period of the same length that follows.
    package var next: ReportPeriod {
        ReportPeriod(first: last.advanced(by: 1), last: last.advanced(by: months))
    }

    /// As it is read: `2025-H1`.
    package var description: String {
        let year = padded(first.year, 4)
        switch months {
        case 12: return year
        case 6: return "\(year)-H\(first.monthOfYear / 6 + 1)"
        case 3: return "\(year)-Q\(first.monthOfYear / 3 + 1)"
        default: return first.description
        }
    }

    package func name(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch months {
        case 12: "\(first.year)年"
        case 6: "\(first.year)年\(first.monthOfYear == 1 ? "上半年" : "下半年")"
        case 3: "\(first.year)年第\(["一", "二", "三", "四"][first.monthOfYear / 3])季度"
        default: "\(first.year)年\(first.monthOfYear)月"
        }
    }

    private var english: String {
        switch months {
        case 12: "the year \(first.year)"
        case 6: "the \(first.monthOfYear == 1 ? "first" : "second") half of \(first.year)"
        case 3: "quarter \(first.monthOfYear / 3 + 1) of \(first.year)"
        default: description
        }
    }
}
