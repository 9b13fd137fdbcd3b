/// A calendar month: what entitlements and payments are counted in.
package struct Month: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Months since year 0, January = 0.
    package let number: Int

    package init(number: Int) { self.number = number }

    package init(year: Int, month: Int) { number = year * 12 + month - 1 }

    /// Reads exactly `YYYY-MM`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[4] == 0x2d, let year = Day.digits(bytes[0..<4]),
            let month = Day.digits(bytes[5..<7]), (1900...9999).contains(year),
            (1...12).contains(month)
        else { return nil }
        self.init(year: year, month: month)
    }

    package var year: Int { number / 12 }
    package var monthOfYear: Int { number % 12 + 1 }
    package var description: String { "\(padded(year, 4))-\(padded(monthOfYear, 2))" }

    package var firstDay: Day { Day(year: year, month: monthOfYear, day: 1) ?? Day(number: 0) }
    package var lastDay: Day { Month(number: number + 1).firstDay + -1 }

    package static func < (left: Month, right: Month) -> Bool { left.number < right.number }
}

extension Month: Strideable {
    package func distance(to other: Month) -> Int { other.number - number }
    package func advanced(by months: Int) -> Month { Month(number: number + months) }
}
