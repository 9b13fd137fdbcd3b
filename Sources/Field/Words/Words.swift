package import Domain
package import Sync

// The words of the bureau for what the laptop shows: Chinese first, English with `--lang en`.

package enum Words {
    /// 待上传, or what became of the intent.
    static func standing(_ kept: KeptIntent, _ language: Language) -> String {
        guard let receipt = kept.receipt else {
            return language == .chinese ? "待上传" : "pending"
        }
        return standing(receipt.standing, language)
    }

    package static func standing(_ standing: Receipt.Standing, _ language: Language) -> String {
        switch (standing, language) {
        case (_, .english): standing.rawValue
        case (.verdict(.accepted), .chinese): "已入库"
        case (.verdict(.merged), .chinese): "已入库(与他人填报合并)"
        case (.verdict(.duplicate), .chinese): "重复填报(已有相同记录)"
        case (.verdict(.conflict), .chinese): "填报不一致,待裁定"
        case (.verdict(.rejected), .chinese): "未通过"
        case (.held, .chinese): "排队中(待前一条处理)"
        }
    }

    /// What a command is called at the bureau.
    static func command(_ kind: AggregateKind, _ name: Text, _ language: Language) -> String {
        guard language == .chinese else { return name.string }
        let words =
            switch kind {
            case .task: tasks
            case .letter: letters
            case .conflict: ["resolve": "裁定"]
            case .roster, .disbursement, .fund, .indicator, .project, .parameter, .device,
                .member, .epoch:
                [String: String]()
            }
        return words[name.string] ?? name.string
    }

    static func event(_ type: Text, _ language: Language) -> String {
        language == .chinese ? events[type.string] ?? type.string : type.string
    }

    /// A field of a body, by the heading that the bureau's tables give it.
    static func field(_ name: String, _ language: Language) -> String {
        guard language == .chinese else { return name }
        return fields[name] ?? name
    }

    /// A step of a task or a letter.
    static func state(_ kind: AggregateKind, _ raw: String, _ language: Language) -> String {
        guard language == .chinese else { return raw }
        switch kind {
        case .task: return WorkTask.State.Phase(rawValue: raw)?.chinese ?? raw
        case .letter: return Letter.State.Phase(rawValue: raw)?.chinese ?? raw
        case .conflict: return raw == "open" ? "待裁定" : "已裁定"
        case .roster, .disbursement, .fund, .indicator, .project, .parameter, .device, .member,
            .epoch:
            return raw
        }
    }

    private static let tasks = [
        "plan": "列入计划", "assign": "交办", "report-progress": "填报进展", "add-note": "备注",
        "raise-blocker": "反映困难", "clear-blocker": "困难已解决", "change-deadline": "调整时限",
        "complete": "申请办结", "verify": "确认办结", "cancel": "取消任务",
    ]
    private static let letters = [
        "draft": "拟稿", "check": "核稿", "sign": "签发", "issue": "印发", "receive": "签收",
        "interim-reply": "阶段性反馈", "request-extension": "申请延期", "grant-extension": "同意延期",
        "submit-response": "整改情况回复", "return-response": "退回重报",
        "verify-rectification": "现场核查", "close": "督办办结", "escalate": "提级督办",
        "withdraw": "撤回",
    ]
    private static let events = [
        "TaskPlanned": "列入计划", "TaskAssigned": "交办", "ProgressReported": "填报进展",
        "BlockerRaised": "反映困难", "BlockerCleared": "困难已解决", "DeadlineChanged": "调整时限",
        "TaskCompleted": "申请办结", "TaskVerified": "确认办结", "TaskCancelled": "取消任务",
        "NoteAdded": "备注", "LetterDrafted": "拟稿", "LetterChecked": "核稿",
        "LetterSigned": "签发", "LetterIssued": "印发", "LetterReceived": "签收",
        "InterimReply": "阶段性反馈", "ExtensionRequested": "申请延期",
        "ExtensionGranted": "同意延期", "ResponseSubmitted": "整改情况回复",
        "ResponseReturned": "退回重报", "RectificationVerified": "现场核查",
        "LetterClosed": "督办办结", "LetterEscalated": "提级督办", "LetterWithdrawn": "撤回",
        "ConflictOpened": "待裁定", "ConflictResolved": "裁定",
    ]
    private static let fields = [
        "state": "状态", "leadUnit": "牵头股室", "responsible": "责任人", "cooperating": "配合单位",
        "due": "时限", "text": "内容", "reason": "理由", "summary": "办结情况",
        "overTargetReason": "超计划原因", "blocker": "困难编号", "needs": "需要的支持",
        "how": "解决办法", "readings": "累计完成", "opinion": "意见", "title": "名称",
        "theme": "类别", "evidence": "佐证", "receiver": "签收人", "until": "延期至",
        "findings": "核查情况", "number": "发文字号", "by": "办理人", "choice": "裁定",
        "carriedOver": "转办问题",
    ]
}
