import Domain
import TestKit
import Testing

@Suite struct ReportPeriodTests {
    @Test(arguments: [
        ("2025", "2025-01-01", "2025-12-31", "2025年", "2026"),
        ("2025-H1", "2025-01-01", "2025-06-30", "2025年上半年", "2025-H2"),
        ("2025-H2", "2025-07-01", "2025-12-31", "2025年下半年", "2026-H1"),
        ("2025-Q2", "2025-04-01", "2025-06-30", "2025年第二季度", "2025-Q3"),
        ("2025-Q4", "2025-10-01", "2025-12-31", "2025年第四季度", "2026-Q1"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024年2月", "2024-03"),
    ])
    func `a period reads, spans its days and has a next`(
        text: String, first: String, last: String, name: String, next: String
    ) throws {
        let period = try #require(ReportPeriod(text))
        #expect(period.description == text)
        #expect(period.firstDay.description == first)
        #expect(period.lastDay.description == last)
        #expect(period.name(in: .chinese) == name)
        #expect(period.next.description == next)
        #expect(period.contains(period.firstDay))
        #expect(period.contains(period.lastDay))
        #expect(!period.contains(period.lastDay + 1))
    }

    @Test(arguments: [
        "", "25", "2025-", "2025-H3", "2025-H0", "2025-Q5", "2025-Q0", "2025-13", "2025-6",
        "2025-H1-1", "2025-06-10", "2025-h1", " 2025", "2025-Q", "1899", "二〇二五",
    ])
    func `anything else is no period`(text: String) {
        #expect(ReportPeriod(text) == nil)
    }
}

@Suite struct MeasureTests {
    @Test func `an amount is told in any unit of its dimension, and in no other`() {
        let fen = Measure(Fen(14_400_000_000))
        #expect(fen.decimal(in: .hundredMillionYuan) == "1.44")
        #expect(fen.decimal(in: .tenThousandYuan) == "14400")
        #expect(fen.decimal(in: .yuan) == "144000000")
        #expect(fen.decimal(in: .metre) == nil)
        #expect(Measure(quantity("93", .mu)).decimal(in: .squareMetre) == "62000")
        #expect(Measure(quantity("1.68", .tenThousandMu)).decimal(in: .hectare) == "1120")
    }

    @Test func `more decimals than asked for are rounded half up, also below zero`() {
        let third = Measure(.share, base: 166_650)
        #expect(third.decimal(in: .percent, decimals: 2) == "16.67")
        #expect(Measure(.share, base: -166_650).decimal(in: .percent, decimals: 2) == "-16.67")
        #expect(Measure(Fen(-150)).decimal(in: .yuan, decimals: 0) == "-2")
    }

    @Test func `every unit gives back the decimal that was recorded in it`() {
        for unit in Unit.allCases {
            for decimal in ["0", "3", "1200", "98.1"] {
                guard let quantity = Quantity(decimal, unit) else { continue }
                #expect(Measure(quantity).decimal(in: unit) == decimal, "\(decimal) \(unit)")
            }
        }
    }
}
