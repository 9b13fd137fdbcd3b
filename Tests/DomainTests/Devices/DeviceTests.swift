import Domain
import JSON
import TestKit
import Testing

@Suite struct DeviceTests {
    let laptop = Device.Enrolment(
        name: "水利站一号", member: "station",
        publicKey: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    let stream = StreamID(.device, "laptop-1")

    private func intent(
        _ n: Int64, _ verdict: Device.SettledIntent.Verdict
    ) -> Device.SettledIntent {
        Device.SettledIntent(
            n: n, verdict: verdict, about: "letter/sand-6", command: "submit-response",
            body: ["text": "已清理"], author: "station", occurredOn: day(2025, 6, 9), baseVersion: 4,
            reason: verdict == .rejected ? Device.Reason(Letter.Rejection.notIssued) : nil,
            conflict: verdict == .conflict ? "c-1" : nil,
            positions: verdict == .duplicate ? [31, 32] : [])
    }

    @Test func `a laptop is enrolled once, and again only after a suspension`() {
        let other = Device.Enrolment(name: "二号", member: "town", publicKey: laptop.publicKey)
        given(Device.self).when(.enrol(laptop)).then(.enrolled(laptop))
        given(Device.self, .enrolled(laptop)).when(.enrol(laptop)).then()
        given(Device.self, .enrolled(laptop)).when(.enrol(other)).thenRejected(.alreadyEnrolled)
        given(Device.self, .enrolled(laptop), .suspended(reason: "重号")).when(.enrol(other))
            .then(.enrolled(other))
    }

    @Test func `a revoked laptop stays so, yet what it recorded is still settled`() {
        let revoked: [Device.Event] = [.enrolled(laptop), .revoked(reason: "遗失")]
        given(Device.self, .enrolled(laptop)).when(.revoke(reason: "遗失"))
            .then(.revoked(reason: "遗失"))
        given(Device.self, revoked).when(.revoke(reason: "遗失")).then()
        given(Device.self, revoked).when(.enrol(laptop)).thenRejected(.revoked)
        given(Device.self, revoked).when(.suspend(reason: "重号")).thenRejected(.revoked)
        given(Device.self, revoked).when(.settleIntent(intent(3, .rejected)))
            .then(.intentSettled(intent(3, .rejected)))
    }

    @Test func `a laptop that nobody enrolled has no history`() {
        given(Device.self).when(.revoke(reason: "遗失")).thenRejected(.notEnrolled)
        given(Device.self).when(.suspend(reason: "重号")).thenRejected(.notEnrolled)
        given(Device.self).when(.settleIntent(intent(1, .duplicate))).thenRejected(.notEnrolled)
    }

    @Test func `suspending twice is nothing new`() {
        given(Device.self, .enrolled(laptop)).when(.suspend(reason: "重号"))
            .then(.suspended(reason: "重号"))
        given(Device.self, .enrolled(laptop), .suspended(reason: "重号"))
            .when(.suspend(reason: "重号")).then()
    }

    @Test func `the last settled number never falls, though held intents settle late`() {
        let state = Device.state(after: [
            .enrolled(laptop), .intentSettled(intent(5, .duplicate)),
            .intentSettled(intent(3, .rejected)),
        ])
        #expect(state.lastSettled == 5)
    }

    @Test func `every event keeps its stored shape`() throws {
        try expectStored(
            .enrolled(laptop), of: Device.self,
            as: #"{"name":"水利站一号","member":"station","#
                + #""publicKey":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}"#)
        try expectStored(.revoked(reason: "遗失"), of: Device.self, as: #"{"reason":"遗失"}"#)
        try expectStored(.suspended(reason: "重号"), of: Device.self, as: #"{"reason":"重号"}"#)
        let head =
            #""about":"letter/sand-6","command":"submit-response","body":{"text":"已清理"},"#
            + #""author":"station","occurredOn":"2025-06-09","baseVersion":4"#
        try expectStored(
            .intentSettled(intent(1, .duplicate)), of: Device.self,
            as: #"{"n":1,"verdict":"duplicate","# + head + #","positions":[31,32]}"#)
        try expectStored(
            .intentSettled(intent(2, .rejected)), of: Device.self,
            as: #"{"n":2,"verdict":"rejected","# + head
                + #","reason":{"code":"letter-not-issued","zh":"该督办函尚未印发","#
                + #""en":"The letter has not been issued."}}"#)
        try expectStored(
            .intentSettled(intent(3, .conflict)), of: Device.self,
            as: #"{"n":3,"verdict":"conflict","# + head + #","conflict":"c-1"}"#)
        try expectStored(
            .intentHeld(intent(4, .accepted)), of: Device.self,
            as: #"{"n":4,"verdict":"accepted","# + head + "}")
    }

    @Test func `every command reads back what it writes`() throws {
        try expectReadable(.enrol(laptop), of: Device.self)
        try expectReadable(.revoke(reason: "遗失"), of: Device.self)
        try expectReadable(.suspend(reason: "重号"), of: Device.self)
        try expectReadable(.settleIntent(intent(2, .rejected)), of: Device.self)
    }

    @Test(arguments: ["", "AAEC", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8-"])
    func `a key that is not 32 bytes of base64 is refused`(key: String) {
        let body: JSONValue = ["name": "一号", "member": "station", "publicKey": .string(key)]
        let code: FieldError.Code = key.isEmpty ? .empty : .invalidValue
        #expect(throws: FieldErrors([FieldError("/publicKey", code)])) {
            try BureauCommand.read(.device, "enrol", body)
        }
    }

    @Test func `verdicts are the server's own to record`() {
        #expect(Policy.roles(for: .device, "settle-intent") == [])
        #expect(Policy.roles(for: .device, "revoke") == [.administrator, .security])
    }

    @Test func `a laptop's row counts what came to nothing`() throws {
        let events: [(Day, BureauEvent)] = [
            (day(2025, 6, 1), .device(.enrolled(laptop))),
            (day(2025, 6, 9), .device(.intentSettled(intent(1, .duplicate)))),
            (day(2025, 6, 9), .device(.intentSettled(intent(2, .rejected)))),
            (day(2025, 6, 9), .device(.intentSettled(intent(3, .conflict)))),
            (day(2025, 6, 9), .device(.intentSettled(intent(4, .merged)))),
            (day(2025, 6, 10), .device(.suspended(reason: "重号"))),
        ]
        let row = try #require(rows(DeviceBoard.self, of: stream, events)["laptop-1"])
        #expect(
            DeviceBoard.values(of: row) == [
                .text("水利站一号"), .text("station"), .text(laptop.publicKey), .text("suspended"),
                .day(day(2025, 6, 1)), .day(day(2025, 6, 10)), .text("重号"), .integer(1),
                .integer(1), .integer(1),
            ])
        let again: [(Day, BureauEvent)] = [(day(2025, 6, 11), .device(.enrolled(laptop)))]
        let back = try #require(rows(DeviceBoard.self, of: stream, events + again)["laptop-1"])
        #expect(back.phase == .enrolled)
        #expect(back.stopReason == nil)
        #expect(back.rejected == 1)
    }

    @Test func `an intent that came to nothing can be read whole, a held one until it is taken`()
        throws
    {
        let held: [(Day, BureauEvent)] = [
            (day(2025, 6, 1), .device(.enrolled(laptop))),
            (day(2025, 6, 9), .device(.intentHeld(intent(4, .accepted)))),
            (day(2025, 6, 9), .device(.intentSettled(intent(5, .rejected)))),
        ]
        let waiting = rows(UnmetIntents.self, of: stream, held)
        #expect(Set(waiting.keys) == ["laptop-1/4", "laptop-1/5"])
        #expect(waiting["laptop-1/4"]?.standing == .held)
        let rejected = try #require(waiting["laptop-1/5"])
        #expect(
            UnmetIntents.values(of: rejected) == [
                .text("laptop-1"), .integer(5), .text("rejected"), .text("letter/sand-6"),
                .text("submit-response"), .json(Array(#"{"text":"已清理"}"#.utf8)),
                .text("station"), .day(day(2025, 6, 9)), .day(day(2025, 6, 9)),
                .text("letter-not-issued"), .text("该督办函尚未印发"),
                .text("The letter has not been issued."), .null,
            ])
        let taken: [(Day, BureauEvent)] = [
            (day(2025, 6, 10), .device(.intentSettled(intent(4, .accepted))))
        ]
        #expect(Set(rows(UnmetIntents.self, of: stream, held + taken).keys) == ["laptop-1/5"])
    }
}
