extension Letter {
    /// What happened to one supervision letter (督办函), oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number. `by` is
    /// kept where a later step must be another person's.
    package enum Event: Hashable, Sendable {
        /// 拟稿.
        case drafted(Draft, by: Text)
        /// 核稿.
        case checked(Opinion, by: Text)
        /// 签发.
        case signed(Opinion, by: Text)
        /// 印发: the number is used from now on, whatever becomes of the letter.
        case issued(Issuance)
        /// 签收.
        case received(receiver: Text?)
        /// 阶段性反馈.
        case interimReplied(InterimReply)
        /// 申请延期.
        case extensionRequested(Extension)
        /// 同意延期.
        case extensionGranted(Extension)
        /// 整改情况回复.
        case responseSubmitted(Response, by: Text)
        /// 退回重报.
        case responseReturned(reason: Text)
        /// 现场核查.
        case rectificationVerified(Verification)
        /// 督办办结.
        case closed(Closing)
        case escalated(Escalation)
        /// 撤回.
        case withdrawn(reason: Text)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case alreadyDrafted, notDrafted
        /// The letter is at another step than the command is for.
        case notAt(State.Phase, is: State.Phase)
        /// The person has taken another step of this letter.
        case sameHand(State.Phase)
        case notIssued
        case notOpen(State.Phase)
        case alreadyReceived(Text?)
        case otherResponseStands(Response)
        case noResponse(State.Phase)
        case verifierResponded
        case notLater(than: Day)
        case noSuchIssue(Text)
    }
}

extension Letter.Event: DomainEvent {
    package var type: String {
        switch self {
        case .drafted: "LetterDrafted"
        case .checked: "LetterChecked"
        case .signed: "LetterSigned"
        case .issued: "LetterIssued"
        case .received: "LetterReceived"
        case .interimReplied: "InterimReply"
        case .extensionRequested: "ExtensionRequested"
        case .extensionGranted: "ExtensionGranted"
        case .responseSubmitted: "ResponseSubmitted"
        case .responseReturned: "ResponseReturned"
        case .rectificationVerified: "RectificationVerified"
        case .closed: "LetterClosed"
        case .escalated: "LetterEscalated"
        case .withdrawn: "LetterWithdrawn"
        }
    }
}
