extension Disbursement {
    /// What happened to one batch, oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number. An event
    /// that moves money says from which funds, so that their streams and this one agree.
    package enum Event: Hashable, Sendable {
        /// 编制清册.
        case drafted(Sheet, by: Text)
        /// 复核.
        case reviewed(opinion: Text?, by: Text)
        /// 审批: the money is committed in each fund.
        case approved(commitments: [Share], opinion: Text?, by: Text)
        /// 退回修改.
        case sentBack(reason: Text, released: [Share])
        /// 作废, with the persons of its lines.
        case voided(reason: Text, persons: [Text], released: [Share])
        /// 暂缓发放: the months are free for another batch.
        case lineDeferred(person: Text, amount: Fen, reason: Text, released: [Share])
        /// 提交代发, with the persons in the bank's file.
        case submitted(Submission, persons: [Text], amount: Fen)
        /// 回盘.
        case linesSettled(Settled)
        /// 补发: a failed line goes to the bank once more.
        case lineReissued(person: Text, amount: Fen, bankBatch: Text)
        /// 缴回国库: a failed line is given up.
        case linePaidBack(person: Text, amount: Fen, document: Text?, released: [Share])
        /// 发现错发多发.
        case overpaymentFound(Overpayment)
        /// 现金发放: `held` are the months that somebody was paid for already.
        case cashHandedOver(Cash, held: MonthSet)
        /// 追回, with the funds that it went back to.
        case amountRecovered(Recovery, returned: [Share])
        /// 对账相符.
        case reconciled(paid: Fen, note: Text?)
        /// 批次办结.
        case closed
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case noSuchBatch, noLines, noRosters, nothingSettled, sameMaker, sameChecker, monthsEmpty
        case notInPhase(State.Phase)
        case rosterNotApproved(Text)
        case personTwice(Text)
        case fundUnknown(Text)
        case fundTwice(Text)
        case fundOfOtherPurpose(Text, purpose: Text)
        case fundRefuses(Text, Fund.Rejection)
        case parameterMissing(Text)
        case sourcesDiffer(total: Fen, sources: Fen)
        case tooManyLines
        case noSuchLine(Text)
        case lineKnown(Text)
        case lineNotDue(Text)
        case lineNotSent(Text)
        case lineNotFailed(Text)
        case bankBatchMissing
        case bankBatchUnknown(Text)
        case bankBatchKnown(Text)
        case paidInCash(Text)
        case lineNotPaid(Text)
        case notEntitled(Text)
        case waits(Text, WaitReason)
        case moreThanPaid(Text, left: Fen)
        case moreThanOverpaid(Text, left: Fen)
        case stillPending(Int)
        case stillFailed(Int)
        case statementDiffers(ours: Fen, theirs: Fen)
    }
}

extension Disbursement.Event: DomainEvent {
    package var type: String {
        switch self {
        case .drafted: "BatchDrafted"
        case .reviewed: "BatchReviewed"
        case .approved: "BatchApproved"
        case .sentBack: "BatchReturned"
        case .voided: "BatchVoided"
        case .lineDeferred: "LineDeferred"
        case .submitted: "BatchSubmitted"
        case .linesSettled: "LinesSettled"
        case .lineReissued: "LineReissued"
        case .linePaidBack: "LinePaidBack"
        case .overpaymentFound: "OverpaymentFound"
        case .cashHandedOver: "CashHandedOver"
        case .amountRecovered: "AmountRecovered"
        case .reconciled: "BatchReconciled"
        case .closed: "BatchClosed"
        }
    }
}
