import Domain
import TestKit
import Testing

@Suite struct LetterTrackerTests {
    let stream = StreamID(.letter, "sand-6")
    let issued: [(Day, BureauEvent)] = [
        (day(2025, 6, 1), .letter(.drafted(Letter.sandDraft, by: "river"))),
        (day(2025, 6, 2), .letter(.checked(Letter.Opinion(), by: "office"))),
        (day(2025, 6, 3), .letter(.signed(Letter.Opinion(), by: "head"))),
        (day(2025, 6, 4), .letter(.issued(Letter.sixth))),
    ]

    private func tracked(_ more: [(Day, Letter.Event)]) -> LetterTracker.Row? {
        rows(LetterTracker.self, of: stream, issued + more.map { ($0, .letter($1)) })["sand-6"]
    }

    @Test func `a letter's whole way is one row`() throws {
        let row = try #require(
            tracked([
                (day(2025, 6, 5), .received(receiver: "王某")),
                (day(2025, 6, 6), .interimReplied(Letter.InterimReply(text: "正在清理"))),
                (
                    day(2025, 6, 7),
                    .extensionRequested(Letter.Extension(until: day(2025, 7, 15), reason: "汛期"))
                ),
                (day(2025, 6, 30), .escalated(Letter.Escalation(.interview, reason: "拖延"))),
                (day(2025, 7, 1), .responseSubmitted(.partly, by: "town")),
                (day(2025, 7, 2), .responseReturned(reason: "不全")),
                (
                    day(2025, 7, 3),
                    .extensionGranted(Letter.Extension(until: day(2025, 7, 15), reason: "汛期"))
                ),
                (day(2025, 7, 4), .responseSubmitted(.cleared, by: "town")),
                (day(2025, 7, 5), .rectificationVerified(Letter.Verification(findings: "属实"))),
                (day(2025, 7, 6), .closed(Letter.Closing(summary: "整改到位"))),
            ]))
        #expect(
            LetterTracker.values(of: row) == [
                .text("潞水督〔2025〕6号"), .text("潞水督"), .integer(2025), .integer(6),
                .text("supervision"), .text("关于清理河道堆放砂石的督办函"), .text("演示镇人民政府"),
                .texts(["演示区河长办"]), .texts(["river-3", "river-4"]), .null, .text("closed"),
                .day(day(2025, 6, 1)), .day(day(2025, 6, 3)), .day(day(2025, 6, 4)),
                .day(day(2025, 6, 5)), .text("王某"), .day(day(2025, 7, 15)), .text("working"),
                .null, .integer(1), .text("正在清理"), .day(day(2025, 6, 6)),
                .day(day(2025, 7, 4)), .text("已清理"), .integer(2), .integer(1),
                .day(day(2025, 7, 5)), .day(day(2025, 7, 6)), .text("interview"),
                .day(day(2025, 6, 30)),
            ])
    }

    @Test func `an extension asked for shows until it is granted`() throws {
        let asked = Letter.Extension(until: day(2025, 7, 15), reason: "汛期")
        let open = try #require(tracked([(day(2025, 6, 7), .extensionRequested(asked))]))
        #expect(open.extensionAsked == day(2025, 7, 15))
        #expect(open.due == day(2025, 6, 30))
    }

    @Test func `a returned answer is owed again`() throws {
        let row = try #require(
            tracked([
                (day(2025, 6, 20), .responseSubmitted(.partly, by: "town")),
                (day(2025, 6, 21), .responseReturned(reason: "不全")),
            ]))
        #expect(row.respondedOn == nil)
        #expect(row.isOverdue(on: day(2025, 6, 30)) == false)
        #expect(row.isOverdue(on: day(2025, 7, 1)))
    }

    @Test func `an older interim reply that syncs late does not hide a newer one`() throws {
        let row = try #require(
            tracked([
                (day(2025, 6, 9), .interimReplied(Letter.InterimReply(text: "清理过半"))),
                (day(2025, 6, 8), .interimReplied(Letter.InterimReply(text: "进场"))),
            ]))
        #expect(row.lastInterim == "清理过半")
    }

    @Test func `a withdrawn letter keeps its number`() throws {
        let row = try #require(tracked([(day(2025, 6, 9), .withdrawn(reason: "误发"))]))
        #expect(row.phase == .withdrawn)
        #expect(row.number == Letter.sixth.number)
        #expect(row.endedOn == day(2025, 6, 9))
    }
}
