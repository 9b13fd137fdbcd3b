import Domain
import JSON
import Sync
import TestKit
import Testing

/// Both ends' machines against each other, with the bureau's own rules.
@Suite struct TwoLaptopsTests {
    let server = MemoryServer()
    let task = StreamID(.task, "rural-water")
    let first: MemoryLaptop
    let second: MemoryLaptop

    init() throws {
        let plan = WorkTask.Plan(
            title: "农村饮水", theme: "rural_water",
            assignment: .init(leadUnit: "水利站", responsible: "甲"))
        server.record(task, [.task(.planned(plan))], by: "office")
        first = try MemoryLaptop(
            Actor(id: "li", unit: "站", roles: [.field]), seed: 1, enrolledAt: server)
        second = try MemoryLaptop(
            Actor(id: "wang", unit: "站", roles: [.field]), seed: 2, enrolledAt: server)
        try first.sync(with: server)
        try second.sync(with: server)
    }

    private func assign(
        leadUnit: Text? = nil, responsible: Text? = nil
    ) -> BureauCommand {
        .task(.assign(.init(leadUnit: leadUnit, responsible: responsible)))
    }

    private var state: WorkTask.State { server.states(task, WorkTask.self) ?? WorkTask.initial }

    @Test func `changes of different fields merge, in either order of syncing`() throws {
        first.record(assign(leadUnit: "移民股"), on: task)
        second.record(assign(responsible: "乙"), on: task)
        try second.sync(with: server)
        try first.sync(with: server)
        try second.sync(with: server)
        #expect(second.verdicts == [.verdict(.accepted)])
        #expect(first.verdicts == [.verdict(.merged)])
        #expect(state.assignment == .init(leadUnit: "移民股", responsible: "乙"))
        #expect(first.history(task).now == second.history(task).now)
        #expect(first.history(task).now == server.history(task).now)
    }

    @Test(arguments: [true, false])
    func `the outcome of a merge does not depend on who syncs first`(swapped: Bool) throws {
        first.record(assign(leadUnit: "移民股"), on: task)
        second.record(assign(responsible: "乙"), on: task)
        first.record(.task(.addNote(text: "到场")), on: task)
        for laptop in swapped ? [second, first] : [first, second] {
            try laptop.sync(with: server)
        }
        #expect(state.assignment == .init(leadUnit: "移民股", responsible: "乙"))
        #expect(state.phase == .active)
    }

    @Test func `one field with two values opens a conflict that shows base, ours, theirs`() throws {
        first.record(assign(responsible: "乙"), on: task)
        second.record(assign(responsible: "丙"), on: task)
        try first.sync(with: server)
        try second.sync(with: server)
        let id = ConflictID.derived(device: second.signer.device, n: 1)
        #expect(second.verdicts == [.verdict(.conflict)])
        #expect(second.receipts[1]?.conflict == id)
        #expect(state.assignment.responsible == "乙")
        let conflict = StreamID(.conflict, id)
        let opening = try #require(server.states(conflict, Conflict.self)?.opening)
        #expect(opening.field == "responsible")
        #expect(opening.base.values.text == #"{"state":"planned","responsible":"甲"}"#)
        #expect(opening.ours.values.text == #"{"responsible":"乙"}"#)
        #expect(opening.ours.author == "li")
        #expect(opening.theirs.values.text == #"{"responsible":"丙"}"#)
        #expect(opening.theirs.author == "wang")
        #expect(opening.body.text == #"{"responsible":"丙"}"#)
        #expect(opening.oursPosition == 4)
        #expect(second.history(conflict).version == 1)
    }

    @Test func `the same words of two laptops are recorded once`() throws {
        first.record(assign(responsible: "乙"), on: task)
        second.record(assign(responsible: "乙"), on: task)
        try first.sync(with: server)
        try second.sync(with: server)
        #expect(second.verdicts == [.verdict(.duplicate)])
        #expect(server.history(task).version == 2)
    }

    @Test func `a push that is sent again is answered from the log and adds nothing`() throws {
        first.record(assign(responsible: "乙"), on: task)
        let request = try PushRequest(first.intents, mark: first.mark, by: first.signer)
        let answer = try server.push(request.bytes)
        let head = server.head
        #expect(try server.push(request.bytes) == answer)
        #expect(server.head == head)
        try first.sync(with: server)
        #expect(first.verdicts == [.verdict(.accepted)])
        #expect(server.head == head)
    }

    @Test func `an answer lost after the append is given again`() throws {
        struct Crash: Error {}
        first.record(assign(responsible: "乙"), on: task)
        first.record(.task(.addNote(text: "一")), on: task)
        server.afterAppend = { throw Crash() }
        #expect(throws: Crash.self) { try first.sync(with: server) }
        #expect(throws: Crash.self) { try first.sync(with: server) }
        server.afterAppend = nil
        try first.sync(with: server)
        #expect(first.verdicts == [.verdict(.accepted), .verdict(.accepted)])
        #expect(server.history(task).version == 3)
    }

    @Test func `own earlier intents are part of the base`() throws {
        first.record(assign(responsible: "乙"), on: task)
        first.record(assign(responsible: "丙"), on: task)
        try first.sync(with: server)
        #expect(first.verdicts == [.verdict(.accepted), .verdict(.accepted)])
        #expect(state.assignment.responsible == "丙")
    }

    @Test func `somebody at a desk who is faster makes the intent be decided anew`() throws {
        let clerk = assign(responsible: "丁")
        guard case .task(.assign(let change)) = clerk else { return }
        var isFirst = true
        server.beforeAppend = { [server, task] _ in
            guard isFirst else { return }
            isFirst = false
            server.record(task, [.task(.assigned(change))], by: "office")
        }
        first.record(assign(leadUnit: "移民股"), on: task)
        try first.sync(with: server)
        #expect(first.verdicts == [.verdict(.merged)])
        #expect(state.assignment == .init(leadUnit: "移民股", responsible: "丁"))
    }

    @Test func `an intent behind one in conflict is held, and decided once a person chose`() throws
    {
        first.record(assign(responsible: "乙"), on: task)
        second.record(assign(responsible: "丙"), on: task)
        second.record(assign(leadUnit: "移民股"), on: task)
        second.record(.task(.addNote(text: "别的事")), on: StreamID(.task, "none"))
        try first.sync(with: server)
        try second.sync(with: server)
        #expect(
            second.verdicts == [.verdict(.conflict), .held, .verdict(.rejected)])
        #expect(state.assignment.leadUnit == "水利站")

        let conflict = StreamID(
            .conflict, ConflictID.derived(device: second.signer.device, n: 1))
        try first.sync(with: server)
        first.record(.conflict(.resolve(.init(.theirs, reason: "核对过"))), on: conflict)
        try first.sync(with: server)
        #expect(first.verdicts == [.verdict(.accepted), .verdict(.accepted)])
        #expect(state.assignment.responsible == "丙")

        try second.sync(with: server)
        #expect(
            second.verdicts == [.verdict(.conflict), .verdict(.merged), .verdict(.rejected)])
        #expect(state.assignment.leadUnit == "移民股")
        #expect(second.history(task).now == server.history(task).now)
        let settled = try #require(second.receipts[2]?.positions)
        #expect(second.mark.position >= settled.upperBound)
    }
}
