extension Roster {
    /// What happened to one roster, oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number. Of an
    /// enrolment in an event both months of entitlement are known.
    package enum Event: Hashable, Sendable {
        /// 核定登记.
        case enrolled(Place, Enrolment)
        /// 拟核减.
        case removalProposed(Removal, by: Text)
        /// 核减.
        case removed(Removal, identityClaim: Text)
        /// 恢复扶持, from a month to a month.
        case restored(Restoration, to: Month, identityClaim: Text)
        /// 户籍变动.
        case moved(Move)
        /// 拟变更发放账户.
        case accountProposed(Account, by: Text)
        /// 变更发放账户: paid to from `usableFrom` on.
        case accountChanged(Account, usableFrom: Day)
        /// 张榜公示.
        case noticePosted(Notice, by: Text)
        /// 公示期满.
        case noticeEnded
        /// 提出异议.
        case objectionFiled(Objection)
        /// 异议处理.
        case objectionSettled(Settlement, person: Text)
        /// 核定.
        case approved(headcount: Int, opinion: Text?)
        /// 锁定: the year is over, and the identities are free for the next roster.
        case frozen
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case noSuchRoster, alreadyFrozen, noNotice, nobody, sameApprover
        case otherPlace(Place)
        case notDraft(State.Phase)
        case notPosted(State.Phase)
        case notApproved(State.Phase)
        case noticeRuns(until: Day)
        case tooManyPersons
        case parameterMissing(Text)
        case entitlementEmpty(Text)
        case personKnown(Text)
        case identityKnown(Text)
        case noSuchPerson(Text)
        case personRemoved(Text)
        case personActive(Text)
        case restoredTooEarly(Text, after: Month)
        case removalNotProposed(Text)
        case accountNotProposed(Text)
        case sameProposer(Text)
        case objectionKnown(Text)
        case noSuchObjection(Text)
        case objectionSettled(Text)
    }
}

extension Roster.Event: DomainEvent {
    package var type: String {
        switch self {
        case .enrolled: "PersonEnrolled"
        case .removalProposed: "RemovalProposed"
        case .removed: "PersonRemoved"
        case .restored: "PersonRestored"
        case .moved: "PersonMoved"
        case .accountProposed: "AccountChangeProposed"
        case .accountChanged: "AccountChanged"
        case .noticePosted: "NoticePosted"
        case .noticeEnded: "NoticeEnded"
        case .objectionFiled: "ObjectionFiled"
        case .objectionSettled: "ObjectionSettled"
        case .approved: "RosterApproved"
        case .frozen: "RosterFrozen"
        }
    }
}
