import Domain
import Field
import Foundation
import JSON
import Sync
import TestKit
import Testing

@Suite struct CommandWordsTests {
    private func words(_ kind: AggregateKind, _ line: String) throws -> CommandWords {
        try CommandWords(kind, line.split(separator: " ").map { String($0) }, today: .test)
    }

    @Test func `any field is an option of its own name, and lists are options given again`() throws
    {
        let typed = try words(
            .task, "assign rural-water --lead-unit 移民股 --cooperating 甲 --cooperating 乙")
        #expect(typed.command == "assign")
        #expect(typed.id == "rural-water")
        #expect(typed.body.text == #"{"leadUnit":"移民股","cooperating":["甲","乙"]}"#)
        #expect(typed.occurredOn == nil)
    }

    @Test func `a reading has a target, a value with its unit, and a day`() throws {
        let typed = try words(
            .task,
            "progress rural-water --on 2025-06-01 --text 完成 --reading R01=12.5,km "
                + "--reading R02=3,count,2025-05-31")
        #expect(typed.command == "report-progress")
        #expect(typed.occurredOn == day(2025, 6, 1))
        #expect(
            typed.body.text
                == #"{"text":"完成","readings":["#
                + #"{"target":"R01","value":{"value":"12.5","unit":"km"},"asOf":"2025-06-01"},"#
                + #"{"target":"R02","value":{"value":"3","unit":"count"},"asOf":"2025-05-31"}]}"#)
        let command = try BureauCommand.read(.task, typed.command, typed.body)
        #expect(command != nil)
    }

    @Test func `a day that does not exist is called so, not missing`() {
        let error = #expect(throws: LaptopError.self) {
            try words(.task, "assign rural-water --on 2025-02-30 --responsible 甲")
        }
        #expect(error?.text(in: .chinese) == "字段 --on 不是有效日期(年-月-日)")
    }

    @Test func `short words stand for long ones, and a raw stream for its id`() throws {
        let typed = try words(.letter, #"respond letter/l-6 --json {"text":"好"}"#)
        #expect(typed.command == "submit-response")
        #expect(typed.id == "l-6")
        #expect(typed.body.text == #"{"text":"好"}"#)
    }

    @Test func `what cannot be understood is named`() throws {
        #expect(throws: LaptopError.unknownCommand(kind: .task, name: "fly")) {
            try words(.task, "fly a")
        }
        #expect(throws: LaptopError.missingOption("ID")) { try words(.task, "assign") }
        #expect(throws: LaptopError.missingOption("--text")) { try words(.task, "note a --text") }
        #expect(throws: LaptopError.fields(FieldErrors([FieldError("--on", .outOfRange)]))) {
            try words(.task, "note a --on 2999-01-01 --text x")
        }
        #expect(throws: LaptopError.fields(FieldErrors([FieldError("--on", .invalidDate)]))) {
            try words(.task, "note a --on yesterday")
        }
        #expect(throws: LaptopError.badJSON("{…}")) { try words(.task, "note a --json []") }
    }

    @Test func `verdicts are said in the bureau's words`() {
        #expect(
            Receipt.Standing.allCases.map { Words.standing($0, .chinese) } == [
                "已入库", "已入库(与他人填报合并)", "重复填报(已有相同记录)", "填报不一致,待裁定",
                "未通过", "排队中(待前一条处理)",
            ])
    }

    @Test func `the demonstration's codes are found in its file`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/hwc-\(UUID().uuidString)"
        let text =
            #"{"url":"http://127.0.0.1:9","members":[],"enrolmentCodes":["#
            + #"{"code":"a","member":"m1"},{"code":"b","member":"m2"}]}"#
        #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
        defer { unlink(path) }
        let demo = try #require(DemoCredentials(path: path))
        #expect(demo.url == "http://127.0.0.1:9")
        #expect(demo.codes == ["a", "b"])
        #expect(DemoCredentials.path(["HEADWATER_HOME": "x"]) == "x/demo-credentials.json")
        #expect(DemoCredentials.path([:]) == "var/demo-credentials.json")
        #expect(DemoCredentials(path: path + "-none") == nil)
    }
}
