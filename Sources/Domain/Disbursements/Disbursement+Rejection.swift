extension Disbursement.Rejection {
    package var code: String {
        switch self {
        case .noSuchBatch: "no-such-batch"
        case .noLines: "no-lines"
        case .noRosters: "no-rosters"
        case .nothingSettled: "nothing-settled"
        case .sameMaker: "maker-checks"
        case .sameChecker: "checker-approves"
        case .monthsEmpty: "months-empty"
        case .notInPhase: "not-in-phase"
        case .rosterNotApproved: "roster-not-approved"
        case .personTwice: "person-twice"
        case .fundUnknown: "fund-unknown"
        case .fundTwice: "fund-twice"
        case .fundOfOtherPurpose: "fund-of-other-purpose"
        case .fundRefuses(_, let rejection): rejection.code
        case .parameterMissing: "parameter-missing"
        case .sourcesDiffer: "sources-differ"
        case .tooManyLines: "too-many-lines"
        case .noSuchLine: "no-such-line"
        case .lineKnown: "line-known"
        case .lineNotDue: "line-not-due"
        case .lineNotSent: "line-not-sent"
        case .lineNotFailed: "line-not-failed"
        case .bankBatchMissing: "bank-batch-missing"
        case .bankBatchUnknown: "bank-batch-unknown"
        case .bankBatchKnown: "bank-batch-known"
        case .paidInCash: "paid-in-cash"
        case .lineNotPaid: "line-not-paid"
        case .notEntitled: "not-entitled"
        case .waits: "line-waits"
        case .moreThanPaid: "more-than-paid"
        case .moreThanOverpaid: "more-than-overpaid"
        case .stillPending: "still-pending"
        case .stillFailed: "still-failed"
        case .statementDiffers: "statement-differs"
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
        case .noSuchBatch: "没有该发放批次"
        case .noLines: "清册中没有应发的人"
        case .noRosters: "没有指定花名册"
        case .nothingSettled: "回盘结果为空"
        case .sameMaker: "编制清册与复核、审批不能是同一人"
        case .sameChecker: "复核与审批不能是同一人"
        case .monthsEmpty: "发放月份为空"
        case .notInPhase(let phase): "该批次\(phase.chinese),不能办理此项"
        case .rosterNotApproved(let id): "花名册 \(id) 尚未核定"
        case .personTwice(let person): "\(person) 出现两次"
        case .fundUnknown(let fund): "没有资金指标 \(fund)"
        case .fundTwice(let fund): "资金指标 \(fund) 出现两次"
        case .fundOfOtherPurpose(let fund, let purpose):
            "资金指标 \(fund) 的用途是 \(purpose),不能用于本批次"
        case .fundRefuses(let fund, let rejection):
            "资金指标 \(fund):\(rejection.text(in: .chinese))"
        case .parameterMissing(let name): "没有设定参数 \(name)"
        case .sourcesDiffer(let total, let sources):
            "清册合计 \(total) 元,资金来源合计 \(sources) 元"
        case .tooManyLines: "清册人数超出上限"
        case .noSuchLine(let line): "本批次没有 \(line)"
        case .lineKnown(let line): "\(line) 在本批次已有登记"
        case .lineNotDue(let line): "\(line) 不在应发状态"
        case .lineNotSent(let line): "\(line) 没有在等待回盘,或回盘结果已不同"
        case .lineNotFailed(let line): "\(line) 没有退票"
        case .bankBatchMissing: "本批次有补发,回盘须注明代发批号"
        case .bankBatchUnknown(let batch): "本批次没有代发批号 \(batch)"
        case .bankBatchKnown(let batch): "代发批号 \(batch) 已用过,补发须用新的批号"
        case .paidInCash(let person): "\(person) 已现金发放其中月份,须先暂缓"
        case .lineNotPaid(let line): "\(line) 尚未发放成功"
        case .notEntitled(let person): "\(person) 不在花名册的扶持期内,须先暂缓"
        case .waits(let person, let reason): "\(person) \(reason.chinese),须先暂缓"
        case .moreThanPaid(let line, let left): "\(line) 最多还能认定多发 \(left) 元"
        case .moreThanOverpaid(let line, let left): "\(line) 尚待追回 \(left) 元"
        case .stillPending(let count): "还有 \(count) 人没有回盘结果"
        case .stillFailed(let count): "还有 \(count) 人退票未处理"
        case .statementDiffers(let ours, let theirs):
            "发放成功 \(ours) 元,银行对账单 \(theirs) 元"
        }
    }

    private var english: String {
        switch self {
        case .noSuchBatch: "There is no such batch."
        case .noLines: "The batch would pay nobody."
        case .noRosters: "The batch names no roster."
        case .nothingSettled: "The result file is empty."
        case .sameMaker: "Who made the list neither checks nor approves it."
        case .sameChecker: "Who checked the batch does not approve it."
        case .monthsEmpty: "The payment names no month."
        case .notInPhase(let phase): "The batch is \(phase.rawValue)."
        case .rosterNotApproved(let id): "Roster \(id) is not approved."
        case .personTwice(let person): "\(person) comes twice."
        case .fundUnknown(let fund): "There is no fund \(fund)."
        case .fundTwice(let fund): "Fund \(fund) comes twice."
        case .fundOfOtherPurpose(let fund, let purpose): "Fund \(fund) is for \(purpose)."
        case .fundRefuses(let fund, let rejection):
            "Fund \(fund): \(rejection.text(in: .english))"
        case .parameterMissing(let name): "Parameter \(name) is not set."
        case .sourcesDiffer(let total, let sources):
            "The lines come to \(total) yuan, the sources to \(sources)."
        case .tooManyLines: "The batch would have too many lines."
        case .noSuchLine(let line): "The batch has no line \(line)."
        case .lineKnown(let line): "The batch has \(line) already."
        case .lineNotDue(let line): "Line \(line) is not due."
        case .lineNotSent(let line): "Line \(line) is not with the bank, or ended otherwise."
        case .lineNotFailed(let line): "Line \(line) has not failed."
        case .bankBatchMissing: "Lines were reissued: the result file's bank batch is needed."
        case .bankBatchUnknown(let batch): "The batch went out with no bank batch \(batch)."
        case .bankBatchKnown(let batch): "Bank batch \(batch) is used; a reissue takes a new one."
        case .paidInCash(let person): "\(person) got some of these months in cash; defer the line."
        case .lineNotPaid(let line): "Line \(line) is not paid."
        case .notEntitled(let person): "\(person) is not entitled to these months; defer the line."
        case .waits(let person, let reason): "\(person) waits (\(reason.rawValue)); defer the line."
        case .moreThanPaid(let line, let left):
            "At most \(left) yuan of \(line) can be found overpaid."
        case .moreThanOverpaid(let line, let left):
            "Only \(left) yuan of \(line) are still to be recovered."
        case .stillPending(let count): "\(count) lines have no result yet."
        case .stillFailed(let count): "\(count) failed lines are open."
        case .statementDiffers(let ours, let theirs):
            "\(ours) yuan were paid, the statement says \(theirs)."
        }
    }
}

extension Disbursement.State.Phase {
    package var chinese: String {
        switch self {
        case .none: "未编制"
        case .drafted: "待复核"
        case .reviewed: "待审批"
        case .returned: "已退回修改"
        case .approved: "已审批"
        case .submitted: "已提交代发"
        case .settling: "回盘中"
        case .reconciled: "对账相符"
        case .closed: "已办结"
        case .voided: "已作废"
        }
    }
}

extension Disbursement.WaitReason {
    package var chinese: String {
        switch self {
        case .objection: "有异议未处理"
        case .cooling: "账户变更未满期"
        }
    }
}
