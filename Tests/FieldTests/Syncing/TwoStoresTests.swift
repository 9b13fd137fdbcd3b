import Domain
import Field
import Sync
import TestKit
import Testing

/// Two laptops with real stores: merging, conflict, and its resolution offline.
@Suite struct TwoStoresTests {
    @Test func `two laptops on different fields merge and end up alike`() async throws {
        let bench = try await Bench()
        let first = try await bench.laptop("li")
        let second = try await bench.laptop("wang")
        try await first.sync()
        try await second.sync()
        try first.record(.assign(leadUnit: "移民股"))
        try second.record(.assign(responsible: "乙"))
        try await first.sync()
        try await second.sync()
        try await first.sync()
        #expect(try first.standings() == [.verdict(.accepted)])
        #expect(try second.standings() == [.verdict(.merged)])
        #expect(
            try first.store.rows(PlanBoard.name) == second.store.rows(PlanBoard.name))
        #expect(try first.store.pendingIntents() == [])
    }

    @Test func `a conflict shows on the laptop and is resolved there, offline`() async throws {
        let bench = try await Bench()
        let first = try await bench.laptop("li")
        let second = try await bench.laptop("wang")
        try await first.sync()
        try await second.sync()
        try first.record(.assign(responsible: "乙"))
        try second.record(.assign(responsible: "丙"))
        try second.record(.assign(leadUnit: "移民股"))
        try await first.sync()
        try await second.sync()
        #expect(try second.standings() == [.verdict(.conflict), .held])
        #expect(try second.store.pendingIntents().map(\.intent.n) == [2])

        let shown = try #require(try second.view().rows(ConflictInbox.name).first)
        let row = try #require(ConflictInbox.row(from: shown.values))
        #expect(row.field == "responsible")
        #expect([row.ours.author, row.theirs.author] == ["li", "wang"])

        try await first.sync()
        try first.record(
            .conflict(.resolve(.init(.theirs, reason: "核对过"))),
            on: StreamID(.conflict, shown.key))
        let preview = try #require(try first.view().rows(ConflictInbox.name).first)
        #expect(preview.isPending)
        #expect(ConflictInbox.row(from: preview.values)?.standing == .resolved)
        try await first.sync()
        try await second.sync()
        #expect(try second.standings() == [.verdict(.conflict), .verdict(.merged)])
        #expect(try second.store.pendingIntents() == [])
        try await first.sync()
        #expect(
            try first.store.rows(PlanBoard.name) == second.store.rows(PlanBoard.name))
    }
}
