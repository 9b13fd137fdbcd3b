import Domain
import JSON
import TestKit
import Testing

@Suite struct LetterStoredTests {
    let extended = Letter.Extension(until: day(2025, 7, 15), reason: "汛期")

    @Test func `every event keeps its stored shape`() throws {
        for (event, golden) in goldens {
            try expectStored(event, of: Letter.self, as: golden)
        }
        #expect(Set(goldens.map(\.0.type)).count == 14)
    }

    @Test func `every command reads back what it writes`() throws {
        let commands: [Letter.Command] = [
            .draft(Letter.sandDraft), .check(Letter.Opinion("同意", onBehalfOf: "主任")),
            .sign(Letter.Opinion()), .issue(Letter.sixth), .receive(receiver: "王某"),
            .interimReply(Letter.InterimReply(text: "正在清理", evidence: ["photo-1"])),
            .requestExtension(extended), .grantExtension(extended), .submitResponse(.cleared),
            .returnResponse(reason: "缺照片"),
            .verifyRectification(Letter.Verification(findings: "属实", evidence: ["photo-9"])),
            .close(Letter.Closing(summary: "整改到位", carriedOver: ["river-4"])),
            .escalate(Letter.Escalation(.higherLevel, reason: "逾期未复")),
            .withdraw(reason: "误发"),
        ]
        for command in commands { try expectReadable(command, of: Letter.self) }
        #expect(commands.map(\.name) == Letter.Command.names)
    }

    @Test func `a wrong field of an issue is named`() throws {
        let body = try JSONValue(
            parsing: Array(#"{"series":"潞/督","year":1899,"number":0,"due":"2025-02-30"}"#.utf8))
        #expect(
            throws: FieldErrors([
                FieldError("/series", .invalidValue), FieldError("/year", .outOfRange),
                FieldError("/number", .outOfRange), FieldError("/due", .invalidDate),
            ])
        ) {
            try BureauCommand.read(.letter, "issue", body)
        }
    }

    @Test func `a wrong item of a list is named by its place`() throws {
        #expect(
            throws: FieldErrors([
                FieldError("/evidence/1", .empty), FieldError("/evidence/2", .wrongType),
            ])
        ) {
            try BureauCommand.read(
                .letter, "submit-response", ["text": "已清理", "evidence": ["p1", "", 3]])
        }
    }

    private var goldens: [(Letter.Event, String)] {
        [
            (
                .drafted(Letter.sandDraft, by: "river"),
                #"{"kind":"supervision","title":"关于清理河道堆放砂石的督办函","#
                    + #""content":"请限期清理河道管理范围内的砂石。","mainAddressee":"演示镇人民政府","#
                    + #""copies":["演示区河长办"],"issues":["river-3","river-4"],"by":"river"}"#
            ),
            (
                .checked(Letter.Opinion("同意", onBehalfOf: "主任"), by: "office"),
                #"{"opinion":"同意","onBehalfOf":"主任","by":"office"}"#
            ),
            (.signed(Letter.Opinion(), by: "head"), #"{"by":"head"}"#),
            (
                .issued(Letter.sixth),
                #"{"series":"潞水督","year":2025,"number":6,"due":"2025-06-30","dueIn":"working"}"#
            ),
            (.received(receiver: "王某"), #"{"receiver":"王某"}"#),
            (
                .interimReplied(Letter.InterimReply(text: "正在清理", evidence: ["photo-1"])),
                #"{"text":"正在清理","evidence":["photo-1"]}"#
            ),
            (.extensionRequested(extended), #"{"until":"2025-07-15","reason":"汛期"}"#),
            (.extensionGranted(extended), #"{"until":"2025-07-15","reason":"汛期"}"#),
            (
                .responseSubmitted(.cleared, by: "town"),
                #"{"text":"已清理","evidence":["photo-1"],"by":"town"}"#
            ),
            (.responseReturned(reason: "缺照片"), #"{"reason":"缺照片"}"#),
            (
                .rectificationVerified(Letter.Verification(findings: "属实")),
                #"{"findings":"属实"}"#
            ),
            (
                .closed(Letter.Closing(summary: "整改到位", carriedOver: ["river-4"])),
                #"{"summary":"整改到位","carriedOver":["river-4"]}"#
            ),
            (
                .escalated(Letter.Escalation(.higherLevel, reason: "逾期未复")),
                #"{"form":"higher-level","reason":"逾期未复"}"#
            ),
            (.withdrawn(reason: "误发"), #"{"reason":"误发"}"#),
        ]
    }
}
