extension WorkTask.Rejection {
    package var code: String {
        switch self {
        case .alreadyPlanned: "task-already-planned"
        case .notPlanned: "task-not-planned"
        case .notDone: "task-not-done"
        case .verifierCompleted: "verifier-completed"
        case .emptyReport: "empty-report"
        case .notOpen: "task-not-open"
        case .noSuchTarget: "no-such-target"
        case .otherUnit: "other-unit"
        case .blockerKnown: "blocker-known"
        case .noSuchBlocker: "no-such-blocker"
        case .blockerAlreadyCleared: "blocker-already-cleared"
        case .stillBlocked: "still-blocked"
        case .overTarget: "over-target"
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
        case .alreadyPlanned: "该任务已列入计划"
        case .notPlanned: "没有该任务"
        case .notDone: "该任务尚未申请办结"
        case .verifierCompleted: "申请办结与确认办结不能是同一人"
        case .emptyReport: "进展内容为空"
        case .notOpen(let phase): "该任务\(phase.chinese),不能再办理此项"
        case .noSuchTarget(let code): "该任务没有目标 \(code)"
        case .otherUnit(let code): "目标 \(code) 的计量单位与计划不一致"
        case .blockerKnown(let id): "困难 \(id) 已反映过"
        case .noSuchBlocker(let id): "没有反映过困难 \(id)"
        case .blockerAlreadyCleared(let id): "困难 \(id) 已解决"
        case .stillBlocked(let id): "困难 \(id) 尚未解决,不能申请办结"
        case .overTarget(let code): "目标 \(code) 的完成数超过计划数,须说明原因"
        }
    }

    private var english: String {
        switch self {
        case .alreadyPlanned: "The task is in the plan already."
        case .notPlanned: "There is no such task."
        case .notDone: "The task has not been reported done."
        case .verifierCompleted: "Who reported a task done does not verify it."
        case .emptyReport: "The progress report is empty."
        case .notOpen(let phase): "The task is \(phase.rawValue)."
        case .noSuchTarget(let code): "The task has no target \(code)."
        case .otherUnit(let code): "Target \(code) is counted in another unit."
        case .blockerKnown(let id): "Blocker \(id) has been raised already."
        case .noSuchBlocker(let id): "No blocker \(id) has been raised."
        case .blockerAlreadyCleared(let id): "Blocker \(id) is cleared already."
        case .stillBlocked(let id): "Blocker \(id) is still open."
        case .overTarget(let code): "Target \(code) is exceeded; say why."
        }
    }
}

extension WorkTask.State.Phase {
    package var chinese: String {
        switch self {
        case .none: "未列入计划"
        case .planned: "未启动"
        case .active: "推进中"
        case .done: "待确认"
        case .verified: "已办结"
        case .cancelled: "已取消"
        }
    }
}
