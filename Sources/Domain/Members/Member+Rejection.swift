extension Member.Rejection {
    package var code: String {
        switch self {
        case .alreadyAdded: "member-already-added"
        case .notAdded: "member-not-added"
        case .suspended: "member-suspended"
        case .noRoles: "no-roles-named"
        case .notPending: "role-not-pending"
        case .notHeld: "role-not-held"
        case .ownRole: "granter-confirms"
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
        case .alreadyAdded: "该人员已在册"
        case .notAdded: "没有该人员"
        case .suspended: "该人员已停用"
        case .noRoles: "没有指明权限"
        case .notPending(let role): "权限“\(role.chinese)”没有待确认的授予"
        case .notHeld(let role): "该人员没有权限“\(role.chinese)”"
        case .ownRole(let role): "授予与确认权限“\(role.chinese)”不能是同一人"
        }
    }

    private var english: String {
        switch self {
        case .alreadyAdded: "The member has been added already."
        case .notAdded: "There is no such member."
        case .suspended: "The member is suspended."
        case .noRoles: "No role is named."
        case .notPending(let role): "The role \(role.rawValue) waits for no confirmation."
        case .notHeld(let role): "The member does not hold the role \(role.rawValue)."
        case .ownRole(let role): "Who granted the role \(role.rawValue) does not confirm it."
        }
    }
}

extension Role {
    package var chinese: String {
        switch self {
        case .viewer: "查询人员"
        case .field: "巡查人员(水利站)"
        case .unit: "乡镇(街道)经办人"
        case .office: "局办公室"
        case .riverOffice: "河长办经办人"
        case .migrant: "移民股经办人"
        case .financeMaker: "财务经办"
        case .financeChecker: "财务复核"
        case .deputy: "分管领导"
        case .head: "局长"
        case .administrator: "系统管理员"
        case .security: "安全管理员"
        case .auditor: "审计查询"
        }
    }
}
