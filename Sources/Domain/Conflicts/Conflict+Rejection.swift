extension Conflict.Rejection {
    package var code: String {
        switch self {
        case .alreadyOpened: "conflict-already-opened"
        case .notOpened: "conflict-not-opened"
        case .alreadyResolved: "conflict-already-resolved"
        case .notYours: "conflict-not-yours"
        case .bodyNeeded: "resolution-body-needed"
        case .bodyNotNeeded: "resolution-body-not-needed"
        case .notReadable: "conflict-command-not-readable"
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
        case .alreadyOpened: "该待裁定事项已登记"
        case .notOpened: "没有该待裁定事项"
        case .alreadyResolved(let choice, let by): "该事项已由 \(by) 裁定:\(choice.chinese)"
        case .notYours(let command): "无权办理 \(command),不能裁定该事项"
        case .bodyNeeded: "裁定为另行填报时须给出内容"
        case .bodyNotNeeded: "在库中现有与本次填报之间裁定时不能另给内容"
        case .notReadable(let command, let field):
            "无法按 \(command) 办理" + (field.map { ":字段 \($0) 不对" } ?? "")
        }
    }

    private var english: String {
        switch self {
        case .alreadyOpened: "The conflict has been opened already."
        case .notOpened: "There is no such conflict."
        case .alreadyResolved(let choice, let by): "\(by) has chosen already: \(choice.rawValue)."
        case .notYours(let command): "Who may not \(command) does not settle this."
        case .bodyNeeded: "The choice 'other' needs a body."
        case .bodyNotNeeded: "A choice between the two sides takes no body."
        case .notReadable(let command, let field):
            "The command \(command) cannot be carried out"
                + (field.map { ": the field \($0) is wrong." } ?? ".")
        }
    }
}

extension Conflict.Choice {
    package var chinese: String {
        switch self {
        case .ours: "库中现有"
        case .theirs: "本次填报"
        case .other: "另行填报"
        }
    }
}
