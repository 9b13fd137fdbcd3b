extension Roster.Rejection {
    package var code: String {
        switch self {
        case .noSuchRoster: "no-such-roster"
        case .alreadyFrozen: "roster-frozen"
        case .noNotice: "no-notice"
        case .nobody: "nobody-enrolled"
        case .sameApprover: "poster-approves"
        case .otherPlace: "other-place"
        case .notDraft: "roster-not-draft"
        case .notPosted: "roster-not-posted"
        case .notApproved: "roster-not-approved"
        case .noticeRuns: "notice-runs"
        case .tooManyPersons: "too-many-persons"
        case .parameterMissing: "parameter-missing"
        case .entitlementEmpty: "entitlement-empty"
        case .personKnown: "person-known"
        case .identityKnown: "identity-known"
        case .noSuchPerson: "no-such-person"
        case .personRemoved: "person-removed"
        case .personActive: "person-active"
        case .restoredTooEarly: "restored-too-early"
        case .removalNotProposed: "removal-not-proposed"
        case .accountNotProposed: "account-not-proposed"
        case .sameProposer: "proposer-confirms"
        case .objectionKnown: "objection-known"
        case .noSuchObjection: "no-such-objection"
        case .objectionSettled: "objection-settled"
        }
    }

    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .noSuchRoster: "没有该花名册"
        case .alreadyFrozen: "该花名册已锁定"
        case .noNotice: "该花名册尚未张榜公示"
        case .nobody: "花名册中没有人"
        case .sameApprover: "张榜公示与核定不能是同一人"
        case .otherPlace(let place): "该花名册属于\(place.town)\(place.village)\(place.year)年"
        case .notDraft(let phase): "该花名册\(phase.chinese),不能再登记"
        case .notPosted(let phase): "该花名册\(phase.chinese),不在公示中"
        case .notApproved(let phase): "该花名册\(phase.chinese),尚未核定"
        case .noticeRuns(let day): "公示到 \(day) 期满,期满登记后方可核定"
        case .tooManyPersons: "花名册人数超出上限"
        case .parameterMissing(let name): "没有设定参数 \(name)"
        case .entitlementEmpty(let person): "\(person) 的扶持期为空"
        case .personKnown(let person): "\(person) 已在花名册中"
        case .identityKnown(let person): "\(person) 的身份证号已有人登记"
        case .noSuchPerson(let person): "花名册中没有 \(person)"
        case .personRemoved(let person): "\(person) 已核减"
        case .personActive(let person): "\(person) 未被核减"
        case .restoredTooEarly(let person, let month): "\(person) 只能从 \(month) 以后恢复"
        case .removalNotProposed(let person): "没有人提出核减 \(person)"
        case .accountNotProposed(let person): "没有人提出变更 \(person) 的发放账户"
        case .sameProposer(let person): "\(person) 的变更须由另一人确认"
        case .objectionKnown(let id): "异议 \(id) 已提出过"
        case .noSuchObjection(let id): "没有异议 \(id)"
        case .objectionSettled(let id): "异议 \(id) 已处理"
        }
    }

    private var english: String {
        switch self {
        case .noSuchRoster: "There is no such roster."
        case .alreadyFrozen: "The roster is frozen."
        case .noNotice: "The roster has not been posted."
        case .nobody: "Nobody is on the roster."
        case .sameApprover: "Who posted the roster does not approve it."
        case .otherPlace(let place):
            "The roster is of \(place.village), \(place.town), \(place.year)."
        case .notDraft(let phase): "The roster is \(phase.rawValue)."
        case .notPosted(let phase): "The roster is \(phase.rawValue), not posted."
        case .notApproved(let phase): "The roster is \(phase.rawValue), not approved."
        case .noticeRuns(let day): "The notice runs until \(day) and must be ended first."
        case .tooManyPersons: "The roster would hold too many persons."
        case .parameterMissing(let name): "Parameter \(name) is not set."
        case .entitlementEmpty(let person): "\(person) would be entitled to no month."
        case .personKnown(let person): "\(person) is on the roster already."
        case .identityKnown(let person): "The identity number of \(person) is enrolled already."
        case .noSuchPerson(let person): "\(person) is not on the roster."
        case .personRemoved(let person): "\(person) has been removed."
        case .personActive(let person): "\(person) has not been removed."
        case .restoredTooEarly(let person, let month):
            "\(person) can be restored after \(month) only."
        case .removalNotProposed(let person): "Nobody proposed to remove \(person)."
        case .accountNotProposed(let person): "Nobody proposed another account for \(person)."
        case .sameProposer(let person): "Somebody else must confirm the change of \(person)."
        case .objectionKnown(let id): "Objection \(id) has been filed already."
        case .noSuchObjection(let id): "There is no objection \(id)."
        case .objectionSettled(let id): "Objection \(id) is settled."
        }
    }
}

extension Roster.State.Phase {
    package var chinese: String {
        switch self {
        case .none: "未建立"
        case .draft: "初核"
        case .posted: "公示中"
        case .approved: "已核定"
        case .frozen: "已锁定"
        }
    }
}
