import Domain
import TestKit
import Testing

/// Reports over small histories, one rule at a time.
@Suite struct ReportBookTests {
    private func report(
        _ period: String, _ events: [(StreamID, BureauEvent, Day)]
    ) throws -> Report {
        var book = ReportBook(try #require(ReportPeriod(period)))
        for (index, (stream, event, day)) in events.enumerated() {
            let encoded = try #require(event.encoded)
            let envelope = Envelope(
                position: Int64(index + 1), stream: stream, version: 1,
                id: EventID(high: 0, low: UInt64(index)), type: encoded.type,
                schema: encoded.schema, occurredOn: day,
                recordedAt: Instant(microseconds: Int64(index)), actor: "clerk")
            book.take(Recorded(envelope, event))
        }
        return book.report(at: Int64(events.count))
    }

    private let karst = StreamID(.indicator, "karst")

    private func defined(_ unclear: Bool = false) -> (StreamID, BureauEvent, Day) {
        (
            karst,
            .indicator(
                .defined(
                    .init(
                        name: "岩溶水许可", unit: .count, theme: "water", reportCode: "W04",
                        meaningUnclear: unclear))), day(2025, 1, 1)
        )
    }

    private func reading(
        _ decimal: String, _ asOf: Day, by: Text = "a"
    ) -> (StreamID, BureauEvent, Day) {
        (
            karst,
            .indicator(
                .readingRecorded(
                    .init(value: quantity(decimal, .count), asOf: asOf, period: "2025"), by: by)),
            asOf
        )
    }

    @Test(arguments: ["2025", "2025-H1", "2025-Q3", "2025-06"])
    func `an empty bureau has an empty report, in words`(period: String) throws {
        let report = try report(period, [])
        #expect(report.figures == [])
        #expect(report.findings == [])
        #expect(report.position == 0)
        #expect(report.markdown(in: .chinese).contains("本期没有业务记录"))
        #expect(report.markdown(in: .english).contains("Nothing is recorded for this period"))
    }

    @Test func `a zero is a reading, and what was not read is no figure`() throws {
        #expect(try report("2025-H1", [defined()]).figures == [])
        let figures = try report("2025-H1", [defined(), reading("0", day(2025, 6, 9))]).figures
        #expect(figures.map(\.id) == ["W04"])
        #expect(figures.map(\.value) == ["0"])
        #expect(figures.map(\.positions) == [[2]])
    }

    @Test func `the latest day stands, not the latest record, and only days of the period`() throws
    {
        let events = [
            defined(), reading("3", day(2025, 6, 9)), reading("2", day(2025, 3, 1)),
            reading("9", day(2025, 7, 1)),
        ]
        #expect(try report("2025-H1", events).figures.map(\.value) == ["3"])
        #expect(try report("2025-Q1", events).figures.map(\.value) == ["2"])
        #expect(try report("2025-H2", events).figures.map(\.value) == ["9"])
        #expect(try report("2025-05", events).figures == [])
    }

    @Test func `a correction stands for the day that it corrects, and both events are named`()
        throws
    {
        let correction = Indicator.Correction(
            asOf: day(2025, 6, 9), value: quantity("4", .count), reason: "复核")
        let events = [
            defined(), reading("3", day(2025, 6, 9)),
            (karst, BureauEvent.indicator(.readingCorrected(correction, by: "a")), day(2025, 8, 1)),
        ]
        let figures = try report("2025-H1", events).figures
        #expect(figures.map(\.value) == ["4"])
        #expect(figures.map(\.positions) == [[2, 3]])
    }

    @Test func `two readings of one day that differ are a finding, never a sum`() throws {
        let events = [
            defined(), reading("3", day(2025, 6, 9)), reading("5", day(2025, 6, 9), by: "b"),
        ]
        let report = try report("2025-H1", events)
        #expect(report.figures.map(\.value) == ["5"])
        #expect(report.findings.map(\.id) == ["same-day-w04-2025-06-09"])
        #expect(report.findings.map(\.left) == ["3"])
        #expect(report.findings.map(\.right) == ["5"])
        #expect(report.findings.map(\.positions) == [[2, 3]])
        let same = [
            defined(), reading("3", day(2025, 6, 9)), reading("3", day(2025, 6, 9), by: "b"),
        ]
        #expect(try self.report("2025-H1", same).findings == [])
    }

    @Test func `a figure of unclear meaning is listed beside nothing, without a difference`() throws
    {
        let report = try report("2025-H1", [defined(true), reading("1", day(2025, 6, 9))])
        #expect(report.figures.map(\.value) == ["1"])
        #expect(report.findings.map(\.id) == ["unclear-w04"])
        #expect(report.findings.map(\.difference) == [nil])
        #expect(report.findings.map(\.right) == [""])
    }

    @Test func `checks say what holds as well, and put what does not first`() throws {
        let driver = try SeedDriver.loaded.get()
        var book = ReportBook(try #require(ReportPeriod("2025-H1")))
        for event in driver.events { book.take(event) }
        let checks = book.checks
        #expect(checks.filter { !$0.holds }.map(\.finding) == book.report(at: 1).findings)
        #expect(
            checks.filter(\.holds).map(\.finding.id)
                == ["grants-by-level", "market-investment", "market-plot-ratio"])
        #expect(checks.map(\.holds) == checks.map(\.holds).sorted { !$0 && $1 })
    }

    @Test func `text in a table cell cannot break the table`() throws {
        let events: [(StreamID, BureauEvent, Day)] = [
            (
                karst,
                .indicator(
                    .defined(.init(name: "甲|乙\n丙", unit: .count, theme: "x", reportCode: "Z1"))),
                day(2025, 1, 1)
            ),
            reading("1", day(2025, 6, 9)),
        ]
        let text = try report("2025-H1", events).markdown(in: .chinese)
        #expect(text.contains("| Z1 | 甲\\|乙 丙 | 1 |"))
    }
}
