extension Letter {
    package enum Command: Hashable, Sendable {
        case draft(Draft)
        case check(Opinion)
        case sign(Opinion)
        case issue(Issuance)
        /// `receiver` is who took the letter at the addressee's.
        case receive(receiver: Text?)
        case interimReply(InterimReply)
        case requestExtension(Extension)
        case grantExtension(Extension)
        case submitResponse(Response)
        case returnResponse(reason: Text)
        case verifyRectification(Verification)
        case close(Closing)
        case escalate(Escalation)
        case withdraw(reason: Text)
    }
}

extension Letter.Command: DomainCommand {
    package static let names = [
        "draft", "check", "sign", "issue", "receive", "interim-reply", "request-extension",
        "grant-extension", "submit-response", "return-response", "verify-rectification", "close",
        "escalate", "withdraw",
    ]

    package var name: String {
        switch self {
        case .draft: "draft"
        case .check: "check"
        case .sign: "sign"
        case .issue: "issue"
        case .receive: "receive"
        case .interimReply: "interim-reply"
        case .requestExtension: "request-extension"
        case .grantExtension: "grant-extension"
        case .submitResponse: "submit-response"
        case .returnResponse: "return-response"
        case .verifyRectification: "verify-rectification"
        case .close: "close"
        case .escalate: "escalate"
        case .withdraw: "withdraw"
        }
    }

    package var leavesTheBuilding: Bool {
        if case .issue = self { return true }
        return false
    }

    package var mergeClass: MergeClass {
        switch self {
        case .interimReply, .requestExtension: .additive
        case .receive, .submitResponse, .returnResponse, .verifyRectification, .close: .transition
        case .draft, .check, .sign, .issue, .grantExtension, .escalate, .withdraw: .exclusive
        }
    }
}
