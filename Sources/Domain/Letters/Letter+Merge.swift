// Two laptops, one base: what may stand side by side, and what a person must settle.

extension Letter: Mergeable {
    package static func relation(of mine: Command, to theirs: Event) -> Relation {
        switch mine {
        // Additive: they change nothing that another command is refused for.
        case .interimReply, .requestExtension: .independent
        case .draft(let draft): drafting(draft, to: theirs)
        case .check(let opinion): checking(opinion, to: theirs)
        case .sign(let opinion): signing(opinion, to: theirs)
        case .issue(let issuance): issuing(issuance, to: theirs)
        case .receive(let receiver): receiving(receiver, to: theirs)
        case .grantExtension(let more): granting(more, to: theirs)
        case .submitResponse(let response): responding(response, to: theirs)
        case .returnResponse(let reason): returning(reason, to: theirs)
        case .verifyRectification(let found): verifying(found, to: theirs)
        case .close(let closing): closing == theirs.closing ? .same : closingAgainst(theirs)
        case .escalate(let escalation): escalating(escalation, to: theirs)
        case .withdraw(let reason): withdrawing(reason, to: theirs)
        }
    }

    private static func drafting(_ mine: Draft, to theirs: Event) -> Relation {
        guard case .drafted(let other, _) = theirs else { return .independent }
        return other == mine ? .same : .clash(field: nil)
    }

    /// The step of approval is a step once, by one person: only the same words are the same step.
    private static func checking(_ mine: Opinion, to theirs: Event) -> Relation {
        switch theirs {
        case .checked(mine, _): .same
        case .checked: .clash(field: "opinion")
        case .withdrawn: .clash(field: nil)
        case .drafted, .signed, .issued, .received, .interimReplied, .extensionRequested,
            .extensionGranted, .responseSubmitted, .responseReturned, .rectificationVerified,
            .closed, .escalated:
            .independent
        }
    }

    private static func signing(_ mine: Opinion, to theirs: Event) -> Relation {
        switch theirs {
        case .signed(mine, _): .same
        case .signed: .clash(field: "opinion")
        case .withdrawn: .clash(field: nil)
        case .drafted, .checked, .issued, .received, .interimReplied, .extensionRequested,
            .extensionGranted, .responseSubmitted, .responseReturned, .rectificationVerified,
            .closed, .escalated:
            .independent
        }
    }

    private static func issuing(_ mine: Issuance, to theirs: Event) -> Relation {
        switch theirs {
        case .issued(mine): .same
        case .issued(let other): .clash(field: other.number == mine.number ? "due" : "number")
        case .withdrawn: .clash(field: nil)
        case .drafted, .checked, .signed, .received, .interimReplied, .extensionRequested,
            .extensionGranted, .responseSubmitted, .responseReturned, .rectificationVerified,
            .closed, .escalated:
            .independent
        }
    }

    /// Who withdrew a letter did not know that it had been received, and the other way round.
    private static func receiving(_ mine: Text?, to theirs: Event) -> Relation {
        switch theirs {
        case .received(mine): .same
        case .received: .clash(field: "receiver")
        case .withdrawn: .clash(field: nil)
        case .drafted, .checked, .signed, .issued, .interimReplied, .extensionRequested,
            .extensionGranted, .responseSubmitted, .responseReturned, .rectificationVerified,
            .closed, .escalated:
            .independent
        }
    }

    /// The subject is the last day to answer. An answer leaves it as it is; an escalation or a
    /// verification judged by it.
    private static func granting(_ mine: Extension, to theirs: Event) -> Relation {
        switch theirs {
        case .extensionGranted(let other) where other.until == mine.until: .same
        case .extensionGranted: .clash(field: "until")
        case .rectificationVerified, .escalated, .withdrawn: .clash(field: nil)
        case .drafted, .checked, .signed, .issued, .received, .interimReplied,
            .extensionRequested, .responseSubmitted, .responseReturned, .closed:
            .independent
        }
    }

    /// Only two different final answers contradict each other; a letter escalated meanwhile was
    /// escalated for want of this one.
    private static func responding(_ mine: Response, to theirs: Event) -> Relation {
        switch theirs {
        case .responseSubmitted(let other, _): mine.relation(to: other)
        case .escalated, .withdrawn: .clash(field: nil)
        case .drafted, .checked, .signed, .issued, .received, .interimReplied,
            .extensionRequested, .extensionGranted, .responseReturned, .rectificationVerified,
            .closed:
            .independent
        }
    }

    private static func returning(_ mine: Text, to theirs: Event) -> Relation {
        switch theirs {
        case .responseReturned(mine): .same
        case .responseReturned: .clash(field: "reason")
        case .rectificationVerified, .escalated, .withdrawn: .clash(field: nil)
        case .drafted, .checked, .signed, .issued, .received, .interimReplied,
            .extensionRequested, .extensionGranted, .responseSubmitted, .closed:
            .independent
        }
    }

    private static func verifying(_ mine: Verification, to theirs: Event) -> Relation {
        switch theirs {
        case .rectificationVerified(mine): .same
        case .rectificationVerified(let other):
            .clash(field: other.findings == mine.findings ? "evidence" : "findings")
        case .responseReturned, .extensionGranted, .escalated, .withdrawn: .clash(field: nil)
        case .drafted, .checked, .signed, .issued, .received, .interimReplied,
            .extensionRequested, .responseSubmitted, .closed:
            .independent
        }
    }

    private static func closingAgainst(_ theirs: Event) -> Relation {
        theirs.closing == nil ? .independent : .clash(field: nil)
    }

    /// The subject is the answer that the letter waits for, and the time given for it.
    private static func escalating(_ mine: Escalation, to theirs: Event) -> Relation {
        switch theirs {
        case .escalated(mine): .same
        case .escalated(let other): .clash(field: other.form == mine.form ? "reason" : "form")
        case .extensionGranted, .responseSubmitted, .responseReturned, .rectificationVerified,
            .withdrawn:
            .clash(field: nil)
        case .drafted, .checked, .signed, .issued, .received, .interimReplied,
            .extensionRequested, .closed:
            .independent
        }
    }

    /// Withdrawing takes the whole letter as its subject; only what is additive may have come
    /// since.
    private static func withdrawing(_ mine: Text, to theirs: Event) -> Relation {
        switch theirs {
        case .withdrawn(mine): .same
        case .interimReplied, .extensionRequested: .independent
        case .withdrawn: .clash(field: "reason")
        case .drafted, .checked, .signed, .issued, .received, .extensionGranted,
            .responseSubmitted, .responseReturned, .rectificationVerified, .closed, .escalated:
            .clash(field: nil)
        }
    }
}

extension Letter {
    /// Two different words on one step are settled by taking the chosen ones, as if the others had
    /// not been said: both stay in the log, the later stands. A step that others have built upon is
    /// not undone.
    package static func overrule(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        var before = state
        switch command {
        case .submitResponse(let response):
            if state.phase == .responded, state.response != response {
                before.phase = .received
                before.response = nil
            }
        case .receive(let receiver):
            if state.receiver != receiver { before.isReceived = false }
        case .grantExtension(let more):
            if let due = state.due, more.until < due { before.due = more.until + -1 }
        case .returnResponse, .verifyRectification:
            if state.phase == .verified { before.phase = .responded }
        case .close:
            if state.phase == .closed { before.phase = .verified }
        case .draft, .check, .sign, .issue, .interimReply, .requestExtension, .escalate,
            .withdraw:
            break
        }
        return try decide(command, before, context)
    }
}

extension Letter.Event {
    fileprivate var closing: Letter.Closing? {
        if case .closed(let closing) = self { closing } else { nil }
    }
}

extension Letter.Response {
    fileprivate func relation(to other: Letter.Response) -> Relation {
        if self == other { return .same }
        return .clash(field: text == other.text ? "evidence" : "text")
    }
}
