extension Fund {
    /// What happened to one fund, oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        /// 指标下达.
        case appropriated(Grant)
        /// 申请资金.
        case applied(Application)
        /// 指标调减.
        case reduced(Reduction)
        /// 分配到项目.
        case allocated(Allocation)
        /// 占用.
        case committed(Commitment)
        /// 释放占用.
        case commitmentReleased(Movement)
        /// 资金支付.
        case paid(Movement)
        /// 支付退回.
        case returned(Movement)
        /// 结转.
        case carriedOver(CarryOver)
        /// 调整用途.
        case purposeChanged(PurposeChange)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case noSuchFund
        case otherFund(Key)
        case documentKnown(Text)
        case overLimit
        case notAllocated(project: Text, left: Fen)
        case overAppropriated(left: Fen)
        case overCommitted(holder: Text, left: Fen)
        case overPaid(holder: Text, paid: Fen)
        case noSuchCommitment(Text)
        case otherProject(holder: Text, Text)
        case keptByBatch(Text)
        case stillCommitted(Fen)
    }
}

extension Fund.Event: DomainEvent {
    package var type: String {
        switch self {
        case .appropriated: "GrantAppropriated"
        case .applied: "GrantApplied"
        case .reduced: "GrantReduced"
        case .allocated: "FundsAllocated"
        case .committed: "FundsCommitted"
        case .commitmentReleased: "CommitmentReleased"
        case .paid: "FundsPaid"
        case .returned: "FundsReturned"
        case .carriedOver: "FundsCarriedOver"
        case .purposeChanged: "PurposeChanged"
        }
    }

    /// A grant counts from the day of its document.
    package var effectiveDay: Day? {
        switch self {
        case .appropriated(let grant): grant.day
        case .applied, .reduced, .allocated, .committed, .commitmentReleased, .paid, .returned,
            .carriedOver, .purposeChanged:
            nil
        }
    }
}
