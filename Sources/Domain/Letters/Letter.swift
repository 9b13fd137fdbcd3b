/// The rules of one supervision letter (督办函).
///
/// drafted → checked → signed → issued → received → responded → verified → closed; a returned
/// answer waits for the next one; withdrawn ends it. Escalation adds pressure and moves no step.
/// Being late is a question of the day asked about, so it is not a state.
package enum Letter: Decider {
    package static let kind = AggregateKind.letter
    package static let initial = State()

    /// What the rules read; rows for people are `LetterTracker`.
    package struct State: Hashable, Sendable {
        package enum Phase: String, Hashable, Sendable, CaseIterable {
            case none, drafted, checked, signed, issued, received, responded, returned, verified
            case closed, withdrawn
        }
        package var phase = Phase.none
        package var issues: [Text] = []
        package var draftedBy: Text?
        package var checkedBy: Text?
        package var number: Number?
        package var due: Day?
        /// Apart from the phase: a receipt may be noted after the answer has come.
        package var isReceived = false
        package var receiver: Text?
        /// The final answer that stands; nil while none does.
        package var response: Response?
        package var respondedBy: Text?
        package var escalation: Escalation?

        /// True while an answer is owed.
        package var isAwaiting: Bool { phase.isAwaiting }

        /// True if the answer is owed and its last day is past; of an earlier day, ask a state
        /// folded `effective` that day.
        package func isOverdue(on day: Day) -> Bool {
            Letter.isOverdue(phase, due: due, on: day)
        }
    }

    /// True if a letter in `phase` owes an answer on `day`, and `due` is before it.
    package static func isOverdue(_ phase: State.Phase, due: Day?, on day: Day) -> Bool {
        guard phase.isAwaiting, let due else { return false }
        return due < day
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        if case .draft(let draft) = command {
            guard state.phase == .none else { throw .alreadyDrafted }
            return [.drafted(draft, by: context.actor.id)]
        }
        guard state.phase != .none else { throw .notDrafted }
        switch command {
        case .draft: throw .alreadyDrafted
        case .check(let opinion): return try check(opinion, state, context)
        case .sign(let opinion): return try sign(opinion, state, context)
        case .issue(let issuance): return try issue(issuance, state)
        case .receive(let receiver): return try receive(receiver, state)
        case .interimReply(let reply): return try sayOfIssued(.interimReplied(reply), state)
        case .requestExtension(let more):
            return try sayOfIssued(.extensionRequested(more), state)
        case .grantExtension(let more): return try grant(more, state)
        case .submitResponse(let response): return try respond(response, state, context)
        case .returnResponse(let reason): return try giveBack(reason, state)
        case .verifyRectification(let found): return try verify(found, state, context)
        case .close(let closing): return try close(closing, state)
        case .escalate(let escalation): return try escalate(escalation, state)
        case .withdraw(let reason): return try withdraw(reason, state)
        }
    }
}

extension Letter {
    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .drafted(let draft, let by):
            state.phase = .drafted
            state.issues = draft.issues
            state.draftedBy = by
        case .checked(_, let by):
            state.phase = .checked
            state.checkedBy = by
        case .signed: state.phase = .signed
        case .issued(let issuance):
            state.phase = .issued
            state.number = issuance.number
            state.due = issuance.due
        case .received(let receiver):
            state.isReceived = true
            state.receiver = receiver
            if state.phase == .issued { state.phase = .received }
        case .extensionGranted(let more): state.due = more.until
        case .responseSubmitted(let response, let by):
            state.phase = .responded
            state.response = response
            state.respondedBy = by
        case .responseReturned:
            state.phase = .returned
            state.response = nil
            state.respondedBy = nil
        case .rectificationVerified: state.phase = .verified
        case .closed: state.phase = .closed
        case .escalated(let escalation): state.escalation = escalation
        case .withdrawn: state.phase = .withdrawn
        case .interimReplied, .extensionRequested: break
        }
    }

    /// A number is taken when the letter is issued and never released: a withdrawn letter's number
    /// stays used.
    package static func claims(_ event: Event, before state: State) -> [ClaimChange] {
        guard case .issued(let issuance) = event else { return [] }
        return [.take(issuance.number.claim)]
    }
}

extension Letter.Number {
    package var claim: Claim { Claim(Text("letter-number/\(series)/\(year)/\(number)")) }
}

extension Letter.State.Phase {
    /// True from the letter's issue to its final answer.
    package var isAwaiting: Bool {
        switch self {
        case .issued, .received, .returned: true
        case .none, .drafted, .checked, .signed, .responded, .verified, .closed, .withdrawn: false
        }
    }
}

// MARK: One function a command

extension Letter {
    private static func check(
        _ opinion: Opinion, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase == .drafted else { throw .notAt(.drafted, is: state.phase) }
        guard state.draftedBy != context.actor.id else { throw .sameHand(.drafted) }
        return [.checked(opinion, by: context.actor.id)]
    }

    private static func sign(
        _ opinion: Opinion, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase == .checked else { throw .notAt(.checked, is: state.phase) }
        guard state.draftedBy != context.actor.id else { throw .sameHand(.drafted) }
        guard state.checkedBy != context.actor.id else { throw .sameHand(.checked) }
        return [.signed(opinion, by: context.actor.id)]
    }

    private static func issue(
        _ issuance: Issuance, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.phase == .signed else { throw .notAt(.signed, is: state.phase) }
        return [.issued(issuance)]
    }

    /// The letter lay in the addressee's hands, whatever has come of it since; only a withdrawal
    /// contradicts it.
    private static func receive(
        _ receiver: Text?, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.number != nil else { throw .notIssued }
        guard state.phase != .withdrawn else { throw .notOpen(state.phase) }
        guard state.isReceived else { return [.received(receiver: receiver)] }
        guard state.receiver == receiver else { throw .alreadyReceived(state.receiver) }
        return []
    }

    /// Class A: it changes nothing that a rule reads, so no later step refuses it.
    private static func sayOfIssued(
        _ event: Event, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.number != nil else { throw .notIssued }
        return [event]
    }

    /// An answer that came within the new time is in time, so one that stands stops nothing.
    private static func grant(
        _ more: Extension, _ state: State
    ) throws(Rejection) -> [Event] {
        guard let due = state.due else { throw .notIssued }
        guard state.isAwaiting || state.phase == .responded else { throw .notOpen(state.phase) }
        if more.until == due { return [] }
        guard more.until > due else { throw .notLater(than: due) }
        return [.extensionGranted(more)]
    }

    private static func respond(
        _ response: Response, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.number != nil else { throw .notIssued }
        if let standing = state.response {
            guard standing == response else { throw .otherResponseStands(standing) }
            return []
        }
        guard state.isAwaiting else { throw .notOpen(state.phase) }
        return [.responseSubmitted(response, by: context.actor.id)]
    }

    private static func giveBack(
        _ reason: Text, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.phase == .responded else { throw .noResponse(state.phase) }
        return [.responseReturned(reason: reason)]
    }

    private static func verify(
        _ verification: Verification, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase == .responded else { throw .noResponse(state.phase) }
        guard state.respondedBy != context.actor.id else { throw .verifierResponded }
        return [.rectificationVerified(verification)]
    }

    private static func close(
        _ closing: Closing, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.phase == .verified else { throw .notAt(.verified, is: state.phase) }
        return [.closed(try checked(closing, state))]
    }

    static func checked(_ closing: Closing, _ state: State) throws(Rejection) -> Closing {
        if let unknown = closing.carriedOver.first(where: { !state.issues.contains($0) }) {
            throw .noSuchIssue(unknown)
        }
        return closing
    }

    private static func escalate(
        _ escalation: Escalation, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.number != nil else { throw .notIssued }
        guard state.isAwaiting || state.phase == .responded else { throw .notOpen(state.phase) }
        return state.escalation == escalation ? [] : [.escalated(escalation)]
    }

    private static func withdraw(_ reason: Text, _ state: State) throws(Rejection) -> [Event] {
        switch state.phase {
        case .drafted, .checked, .signed, .issued, .received, .returned, .responded:
            return [.withdrawn(reason: reason)]
        case .none, .verified, .closed, .withdrawn: throw .notOpen(state.phase)
        }
    }
}
