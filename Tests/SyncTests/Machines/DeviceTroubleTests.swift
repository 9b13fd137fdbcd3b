import Domain
import JSON
import Sync
import TestKit
import Testing

/// Clones, revocations and rights lost meanwhile: nothing that was recorded is dropped.
@Suite struct DeviceTroubleTests {
    let server = MemoryServer()
    let task = StreamID(.task, "rural-water")
    let laptop: MemoryLaptop
    var own: StreamID { StreamID(.device, laptop.signer.device) }

    init() throws {
        let plan = WorkTask.Plan(
            title: "农村饮水", theme: "rural_water", assignment: .init(leadUnit: "水利站"))
        server.record(task, [.task(.planned(plan))], by: "office")
        laptop = try MemoryLaptop(
            Actor(id: "li", unit: "站", roles: [.field]), seed: 3, enrolledAt: server)
        try laptop.sync(with: server)
    }

    private func note(_ text: Text) -> BureauCommand { .task(.addNote(text: text)) }

    private var kept: [Device.SettledIntent] {
        server.history(own).entries.compactMap {
            if case .device(.intentHeld(let intent)) = $0.event { intent } else { nil }
        }
    }

    @Test func `a copied laptop suspends the device, and its branch is kept whole`() throws {
        let clone = MemoryLaptop(copyOf: laptop)
        laptop.record(note("甲"), on: task)
        clone.record(note("乙"), on: task)
        clone.record(note("丙"), on: task)
        try laptop.sync(with: server)
        #expect(throws: SyncRefusal.deviceSuspended) { try clone.sync(with: server) }
        #expect(kept.map(\.body.text) == [#"{"text":"乙"}"#, #"{"text":"丙"}"#])
        #expect(server.history(task).version == 2)
        let head = server.head
        #expect(throws: SyncRefusal.deviceSuspended) { try laptop.sync(with: server) }
        #expect(server.head == head)
    }

    @Test func `a revoked device's late intents wait in quarantine`() throws {
        laptop.record(note("甲"), on: task)
        server.record(own, [.device(.revoked(reason: "丢失"))], by: "admin")
        try laptop.sync(with: server)
        #expect(laptop.verdicts == [.held])
        #expect(laptop.receipts[1]?.reason?.code == "device-revoked")
        #expect(kept.map(\.body.text) == [#"{"text":"甲"}"#])
        #expect(server.history(task).version == 1)
    }

    @Test func `what was seen waits while its author has no right, and is taken in after`() throws {
        laptop.record(note("甲"), on: task)
        laptop.record(.task(.assign(.init(responsible: "乙"))), on: StreamID(.task, "other"))
        server.owners["li"] = Actor(id: "li", unit: "站", roles: [.viewer])
        try laptop.sync(with: server)
        #expect(laptop.verdicts == [.held, .verdict(.rejected)])
        #expect(laptop.receipts[2]?.reason?.code == "not-allowed")
        server.owners["li"] = Actor(id: "li", unit: "站", roles: [.field])
        try laptop.sync(with: server)
        #expect(laptop.verdicts == [.verdict(.accepted), .verdict(.rejected)])
        #expect(server.history(task).version == 2)
    }

    @Test func `another log's laptop is refused`() throws {
        let other = MemoryServer()
        other.record(task, [.task(.noteAdded(text: "x"))], by: "office")
        other.enrol(laptop.signer, laptop.owner)
        #expect(throws: SyncRefusal.logDiverged) { try laptop.sync(with: other) }
    }

    @Test func `things that laptops do not do are rejected with the reason`() throws {
        laptop.record(.device(.revoke(reason: "x")), on: own)
        try laptop.sync(with: server)
        #expect(laptop.verdicts == [.verdict(.rejected)])
        #expect(laptop.receipts[1]?.reason?.code == "not-from-laptops")
    }

    @Test func `six hundred intents travel in batches`() throws {
        for number in 1...600 { laptop.record(note(Text("第\(number)次")), on: task) }
        try laptop.sync(with: server)
        #expect(Set(laptop.verdicts) == [.verdict(.accepted)])
        #expect(server.history(task).version == 601)
        #expect(laptop.history(task).version == 601)
    }
}
