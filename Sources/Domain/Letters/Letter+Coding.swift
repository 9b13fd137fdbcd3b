// Names and keys of letters, in commands and in stored events. Stored names never change.

extension Letter.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .draft(let draft): draft.write(to: &fields)
        case .check(let opinion), .sign(let opinion): opinion.write(to: &fields)
        case .issue(let issuance): issuance.write(to: &fields)
        case .receive(let receiver): fields.text("receiver", receiver)
        case .interimReply(let reply): reply.write(to: &fields)
        case .requestExtension(let more), .grantExtension(let more): more.write(to: &fields)
        case .submitResponse(let response): response.write(to: &fields)
        case .returnResponse(let reason), .withdraw(let reason): fields.text("reason", reason)
        case .verifyRectification(let verification): verification.write(to: &fields)
        case .close(let closing): closing.write(to: &fields)
        case .escalate(let escalation): escalation.write(to: &fields)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "draft": .draft(Letter.Draft(from: &fields))
        case "check": .check(Letter.Opinion(from: &fields))
        case "sign": .sign(Letter.Opinion(from: &fields))
        case "issue": .issue(Letter.Issuance(from: &fields))
        case "receive": .receive(receiver: fields.optionalText("receiver", limit: 200))
        case "interim-reply": .interimReply(Letter.InterimReply(from: &fields))
        case "request-extension": .requestExtension(Letter.Extension(from: &fields))
        case "grant-extension": .grantExtension(Letter.Extension(from: &fields))
        case "submit-response": .submitResponse(Letter.Response(from: &fields))
        case "return-response": .returnResponse(reason: fields.text("reason"))
        case "verify-rectification": .verifyRectification(Letter.Verification(from: &fields))
        case "close": .close(Letter.Closing(from: &fields))
        case "escalate": .escalate(Letter.Escalation(from: &fields))
        case "withdraw": .withdraw(reason: fields.text("reason"))
        default: nil
        }
    }
}

extension Letter.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .drafted(let draft, let by):
            draft.write(to: &fields)
            fields.text("by", by)
        case .checked(let opinion, let by), .signed(let opinion, let by):
            opinion.write(to: &fields)
            fields.text("by", by)
        case .issued(let issuance): issuance.write(to: &fields)
        case .received(let receiver): fields.text("receiver", receiver)
        case .interimReplied(let reply): reply.write(to: &fields)
        case .extensionRequested(let more), .extensionGranted(let more): more.write(to: &fields)
        case .responseSubmitted(let response, let by):
            response.write(to: &fields)
            fields.text("by", by)
        case .responseReturned(let reason), .withdrawn(let reason): fields.text("reason", reason)
        case .rectificationVerified(let verification): verification.write(to: &fields)
        case .closed(let closing): closing.write(to: &fields)
        case .escalated(let escalation): escalation.write(to: &fields)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "LetterDrafted": .drafted(Letter.Draft(from: &fields), by: fields.text("by"))
        case "LetterChecked": .checked(Letter.Opinion(from: &fields), by: fields.text("by"))
        case "LetterSigned": .signed(Letter.Opinion(from: &fields), by: fields.text("by"))
        case "LetterIssued": .issued(Letter.Issuance(from: &fields))
        case "LetterReceived": .received(receiver: fields.optionalText("receiver", limit: 200))
        case "InterimReply": .interimReplied(Letter.InterimReply(from: &fields))
        case "ExtensionRequested": .extensionRequested(Letter.Extension(from: &fields))
        case "ExtensionGranted": .extensionGranted(Letter.Extension(from: &fields))
        case "ResponseSubmitted":
            .responseSubmitted(Letter.Response(from: &fields), by: fields.text("by"))
        case "ResponseReturned": .responseReturned(reason: fields.text("reason"))
        case "RectificationVerified":
            .rectificationVerified(Letter.Verification(from: &fields))
        case "LetterClosed": .closed(Letter.Closing(from: &fields))
        case "LetterEscalated": .escalated(Letter.Escalation(from: &fields))
        case "LetterWithdrawn": .withdrawn(reason: fields.text("reason"))
        default: nil
        }
    }
}
