import Crypto
import Domain
import Field
import Foundation
import Sync
import TestKit
import Testing

@Suite struct FieldStoreTests {
    @Test func `the writer waits for the disk at every commit`() async throws {
        let laptop = try await Bench().laptop("li")
        #expect(try laptop.store.synchronous() == 2)
    }

    @Test func `the key and the folder are for their owner alone`() async throws {
        let laptop = try await Bench().laptop("li")
        let attributes = try FileManager.default.attributesOfItem(atPath: laptop.home.keyPath)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(
            try laptop.home.key().rawRepresentation == laptop.home.key().rawRepresentation)
    }

    @Test func `intents are numbered and chained, over a restart too`() async throws {
        let laptop = try await Bench().laptop("li")
        try await laptop.sync()
        let first = try laptop.record(.note("一"))
        let again = try laptop.restarted()
        let second = try again.record(.note("二"))
        #expect([first.n, second.n] == [1, 2])
        #expect(first.previousHash == Intent.noHash)
        #expect(second.previousHash == first.hash(on: again.enrolment.device))
        #expect(second.baseVersion == 1)
        #expect(try again.store.intents().map(\.intent) == [first, second])
    }

    @Test func `what the rules refuse is told at once and not recorded`() async throws {
        let laptop = try await Bench().laptop("li")
        try await laptop.sync()
        #expect(throws: LaptopError.noSuchThing(StreamID(.task, "none"))) {
            try laptop.record(.note("一"), on: StreamID(.task, "none"))
        }
        #expect(throws: LaptopError.notAllowed("cancel")) {
            try laptop.record(.task(.cancel(reason: "x")))
        }
        try laptop.record(.task(.raiseBlocker(.init(id: "b1", text: "缺钱"))))
        #expect(
            throws: LaptopError.rejected(
                Receipt.Reason(WorkTask.Rejection.blockerKnown("b1")))
        ) {
            try laptop.record(.task(.raiseBlocker(.init(id: "b1", text: "缺人"))))
        }
        #expect(try laptop.store.intents().count == 1)
    }

    @Test func `pending changes show at once, marked, and stay when they come down`() async throws {
        let laptop = try await Bench().laptop("li")
        try await laptop.sync()
        try laptop.record(.assign(responsible: "乙"))
        let responsible = try #require(
            PlanBoard.columns.firstIndex { $0.name == "responsible" })
        let pending = try #require(try laptop.view().rows(PlanBoard.name).first)
        #expect(pending.values[responsible] == .text("乙"))
        #expect(pending.isPending)
        #expect(try laptop.store.rows(PlanBoard.name).first?.values[responsible] == .text("甲"))
        try await laptop.sync()
        let settled = try #require(try laptop.view().rows(PlanBoard.name).first)
        #expect(settled.values == pending.values)
        #expect(!settled.isPending)
        #expect(try laptop.store.rows(PlanBoard.name).first?.values == settled.values)
    }

    @Test func `an intent stays pending until its facts have come down`() async throws {
        let laptop = try await Bench().laptop("li")
        try await laptop.sync()
        try laptop.record(.note("一"))
        try laptop.store.store([Receipt(n: 1, .verdict(.accepted), positions: 900...901)])
        #expect(try laptop.store.pendingIntents().map(\.intent.n) == [1])
        #expect(try laptop.store.standing().unsent.isEmpty)
    }

    @Test func `a verdict is never replaced`() async throws {
        let laptop = try await Bench().laptop("li")
        try await laptop.sync()
        try laptop.record(.note("一"))
        for standing in [
            Receipt.Standing.held, .verdict(.merged), .held, .verdict(.rejected),
        ] {
            try laptop.store.store([Receipt(n: 1, standing)])
        }
        #expect(try laptop.standings() == [.verdict(.merged)])
    }

    @Test func `a laptop is not enrolled in two logs`() async throws {
        let laptop = try await Bench().laptop("li")
        let other = EnrolAnswer(
            device: laptop.enrolment.device, logID: EventID(high: 9, low: 9), epoch: 1,
            owner: laptop.enrolment.owner, serverTime: Bench.now)
        #expect(throws: LaptopError.enrolledElsewhere(server: "memory")) {
            try laptop.store.enrol(FieldEnrolment(server: "other", name: "x", other))
        }
    }
}
