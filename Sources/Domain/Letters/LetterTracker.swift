/// Rows behind `GET /v1/letters`, one a letter. Being overdue is a question of today, so it is not
/// stored: `Row.isOverdue(on:)` answers it.
package enum LetterTracker: ReadModel {
    package struct Row: Hashable, Sendable {
        package var kind: Letter.Kind
        package var title: Text
        package var mainAddressee: Text
        package var copies: [Text]
        package var issues: [Text]
        package var source: Text?
        package var phase = Letter.State.Phase.drafted
        package var number: Letter.Number?
        package var draftedOn: Day
        package var signedOn: Day?
        package var issuedOn: Day?
        package var receivedOn: Day?
        package var receiver: Text?
        package var due: Day?
        package var dueIn: Letter.DayCount?
        /// The day asked for and not granted yet.
        package var extensionAsked: Day?
        package var extensions = 0
        package var lastInterim: Text?
        package var lastInterimOn: Day?
        /// Day and words of the final answer that stands; nil while none does.
        package var respondedOn: Day?
        package var response: Text?
        package var responses = 0
        package var returns = 0
        package var verifiedOn: Day?
        /// The day of 督办办结 or of the withdrawal.
        package var endedOn: Day?
        package var escalation: Letter.Escalation.Form?
        package var escalatedOn: Day?

        /// True if an answer is owed and its last day is past. Of an earlier day, ask the row
        /// folded `effective` that day.
        package func isOverdue(on day: Day) -> Bool {
            Letter.isOverdue(phase, due: due, on: day)
        }
    }

    package static let name = "letter_tracker"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.letter]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .letter(let event) = recorded.event else { return }
        if case .drafted(let draft, _) = event {
            row = Row(draft, on: recorded.envelope.occurredOn)
            return
        }
        row?.take(event, on: recorded.envelope.occurredOn)
    }
}

extension LetterTracker.Row {
    fileprivate init(_ draft: Letter.Draft, on day: Day) {
        self.init(
            kind: draft.kind, title: draft.title, mainAddressee: draft.mainAddressee,
            copies: draft.copies, issues: draft.issues, source: draft.source, draftedOn: day)
    }

    fileprivate mutating func take(_ event: Letter.Event, on day: Day) {
        switch event {
        case .drafted: break
        case .checked: phase = .checked
        case .signed:
            phase = .signed
            signedOn = day
        case .issued(let issuance):
            phase = .issued
            number = issuance.number
            issuedOn = day
            due = issuance.due
            dueIn = issuance.dueIn
        case .received(let receiver):
            if phase == .issued { phase = .received }
            receivedOn = day
            self.receiver = receiver
        case .interimReplied(let reply): take(reply, on: day)
        case .extensionRequested(let more): extensionAsked = more.until
        case .extensionGranted(let more):
            due = more.until
            extensionAsked = nil
            extensions += 1
        case .responseSubmitted(let response, _):
            phase = .responded
            respondedOn = day
            self.response = response.text
            responses += 1
        case .responseReturned:
            phase = .returned
            respondedOn = nil
            response = nil
            verifiedOn = nil
            returns += 1
        case .rectificationVerified:
            phase = .verified
            verifiedOn = day
        case .closed:
            phase = .closed
            endedOn = day
        case .escalated(let escalation):
            self.escalation = escalation.form
            escalatedOn = day
        case .withdrawn:
            phase = .withdrawn
            endedOn = day
        }
    }

    /// "Latest" compares days, since laptops sync late: an older reply never hides a newer one.
    private mutating func take(_ reply: Letter.InterimReply, on day: Day) {
        if let last = lastInterimOn, last > day { return }
        lastInterimOn = day
        lastInterim = reply.text
    }
}
