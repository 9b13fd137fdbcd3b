import Domain
import TestKit
import Testing

@Suite struct LetterTests {
    let office = Context.test.by("office")
    let river = Context.test.by("river", [.riverOffice])
    let head = Context.test.by("head", [.head])
    let town = Context.test.by("town", [.unit], unit: "演示镇")
    let extended = Letter.Extension(until: day(2025, 7, 15), reason: "汛期")
    let found = Letter.Verification(findings: "砂石已清理", evidence: ["photo-9"])
    let answered = Letter.issuedHistory + [.responseSubmitted(.cleared, by: "town")]

    @Test func `a letter is drafted once`() {
        given(Letter.self).when(.draft(Letter.sandDraft), river)
            .then(.drafted(Letter.sandDraft, by: "river"))
        given(Letter.self, Letter.signedHistory).when(.draft(Letter.sandDraft), river)
            .thenRejected(.alreadyDrafted)
    }

    @Test func `nothing can be done to a letter that nobody drafted`() {
        given(Letter.self).when(.withdraw(reason: "误发"), head).thenRejected(.notDrafted)
    }

    @Test func `a letter is drafted, checked and signed by three persons`() {
        let drafted = Letter.Event.drafted(Letter.sandDraft, by: "river")
        let checked = Letter.Event.checked(Letter.Opinion("同意"), by: "office")
        let check = Letter.Command.check(Letter.Opinion("同意"))
        let sign = Letter.Command.sign(Letter.Opinion())
        given(Letter.self, drafted).when(check, river).thenRejected(.sameHand(.drafted))
        given(Letter.self, drafted).when(check, office).then(checked)
        given(Letter.self, drafted, checked).when(sign, river).thenRejected(.sameHand(.drafted))
        given(Letter.self, drafted, checked).when(sign, office).thenRejected(.sameHand(.checked))
        given(Letter.self, drafted, checked).when(sign, head)
            .then(.signed(Letter.Opinion(), by: "head"))
    }

    @Test func `the steps up to the issue keep their order`() {
        let drafted = Letter.Event.drafted(Letter.sandDraft, by: "river")
        given(Letter.self, drafted).when(.sign(Letter.Opinion()), head)
            .thenRejected(.notAt(.checked, is: .drafted))
        given(Letter.self, drafted).when(.issue(Letter.sixth), office)
            .thenRejected(.notAt(.signed, is: .drafted))
        given(Letter.self, Letter.signedHistory).when(.check(Letter.Opinion()), office)
            .thenRejected(.notAt(.drafted, is: .signed))
        given(Letter.self, Letter.signedHistory).when(.issue(Letter.sixth), office)
            .then(.issued(Letter.sixth))
        given(Letter.self, Letter.issuedHistory).when(.issue(Letter.sixth), office)
            .thenRejected(.notAt(.signed, is: .issued))
    }

    @Test func `issuing claims the number, and no event ever releases it`() {
        let state = Letter.state(after: Letter.signedHistory)
        #expect(
            Letter.claims(.issued(Letter.sixth), before: state)
                == [.take(Claim("letter-number/潞水督/2025/6"))])
        let issued = Letter.state(after: Letter.issuedHistory)
        #expect(Letter.claims(.withdrawn(reason: "误发"), before: issued) == [])
    }

    @Test func `a number reads as it stands on the letter`() {
        #expect(Letter.sixth.number.description == "潞水督〔2025〕6号")
    }

    @Test func `a letter is received once, by one person`() {
        let receive = Letter.Command.receive(receiver: "王某")
        given(Letter.self, Letter.signedHistory).when(receive, town).thenRejected(.notIssued)
        given(Letter.self, Letter.issuedHistory).when(receive, town)
            .then(.received(receiver: "王某"))
        let received = Letter.issuedHistory + [.received(receiver: "王某")]
        given(Letter.self, received).when(receive, town).then()
        given(Letter.self, received).when(.receive(receiver: "李某"), town)
            .thenRejected(.alreadyReceived("王某"))
    }

    @Test func `a receipt may be noted after the answer, and moves no step then`() {
        given(Letter.self, answered).when(.receive(receiver: nil), town)
            .then(.received(receiver: nil))
        #expect(Letter.state(after: answered + [.received(receiver: nil)]).phase == .responded)
    }

    @Test func `interim replies and requests need an issued letter, and no later step stops them`()
    {
        let reply = Letter.InterimReply(text: "正在清理")
        given(Letter.self, Letter.signedHistory).when(.interimReply(reply), town)
            .thenRejected(.notIssued)
        given(Letter.self, Letter.issuedHistory).when(.interimReply(reply), town)
            .then(.interimReplied(reply))
        given(Letter.self, answered).when(.requestExtension(extended), town)
            .then(.extensionRequested(extended))
    }

    @Test func `an extension ends later than the day due, and the same day again is nothing new`() {
        let earlier = Letter.Extension(until: day(2025, 6, 29), reason: "汛期")
        given(Letter.self, Letter.signedHistory).when(.grantExtension(extended), head)
            .thenRejected(.notIssued)
        given(Letter.self, Letter.issuedHistory).when(.grantExtension(earlier), head)
            .thenRejected(.notLater(than: day(2025, 6, 30)))
        given(Letter.self, Letter.issuedHistory).when(.grantExtension(extended), head)
            .then(.extensionGranted(extended))
        given(Letter.self, Letter.issuedHistory + [.extensionGranted(extended)])
            .when(.grantExtension(extended), head).then()
        given(Letter.self, answered + [.rectificationVerified(found)])
            .when(.grantExtension(extended), head).thenRejected(.notOpen(.verified))
    }

    @Test func `responding twice with the same words changes nothing, so laptops may retry`() {
        given(Letter.self, Letter.issuedHistory).when(.submitResponse(.cleared), town)
            .then(.responseSubmitted(.cleared, by: "town"))
        given(Letter.self, answered).when(.submitResponse(.cleared), town).then()
    }

    @Test func `a second response with other words is refused and names the standing one`() {
        given(Letter.self, answered).when(.submitResponse(.partly), town)
            .thenRejected(.otherResponseStands(.cleared))
        given(Letter.self, Letter.signedHistory).when(.submitResponse(.partly), town)
            .thenRejected(.notIssued)
        given(Letter.self, Letter.issuedHistory + [.withdrawn(reason: "误发")])
            .when(.submitResponse(.partly), town).thenRejected(.notOpen(.withdrawn))
    }

    @Test func `a returned response makes room for the next one`() {
        given(Letter.self, Letter.issuedHistory).when(.returnResponse(reason: "缺照片"), river)
            .thenRejected(.noResponse(.issued))
        given(Letter.self, answered).when(.returnResponse(reason: "缺照片"), river)
            .then(.responseReturned(reason: "缺照片"))
        let returned = answered + [.responseReturned(reason: "缺照片")]
        given(Letter.self, returned).when(.submitResponse(.partly), town)
            .then(.responseSubmitted(.partly, by: "town"))
        given(Letter.self, returned).when(.verifyRectification(found), river)
            .thenRejected(.noResponse(.returned))
    }

    @Test func `who responded does not verify the rectification`() {
        given(Letter.self, answered).when(.verifyRectification(found), town)
            .thenRejected(.verifierResponded)
        given(Letter.self, answered).when(.verifyRectification(found), river)
            .then(.rectificationVerified(found))
    }

    @Test func `closing follows the verification and carries over only issues of the letter`() {
        let verified = answered + [.rectificationVerified(found)]
        let closing = Letter.Closing(summary: "整改到位", carriedOver: ["river-4"])
        given(Letter.self, answered).when(.close(closing), river)
            .thenRejected(.notAt(.verified, is: .responded))
        given(Letter.self, verified).when(.close(closing), river).then(.closed(closing))
        given(Letter.self, verified)
            .when(.close(Letter.Closing(summary: "整改到位", carriedOver: ["river-9"])), river)
            .thenRejected(.noSuchIssue("river-9"))
    }

    @Test func `an escalation moves no step, and the same one again is nothing new`() {
        let escalation = Letter.Escalation(.interview, reason: "逾期未复")
        given(Letter.self, Letter.signedHistory).when(.escalate(escalation), head)
            .thenRejected(.notIssued)
        given(Letter.self, Letter.issuedHistory).when(.escalate(escalation), head)
            .then(.escalated(escalation))
        let escalated = Letter.issuedHistory + [.escalated(escalation)]
        given(Letter.self, escalated).when(.escalate(escalation), head).then()
        #expect(Letter.state(after: escalated).phase == .issued)
        given(Letter.self, answered + [.rectificationVerified(found)])
            .when(.escalate(escalation), head).thenRejected(.notOpen(.verified))
    }

    @Test func `a letter is withdrawn until its rectification is verified`() {
        given(Letter.self, answered).when(.withdraw(reason: "误发"), head)
            .then(.withdrawn(reason: "误发"))
        given(Letter.self, answered + [.rectificationVerified(found)])
            .when(.withdraw(reason: "误发"), head).thenRejected(.notOpen(.verified))
        given(Letter.self, Letter.issuedHistory + [.withdrawn(reason: "误发")])
            .when(.receive(receiver: nil), town).thenRejected(.notOpen(.withdrawn))
    }

    @Test(arguments: Letter.State.Phase.allCases)
    func `overdue is an answer owed after its last day`(phase: Letter.State.Phase) {
        let due = day(2025, 6, 30)
        let owes: Set<Letter.State.Phase> = [.issued, .received, .returned]
        #expect(Letter.isOverdue(phase, due: due, on: due) == false)
        #expect(Letter.isOverdue(phase, due: due, on: due + 1) == owes.contains(phase))
        #expect(Letter.isOverdue(phase, due: nil, on: due + 1) == false)
    }

    @Test func `an extension moves the day after which a letter is overdue`() {
        let state = Letter.state(after: Letter.issuedHistory)
        #expect(state.isOverdue(on: day(2025, 7, 1)))
        let later = Letter.state(after: Letter.issuedHistory + [.extensionGranted(extended)])
        #expect(later.isOverdue(on: day(2025, 7, 15)) == false)
        #expect(later.isOverdue(on: day(2025, 7, 16)))
    }

    @Test func `roles have their steps and no others`() {
        #expect(Policy.roles(for: .letter, "draft") == [.riverOffice])
        #expect(Policy.roles(for: .letter, "sign") == [.deputy, .head])
        #expect(Policy.roles(for: .letter, "submit-response") == [.field, .unit])
        for name in Letter.Command.names {
            let roles = Policy.roles(for: .letter, name)
            #expect(!roles.isEmpty, "\(name)")
            #expect(roles.isDisjoint(with: [.administrator, .auditor, .viewer]), "\(name)")
        }
        #expect(Policy.roles(for: .letter, "burn") == [])
    }
}
