import Domain
import EventStore
import Foundation
import JSON
import Server
import TestKit
import Testing

/// The seeds through the command service into a real log.
@Suite struct SeedLoaderTests {
    static let seeds = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "seeds").path

    /// A log of its own and the service in front of it.
    private func withBureau(
        _ body: (EventLog, SeedLoader, URL) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hw-load-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { removeFolder(folder) }
        let log = try await EventLog.open(
            LogConfiguration(url: try TestCluster.freshDatabase()), logName: "bureau")
        do {
            let keys = try ServerKeys.open(folder, mayCreate: true)
            let store = try PersonKeyStore(folder.appendingPathComponent("persons.sqlite"), keys)
            let commands = CommandService(
                log: log, sealer: PersonalSealer(keys: keys, store: store),
                streams: StreamLoader(log: log), clock: { SystemClock.now() })
            try await body(log, SeedLoader(commands), folder)
        } catch {
            await log.close()
            throw error
        }
        await log.close()
    }

    private func removeFolder(_ folder: URL) {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record("\(folder.path) stays behind: \(error)")
        }
    }

    /// A folder of seeds with the real roster and one file of these lines.
    private func seeds(_ folder: URL, _ lines: [String]) throws -> String {
        let made = folder.appendingPathComponent("seeds")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        let roster = URL(filePath: SeedLoaderTests.seeds).appending(path: "roster.json")
        let copy = made.appendingPathComponent("roster.json")
        if !FileManager.default.fileExists(atPath: copy.path) {
            try FileManager.default.copyItem(at: roster, to: copy)
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8)
            .write(to: made.appendingPathComponent("1.jsonl"))
        return made.path
    }

    private let addAdmin =
        #"{"actor":"admin1","day":"2025-01-02","aggregate":"member","id":"admin1","command":"add","#
        + #""body":{"name":"甲","unit":"u","roles":["administrator"]}}"#
    private let addOffice =
        #"{"actor":"admin1","day":"2025-01-02","aggregate":"member","id":"o1","command":"add","#
        + #""body":{"name":"乙","unit":"u","roles":["office"]}}"#

    private func task(_ command: String, _ body: String) -> String {
        #"{"actor":"o1","day":"2025-01-03","aggregate":"task","id":"t1","command":"\#(command)","#
            + #""body":\#(body)}"#
    }

    @Test func `the half-year loads, and loading again changes nothing`() async throws {
        try await withBureau { log, loader, _ in
            let first = try await loader.load(SeedLoaderTests.seeds)
            #expect(first.known == 0)
            #expect(first.events == first.position)
            let head = try await log.head().position
            #expect(first.position == head)
            let second = try await loader.load(SeedLoaderTests.seeds)
            #expect(second.known == second.lines)
            #expect(second.lines == first.lines)
            #expect(second.events == 0)
            #expect(try await log.head().position == head)
            try await expectReport(log, head)
        }
    }

    /// The report from the log is the one that the expected figures tell.
    private func expectReport(_ log: EventLog, _ head: Int64) async throws {
        let reports = LogReports(log)
        let bytes = try #require(try await reports.report(period: "2025-H1", asOf: nil))
        let json = try JSONValue(parsing: bytes)
        #expect(json["position"] == .integer(head))
        func told(_ figure: JSONValue) -> [String] {
            ["id", "value", "unit", "qualifier"].map { figure[$0]?.stringValue ?? "" }
        }
        let file = URL(filePath: SeedLoaderTests.seeds).appending(path: "expected-figures.json")
        let expected = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
        #expect(
            json["figures"]?.arrayValue?.map(told) == expected["figures"]?.arrayValue?.map(told))
        #expect(
            json["findings"]?.arrayValue?.map { $0["id"]?.stringValue }
                == ["Q01", "Q02", "Q03", "Q04", "Q05", "Q08", "Q09", "Q11", "Q17"])
        #expect(try await reports.report(period: "2025-H9", asOf: nil) == nil)
        let before = try #require(try await reports.report(period: "2025-H1", asOf: 0))
        #expect(try JSONValue(parsing: before)["figures"] == [])
        let checks = try JSONValue(parsing: try await reports.checks(asOf: nil))
        #expect(checks.objectValue?.keys == ["items", "nextCursor", "position"])
        #expect(checks["items"]?.arrayValue?.first?["holds"] == false)
        #expect(checks["items"]?.arrayValue?.contains { $0["holds"] == true } == true)
    }

    @Test func `a line that the rules refuse stops the load with its place and the reason`()
        async throws
    {
        try await withBureau { log, loader, folder in
            let path = try seeds(
                folder, [addAdmin, addOffice, task("complete", #"{"summary":"x"}"#)])
            await #expect {
                try await loader.load(path)
            } throws: { error in
                (error as? OperatorError)?.english == "1.jsonl:3: there is no task/t1"
            }
            #expect(try await log.head().position == 2)
            let mended = try seeds(
                folder,
                [
                    addAdmin, addOffice,
                    task("plan", #"{"title":"t","theme":"x","leadUnit":"u"}"#),
                    task("clear-blocker", #"{"blocker":"b","how":"h"}"#),
                ])
            await #expect {
                try await loader.load(mended)
            } throws: { error in
                (error as? OperatorError)?.english
                    == "1.jsonl:4: No blocker b has been raised."
            }
            #expect(try await log.head().position == 3)
        }
    }

    @Test func `a misspelt line is found before the first command is given`() async throws {
        try await withBureau { log, loader, folder in
            let path = try seeds(folder, [addAdmin, addOffice, #"{"actor":"o1"}"#])
            await #expect {
                try await loader.load(path)
            } throws: { error in
                (error as? OperatorError)?.english.hasPrefix("1.jsonl:3: field /day is missing")
                    ?? false
            }
            #expect(try await log.head().position == 0)
        }
    }

    /// What a load of these lines fails with; empty if it does not.
    private func failure(
        _ loader: SeedLoader, _ folder: URL, _ lines: [String]
    ) async throws -> String {
        let path = try seeds(folder, lines)
        do {
            _ = try await loader.load(path)
            return ""
        } catch let error as OperatorError {
            return error.english
        }
    }

    @Test func `wrong fields, wrong duties and a changed line name themselves`() async throws {
        try await withBureau { log, loader, folder in
            let misnamed = task("plan", #"{"titel":"t"}"#)
            let fields = try await failure(loader, folder, [addAdmin, addOffice, misnamed])
            #expect(fields.hasPrefix("1.jsonl:3: field /title is missing"))
            let forbidden = task("cancel", #"{"reason":"r"}"#)
            let duties = try await failure(loader, folder, [addAdmin, addOffice, forbidden])
            #expect(duties == "1.jsonl:3: the member's duties do not allow it")
            let other = addAdmin.replacingOccurrences(of: "甲", with: "丙")
            let changed = try await failure(loader, folder, [other, addOffice])
            #expect(
                changed == "1.jsonl:1: the line was changed after it had been loaded: "
                    + "add a new line instead")
            let head = try await log.head().position
            #expect(head == 2)
        }
    }
}
