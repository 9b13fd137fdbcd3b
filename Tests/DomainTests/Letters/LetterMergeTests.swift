import Domain
import TestKit
import Testing

@Suite struct LetterMergeTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `the order in which laptops sync decides nothing`(seed: UInt64) {
        let survey = MergeSurvey(
            Letter.self, seed: seed, rounds: 800, steps: 240,
            authorless: {
                $0.draftedBy = nil
                $0.checkedBy = nil
                $0.respondedBy = nil
            }, { $0.letterMove() })
        #expect(survey.holes == [])
        #expect(survey.merged > 200)
        #expect(survey.conflicts > 200)
        #expect(survey.duplicates > 20)
        #expect(survey.seen == Set(Letter.Command.names))
    }

    @Test func `a receipt and an answer of two laptops merge in either order`() {
        let base = Letter.state(after: Letter.issuedHistory)
        let forth = Letter.settle(
            .submitResponse(.cleared), base: base, foreign: [.received(receiver: "王某")],
            current: Letter.state(after: Letter.issuedHistory + [.received(receiver: "王某")]),
            .test.by("town"))
        #expect(forth == .merged([.responseSubmitted(.cleared, by: "town")]))
        let back = Letter.settle(
            .receive(receiver: "王某"), base: base,
            foreign: [.responseSubmitted(.cleared, by: "town")],
            current: Letter.state(
                after: Letter.issuedHistory + [.responseSubmitted(.cleared, by: "town")]),
            .test.by("clerk"))
        #expect(back == .merged([.received(receiver: "王某")]))
    }

    @Test func `two different final answers conflict, the same one is a duplicate`() {
        let theirs = Letter.Event.responseSubmitted(.cleared, by: "town")
        #expect(Letter.relation(of: .submitResponse(.cleared), to: theirs) == .same)
        #expect(
            Letter.relation(of: .submitResponse(.partly), to: theirs) == .clash(field: "text"))
        let morePhotos = Letter.Response(text: "已清理", evidence: ["photo-2"])
        #expect(
            Letter.relation(of: .submitResponse(morePhotos), to: theirs)
                == .clash(field: "evidence"))
    }

    @Test func `an interim reply stands beside everything`() {
        let reply = Letter.Command.interimReply(Letter.InterimReply(text: "正在清理"))
        #expect(
            Letter.relation(of: reply, to: .responseSubmitted(.cleared, by: "town"))
                == .independent)
        #expect(Letter.relation(of: reply, to: .withdrawn(reason: "误发")) == .independent)
    }

    @Test func `an escalation for want of an answer and that answer are for a person to settle`() {
        let escalation = Letter.Escalation(.interview, reason: "逾期未复")
        #expect(
            Letter.relation(
                of: .escalate(escalation), to: .responseSubmitted(.cleared, by: "town"))
                == .clash(field: nil))
        #expect(
            Letter.relation(of: .submitResponse(.cleared), to: .escalated(escalation))
                == .clash(field: nil))
    }

    @Test func `a chosen answer replaces the one that stands`() throws {
        let state = Letter.state(
            after: Letter.issuedHistory + [.responseSubmitted(.cleared, by: "town")])
        #expect(
            try Letter.overrule(.submitResponse(.partly), state, .test.by("village"))
                == [.responseSubmitted(.partly, by: "village")])
        #expect(try Letter.overrule(.submitResponse(.cleared), state, .test) == [])
    }

    @Test func `a chosen answer does not undo a verification`() {
        let verification = Letter.Verification(findings: "属实")
        let state = Letter.state(
            after: Letter.issuedHistory + [
                .responseSubmitted(.cleared, by: "town"), .rectificationVerified(verification),
            ])
        #expect(throws: Letter.Rejection.otherResponseStands(.cleared)) {
            try Letter.overrule(.submitResponse(.partly), state, .test.by("village"))
        }
    }

    @Test func `a chosen extension may be the shorter one, but never before the day due`() throws {
        let state = Letter.state(
            after: Letter.issuedHistory + [
                .extensionGranted(Letter.Extension(until: day(2025, 7, 20), reason: "汛期"))
            ])
        let shorter = Letter.Extension(until: day(2025, 7, 10), reason: "汛期")
        #expect(
            try Letter.overrule(.grantExtension(shorter), state, .test)
                == [.extensionGranted(shorter)])
    }
}

extension Dice {
    /// Few words, persons and days, so that two laptops often speak of the same.
    fileprivate mutating func letterMove() -> MergeSurvey<Letter>.Move {
        MergeSurvey.Move(letterCommand(), by: pick("river", "office", "head", "town", "station"))
    }

    private mutating func letterCommand() -> Letter.Command {
        let word: Text = pick("甲", "乙")
        // Withdrawing seldom: few walks would come further otherwise.
        switch below(60) / 4 {
        case 0:
            var draft = Letter.sandDraft
            draft.title = word
            return .draft(draft)
        case 1: return .check(Letter.Opinion(pick(nil, "同意")))
        case 2: return .sign(Letter.Opinion(pick(nil, "同意")))
        case 3:
            let number = Letter.Number(series: "潞水督", year: 2025, number: 1 + below(2))
            return .issue(Letter.Issuance(number: number, due: day(2025, 6, 20 + below(2))))
        case 4: return .receive(receiver: pick(nil, "王某"))
        case 5: return .interimReply(Letter.InterimReply(text: word))
        case 6: return .requestExtension(letterExtension())
        case 7: return .grantExtension(letterExtension())
        case 8: return .submitResponse(Letter.Response(text: word, evidence: pick([], ["p1"])))
        case 9: return .returnResponse(reason: word)
        case 10: return .verifyRectification(Letter.Verification(findings: word))
        case 11: return .close(Letter.Closing(summary: word, carriedOver: pick([], ["river-3"])))
        case 12: return .escalate(Letter.Escalation(pick(.interview, .circular), reason: word))
        case 13: return .receive(receiver: "王某")
        default:
            return below(3) == 0 ? .withdraw(reason: word) : .submitResponse(.cleared)
        }
    }

    private mutating func letterExtension() -> Letter.Extension {
        Letter.Extension(until: day(2025, 7, 1 + below(3)), reason: pick("汛期", "设备"))
    }
}
