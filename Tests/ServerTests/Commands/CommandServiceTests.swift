import Domain
import EventStore
import Foundation
import JSON
import Server
import Synchronization
import TestKit
import Testing

/// A log of its own with the service in front of it, and a clock that tests set.
private struct Bureau: Sendable {
    let log: EventLog
    let service: CommandService
    let office = Actor(id: "office1", unit: "局办公室", roles: [.office])

    static let today = day(2025, 6, 10)

    static func with(_ body: (Bureau) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hw-commands-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = try await EventLog.open(
            LogConfiguration(url: try TestCluster.freshDatabase()), logName: "bureau")
        let outcome: Result<Void, any Error>
        do {
            let keys = try ServerKeys.open(folder, mayCreate: true)
            let store = try PersonKeyStore(folder.appendingPathComponent("persons.sqlite"), keys)
            let service = CommandService(
                log: log, sealer: PersonalSealer(keys: keys, store: store),
                streams: StreamLoader(log: log), clock: { Instant.endOf(today) })
            outcome = .success(try await body(Bureau(log: log, service: service)))
        } catch {
            outcome = .failure(error)
        }
        await log.close()
        try FileManager.default.removeItem(at: folder)
        try outcome.get()
    }

    @discardableResult
    func run(
        _ kind: AggregateKind, _ id: Text?, _ name: String, _ body: JSONValue,
        by actor: Actor? = nil, key: Text? = nil, ifMatch: Int? = nil, imported: Bool = false
    ) async throws(CommandFailure) -> CommandResult {
        try await service.perform(
            CommandRequest(
                kind: kind, id: id, name: name, body: body, actor: actor ?? office,
                idempotencyKey: key, ifMatch: ifMatch, imported: imported))
    }

    /// The code of the failure that `body` ends in; nil if it ends well.
    func failure(_ body: () async throws(CommandFailure) -> Void) async -> String? {
        do throws(CommandFailure) {
            try await body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    func types(_ stream: StreamID) async throws -> [String] {
        try await log.load(stream).map(\.envelope.type.string)
    }
}

@Suite struct CommandServiceTests {
    let plan: JSONValue = ["title": "防汛", "theme": "flood", "leadUnit": "防御股"]
    let task = StreamID(.task, "flood")

    @Test func `a retry with the same key gets the first answer, though the task moved on`()
        async throws
    {
        try await Bureau.with { bureau in
            try await bureau.run(.task, "flood", "plan", plan)
            let first = try await bureau.run(
                .task, "flood", "add-note", ["text": "一"], key: "k-1")
            try await bureau.run(.task, "flood", "add-note", ["text": "二"])
            let again = try await bureau.run(
                .task, "flood", "add-note", ["text": "一"], key: "k-1")
            #expect(again.positions == first.positions)
            #expect(again.duplicate && !first.duplicate)
            #expect(
                try await bureau.types(task) == ["TaskPlanned", "NoteAdded", "NoteAdded"])
        }
    }

    @Test func `a key is bound to its command, and to its actor`() async throws {
        try await Bureau.with { bureau in
            try await bureau.run(.task, "flood", "plan", plan)
            try await bureau.run(.task, "flood", "add-note", ["text": "一"], key: "k-1")
            let reused = await bureau.failure { () async throws(CommandFailure) in
                try await bureau.run(.task, "flood", "add-note", ["text": "别"], key: "k-1")
            }
            #expect(reused == "keyReused")
            let other = Actor(id: "office2", unit: "局办公室", roles: [.office])
            try await bureau.run(
                .task, "flood", "add-note", ["text": "别"], by: other, key: "k-1")
            #expect(
                try await bureau.types(task) == ["TaskPlanned", "NoteAdded", "NoteAdded"])
        }
    }

    @Test func `creating again with the same key and no id gives the same thing`() async throws {
        try await Bureau.with { bureau in
            let first = try await bureau.run(.task, nil, "plan", plan, key: "new-1")
            let again = try await bureau.run(.task, nil, "plan", plan, key: "new-1")
            #expect(again.stream == first.stream)
            #expect(try await bureau.log.head().position == 1)
        }
    }

    @Test func `forty callers at once each get their note in, none twice`() async throws {
        try await Bureau.with { bureau in
            try await bureau.run(.task, "flood", "plan", plan)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await bureau.run(
                            .task, "flood", "add-note", ["text": .string("n\(number)")],
                            key: Text("n-\(number)"))
                    }
                }
                try await group.waitForAll()
            }
            let notes = try await bureau.log.load(task).compactMap { stored in
                try JSONValue(parsing: stored.payload)["text"]?.stringValue
            }
            #expect(notes.sorted() == (0..<40).map { "n\($0)" }.sorted())
        }
    }

    @Test func `class E asks for the version seen, and answers a stale one with what came since`()
        async throws
    {
        try await Bureau.with { bureau in
            try await bureau.run(.task, "flood", "plan", plan)
            try await bureau.run(.task, "flood", "add-note", ["text": "一"])
            let change: JSONValue = ["due": "2025-08-31", "reason": "汛期"]
            let blind = await bureau.failure { () async throws(CommandFailure) in
                try await bureau.run(.task, "flood", "change-deadline", change)
            }
            #expect(blind == "ifMatchMissing")
            do throws(CommandFailure) {
                try await bureau.run(.task, "flood", "change-deadline", change, ifMatch: 1)
                Issue.record("a stale version was accepted")
            } catch {
                guard case .stale(let actual, let since) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(actual == 2)
                #expect(since.map(\.envelope.type) == ["NoteAdded"])
            }
            try await bureau.run(.task, "flood", "change-deadline", change, ifMatch: 2)
            #expect(try await bureau.types(task).last == "DeadlineChanged")
        }
    }

    @Test func `a late entry takes its day, and nothing happens tomorrow`() async throws {
        try await Bureau.with { bureau in
            try await bureau.run(.task, "flood", "plan", plan)
            try await bureau.run(
                .task, "flood", "add-note", ["text": "补", "occurredOn": "2025-06-01"])
            let last = try #require(try await bureau.log.load(task).last)
            #expect(last.envelope.occurredOn == day(2025, 6, 1))
            let future = await bureau.failure { () async throws(CommandFailure) in
                try await bureau.run(
                    .task, "flood", "add-note", ["text": "补", "occurredOn": "2025-06-11"])
            }
            #expect(future?.contains("occurredOn") == true)
            #expect(try await bureau.log.head().position == 2)
        }
    }

    @Test func `cash that doubles another batch's month is recorded with its overpayment`()
        async throws
    {
        try await Bureau.with { bureau in
            let finance = Actor(id: "money1", unit: "财务股", roles: [.financeMaker])
            let cash: JSONValue = [
                "payment": "c-1", "programme": "migrant-direct", "person": "p-1",
                "months": "2025-01", "amount": "50.00", "note": "现场",
            ]
            let hand = "hand-over-cash"
            let ids: [Text] = ["cash-a", "cash-b"]
            for id in ids {
                try await bureau.run(.disbursement, id, hand, cash, by: finance)
            }
            #expect(
                try await bureau.types(StreamID(.disbursement, "cash-a")) == ["CashHandedOver"])
            #expect(
                try await bureau.types(StreamID(.disbursement, "cash-b"))
                    == ["CashHandedOver", "OverpaymentFound"])
            let claim = Claim("payment/migrant-direct/unlisted-p-1/2025-01")
            #expect(
                try await bureau.log.holders(of: [claim])
                    == [claim: StreamID(.disbursement, "cash-a")])
        }
    }
}
