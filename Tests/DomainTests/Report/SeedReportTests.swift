import Domain
import Foundation
import JSON
import TestKit
import Testing

/// The half-year of `seeds/` against `seeds/expected-figures.json`.
@Suite struct SeedReportTests {
    /// A figure without its positions: value, unit and qualifier as the report's readers see them.
    struct Expected: Hashable, CustomStringConvertible {
        let id: String
        let value: String
        let unit: String
        let qualifier: String
        var description: String { "\(id) \(value) \(unit) \(qualifier)" }

        init(_ figure: Figure) {
            id = figure.id.string
            value = figure.value.string
            unit = figure.unit.string
            qualifier = figure.qualifier.name
        }

        init(_ value: JSONValue) {
            id = value["id"]?.stringValue ?? ""
            self.value = value["value"]?.stringValue ?? ""
            unit = value["unit"]?.stringValue ?? ""
            qualifier = value["qualifier"]?.stringValue ?? ""
        }
    }

    private func expectedFile() throws -> JSONValue {
        let file = SeedDriver.folder.appending(path: "expected-figures.json")
        return try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
    }

    @Test func `the seeds load through the deciders without a refusal`() throws {
        let driver = try SeedDriver.loaded.get()
        let unknown = driver.events.filter { $0.event == .unknown }.map(\.position)
        #expect(unknown == [])
        let enrolled = driver.events.filter { $0.envelope.type == "PersonEnrolled" }.count
        #expect(enrolled == 11_606)
    }

    @Test func `every figure has its expected value, unit and qualifier`() throws {
        let report = try SeedDriver.loaded.get().report("2025-H1")
        let expected = try expectedFile()["figures"]?.arrayValue?.map { Expected($0) } ?? []
        #expect(expected.count == 113)
        #expect(report.figures.map { Expected($0) } == expected)
    }

    @Test func `figures that cannot be computed are listed with the reason and not reported`()
        throws
    {
        let listed = try expectedFile()["notComputed"]?.arrayValue ?? []
        let ids = listed.compactMap { $0["id"]?.stringValue }
        #expect(ids == ["D01", "E04", "L02", "L05", "X09"])
        #expect(listed.allSatisfy { !($0["reason"]?.stringValue ?? "").isEmpty })
        let report = try SeedDriver.loaded.get().report("2025-H1")
        #expect(report.figures.filter { ids.contains($0.id.string) } == [])
    }

    @Test func `every figure names events of the log, ascending`() throws {
        let driver = try SeedDriver.loaded.get()
        for figure in try driver.report("2025-H1").figures {
            #expect(!figure.positions.isEmpty, "\(figure.id)")
            #expect(figure.positions == figure.positions.sorted(), "\(figure.id)")
            #expect(figure.positions.allSatisfy { (1...Int64(driver.events.count)).contains($0) })
        }
    }

    @Test func `the findings are exactly these, with both sides`() throws {
        let findings = try SeedDriver.loaded.get().report("2025-H1").findings
        let told = findings.map { finding in
            [finding.id, finding.left, finding.right, finding.difference ?? "-"].map(\.string)
        }
        #expect(
            told == [
                ["Q01", "218", "248", "30"],
                ["Q02", "764.99", "696.36", "68.63"],
                ["Q03", "84.62", "25", "59.62"],
                ["Q04", "1", "6", "-"],
                ["Q05", "62000", "62573", "573"],
                ["Q08", "1200 planned atLeast", "1200 planned", "0"],
                ["Q09", "1500", "1168", "332"],
                ["Q11", "1221", "0", "1221"],
                ["Q17", "5", "3", "2"],
            ])
        #expect(findings.allSatisfy { !$0.positions.isEmpty })
    }

    @Test func `money applied for is in no sum of grants`() throws {
        let report = try SeedDriver.loaded.get().report("2025-H1")
        let applied = try #require(report.figures.first { $0.id == "H25" })
        let central = try #require(report.figures.first { $0.id == "H02" })
        #expect(applied.value == "4084")
        #expect(central.value == "1950.2")
        #expect(Set(applied.positions).isDisjoint(with: central.positions))
    }

    @Test func `the payment is traced to the bank's two results, the headcount to 16 approvals`()
        throws
    {
        let driver = try SeedDriver.loaded.get()
        let report = try driver.report("2025-H1")
        func types(_ id: Text) throws -> [Text] {
            let figure = try #require(report.figures.first { $0.id == id })
            return figure.positions.map { driver.events[Int($0) - 1].envelope.type }
        }
        #expect(try types("B12") == ["LinesSettled", "LinesSettled"])
        #expect(try types("B11") == Array(repeating: "RosterApproved", count: 16))
    }

    @Test func `the JSON has exactly the contract's keys`() throws {
        let json = try SeedDriver.loaded.get().report("2025-H1").json(in: .chinese)
        #expect(json.objectValue?.keys == ["period", "position", "figures", "findings"])
        let figure = json["figures"]?.arrayValue?.first?.objectValue
        #expect(figure?.keys == ["id", "value", "unit", "qualifier", "positions"])
        let finding = json["findings"]?.arrayValue?.first?.objectValue
        #expect(finding?.keys == ["id", "rule", "left", "right", "difference", "positions"])
    }

    @Test func `a quarter, a month and an earlier position say only what belongs to them`() throws {
        let driver = try SeedDriver.loaded.get()
        func value(_ id: Text, _ report: Report) -> Text? {
            report.figures.first { $0.id == id }?.value
        }
        let quarter = try driver.report("2025-Q2")
        #expect(value("H03", quarter) == nil)
        #expect(value("H16", quarter) == "34.82")
        #expect(value("X02", quarter) == "68.63")
        let month = try driver.report("2025-06")
        #expect(value("H01", month) == nil)
        #expect(value("B06", month) == "12.56")
        #expect(value("E01", month) == "1")
        #expect(try driver.report("2024").figures == [])
        let firstGrant = try #require(
            driver.events.first { $0.envelope.type == "GrantAppropriated" }?.position)
        let early = try driver.report("2025-H1", through: firstGrant)
        #expect(value("H01", early) == "672.9")
        #expect(early.position == firstGrant)
    }

    @Test func `the text tells the parts of the report in both languages`() throws {
        let report = try SeedDriver.loaded.get().report("2025-H1")
        let chinese = report.markdown(in: .chinese)
        for words in [
            "# 2025年上半年水利工作总结", "数据截至 2025-06-10", "14857.29万元", "300余立方米", "预计0.5%以上",
            "尚缺12400万元", "(13.9%)", "口径不明", "高铁涵洞", "演示督〔2025〕4号", "2025年下半年", "待核实差异",
        ] {
            #expect(chinese.contains(words), "\(words)")
        }
        let english = report.markdown(in: .english)
        for words in ["# Water bureau report, the first half of 2025", "at least 300 m³", "Q02"] {
            #expect(english.contains(words), "\(words)")
        }
    }
}
