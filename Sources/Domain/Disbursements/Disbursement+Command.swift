extension Disbursement {
    package enum Command: Hashable, Sendable {
        case draft(Draft)
        case review(opinion: Text?)
        case approve(opinion: Text?)
        case sendBack(reason: Text)
        case void(reason: Text)
        case deferLine(person: Text, reason: Text)
        case submit(Submission)
        case settleLines(Results)
        case reissueLine(person: Text, bankBatch: Text)
        case payBackLine(person: Text, document: Text?)
        case findOverpayment(Overpayment)
        case handOverCash(Cash, monthsAlreadyHeld: MonthSet)
        case recoverAmount(Recovery)
        case reconcile(statementTotal: Fen, note: Text?)
        case close
    }
}

extension Disbursement.Command: DomainCommand {
    package static let names = [
        "draft", "review", "approve", "return", "void", "defer-line", "submit", "settle-lines",
        "reissue-line", "pay-back-line", "find-overpayment", "hand-over-cash", "recover-amount",
        "reconcile", "close",
    ]

    package var name: String {
        switch self {
        case .draft: "draft"
        case .review: "review"
        case .approve: "approve"
        case .sendBack: "return"
        case .void: "void"
        case .deferLine: "defer-line"
        case .submit: "submit"
        case .settleLines: "settle-lines"
        case .reissueLine: "reissue-line"
        case .payBackLine: "pay-back-line"
        case .findOverpayment: "find-overpayment"
        case .handOverCash: "hand-over-cash"
        case .recoverAmount: "recover-amount"
        case .reconcile: "reconcile"
        case .close: "close"
        }
    }

    package var leavesTheBuilding: Bool {
        switch self {
        case .submit, .reissueLine: true
        case .draft, .review, .approve, .sendBack, .void, .deferLine, .settleLines, .payBackLine,
            .findOverpayment, .handOverCash, .recoverAmount, .reconcile, .close:
            false
        }
    }

    package var hasHappened: Bool {
        if case .handOverCash = self { return true }
        return false
    }

    package var mergeClass: MergeClass { .exclusive }
}
