import Domain
import JSON
import TestKit
import Testing

@Suite struct ConflictStoredTests {
    let third = Conflict.Resolution(.other, reason: "另定", body: ["responsible": "赵某"])

    @Test func `every event keeps its stored shape`() throws {
        try expectStored(
            .opened(Conflict.aboutPerson), of: Conflict.self,
            as: #"{"about":"task/pipeline","command":"assign","body":{"responsible":"李某"},"#
                + #""field":"responsible","device":"laptop-2","intent":7,"author":"zhang","#
                + #""authorUnit":"water","occurredOn":"2025-06-09","#
                + #""base":{"values":{"responsible":"张某"}},"#
                + #""ours":{"values":{"responsible":"王某"},"author":"wang","day":"2025-06-08"},"#
                + #""theirs":{"values":{"responsible":"李某"},"author":"zhang","#
                + #""day":"2025-06-09"},"oursPosition":31}"#)
        try expectStored(
            .resolved(third, by: "clerk"), of: Conflict.self,
            as: #"{"choice":"other","reason":"另定","body":{"responsible":"赵某"},"by":"clerk"}"#)
        try expectStored(
            .resolved(Conflict.Resolution(.ours, reason: "先报"), by: "clerk"), of: Conflict.self,
            as: #"{"choice":"ours","reason":"先报","by":"clerk"}"#)
    }

    @Test func `every command reads back what it writes`() throws {
        try expectReadable(.open(Conflict.aboutAnswer), of: Conflict.self)
        try expectReadable(.resolve(third), of: Conflict.self)
    }

    @Test func `a choice needs its reason`() throws {
        #expect(throws: FieldErrors([FieldError("/reason", .missing)])) {
            try BureauCommand.read(.conflict, "resolve", ["choice": "ours"])
        }
    }

    @Test func `the inbox shows all three sides, then the choice`() throws {
        let stream = StreamID(.conflict, "c-1")
        let opened: (Day, BureauEvent) = (
            day(2025, 6, 10), .conflict(.opened(Conflict.aboutPerson))
        )
        let open = try #require(rows(ConflictInbox.self, of: stream, [opened])["c-1"])
        #expect(open.standing == .open)
        #expect(open.base == Conflict.aboutPerson.base)
        #expect(open.ours == Conflict.aboutPerson.ours)
        #expect(open.theirs == Conflict.aboutPerson.theirs)
        #expect(open.aboutKind == "task")
        #expect(open.aboutID == "pipeline")
        let settled = try #require(
            rows(
                ConflictInbox.self, of: stream,
                [opened, (day(2025, 6, 11), .conflict(.resolved(third, by: "clerk")))])["c-1"])
        #expect(
            ConflictInbox.values(of: settled) == [
                .text("task"), .text("pipeline"), .text("assign"),
                .json(Array(#"{"responsible":"李某"}"#.utf8)), .text("responsible"),
                .json(Array(#"{"values":{"responsible":"张某"}}"#.utf8)),
                .json(
                    Array(
                        #"{"values":{"responsible":"王某"},"author":"wang","day":"2025-06-08"}"#
                            .utf8)),
                .json(
                    Array(
                        #"{"values":{"responsible":"李某"},"author":"zhang","day":"2025-06-09"}"#
                            .utf8)),
                .integer(31), .text("wang"), .text("laptop-2"), .integer(7), .text("zhang"),
                .day(day(2025, 6, 9)), .day(day(2025, 6, 10)), .text("resolved"),
                .text("other"), .text("另定"), .text("clerk"), .day(day(2025, 6, 11)),
            ])
    }
}
