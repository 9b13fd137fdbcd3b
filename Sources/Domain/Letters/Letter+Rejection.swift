extension Letter.Rejection {
    package var code: String {
        switch self {
        case .alreadyDrafted: "letter-already-drafted"
        case .notDrafted: "letter-not-drafted"
        case .notAt: "letter-at-other-step"
        case .sameHand: "same-person-took-other-step"
        case .notIssued: "letter-not-issued"
        case .notOpen: "letter-not-open"
        case .alreadyReceived: "letter-already-received"
        case .otherResponseStands: "other-response-stands"
        case .noResponse: "letter-not-responded"
        case .verifierResponded: "verifier-responded"
        case .notLater: "extension-not-later"
        case .noSuchIssue: "no-such-issue"
        }
    }

    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .alreadyDrafted: "该督办函已拟稿"
        case .notDrafted: "没有该督办函"
        case .notAt(let needed, let phase):
            "该督办函\(phase.chinese),须为\(needed.chinese)时才能办理此项"
        case .sameHand(let step): "本人已办理该督办函的\(step.step),不能再办理此项"
        case .notIssued: "该督办函尚未印发"
        case .notOpen(let phase): "该督办函\(phase.chinese),不能再办理此项"
        case .alreadyReceived(let receiver):
            "该督办函已签收" + (receiver.map { "(签收人:\($0))" } ?? "")
        case .otherResponseStands: "该督办函已有内容不同的整改情况回复"
        case .noResponse(let phase): "该督办函\(phase.chinese),没有待核查的整改情况回复"
        case .verifierResponded: "回复与现场核查不能是同一人"
        case .notLater(let due): "延期后的时限须晚于 \(due)"
        case .noSuchIssue(let issue): "该督办函不含问题 \(issue)"
        }
    }

    private var english: String {
        switch self {
        case .alreadyDrafted: "The letter has been drafted already."
        case .notDrafted: "There is no such letter."
        case .notAt(let needed, let phase):
            "The letter is \(phase.rawValue); this needs it \(needed.rawValue)."
        case .sameHand(let step): "The same person has taken another step of it: \(step.rawValue)."
        case .notIssued: "The letter has not been issued."
        case .notOpen(let phase): "The letter is \(phase.rawValue)."
        case .alreadyReceived(let receiver):
            "The letter has been received already" + (receiver.map { " by \($0)." } ?? ".")
        case .otherResponseStands: "Another final response stands."
        case .noResponse(let phase): "The letter is \(phase.rawValue): no response waits."
        case .verifierResponded: "Who responded does not verify the rectification."
        case .notLater(let due): "An extension ends after \(due)."
        case .noSuchIssue(let issue): "The letter does not hold the issue \(issue)."
        }
    }
}

extension Letter.State.Phase {
    package var chinese: String {
        switch self {
        case .none: "未拟稿"
        case .drafted: "已拟稿"
        case .checked: "已核稿"
        case .signed: "已签发"
        case .issued: "已印发"
        case .received: "已签收"
        case .responded: "已回复"
        case .returned: "已退回重报"
        case .verified: "已核查"
        case .closed: "已办结"
        case .withdrawn: "已撤回"
        }
    }

    /// The step that leads into the phase, as a noun.
    fileprivate var step: String {
        switch self {
        case .none, .drafted: "拟稿"
        case .checked: "核稿"
        case .signed: "签发"
        case .issued: "印发"
        case .received: "签收"
        case .responded: "整改情况回复"
        case .returned: "退回重报"
        case .verified: "现场核查"
        case .closed: "督办办结"
        case .withdrawn: "撤回"
        }
    }
}
