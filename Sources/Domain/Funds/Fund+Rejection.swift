extension Fund.Rejection {
    package var code: String {
        switch self {
        case .noSuchFund: "no-such-fund"
        case .otherFund: "other-fund"
        case .documentKnown: "document-known"
        case .overLimit: "over-limit"
        case .notAllocated: "not-allocated"
        case .overAppropriated: "over-appropriated"
        case .overCommitted: "over-committed"
        case .overPaid: "over-paid"
        case .noSuchCommitment: "no-such-commitment"
        case .otherProject: "other-project"
        case .keptByBatch: "kept-by-batch"
        case .stillCommitted: "still-committed"
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
        case .noSuchFund: "没有该资金指标"
        case .otherFund(let key):
            "该资金指标为\(key.level.chinese) \(key.purpose) \(key.year)年,与所填不一致"
        case .documentKnown(let document): "指标文号 \(document) 已登记"
        case .overLimit: "金额超出上限"
        case .notAllocated(let project, let left): "分配到 \(project) 的资金只余 \(left) 元"
        case .overAppropriated(let left): "已下达尚未分配的资金只余 \(left) 元"
        case .overCommitted(let holder, let left): "\(holder) 占用尚未支付的资金只余 \(left) 元"
        case .overPaid(let holder, let paid): "\(holder) 只支付过 \(paid) 元"
        case .noSuchCommitment(let holder): "\(holder) 没有占用资金"
        case .otherProject(let holder, let project): "\(holder) 占用的是 \(project) 的资金"
        case .keptByBatch(let holder): "\(holder) 的资金随发放批次办理"
        case .stillCommitted(let amount): "尚有 \(amount) 元占用未支付,不能调整用途"
        }
    }

    private var english: String {
        switch self {
        case .noSuchFund: "There is no such fund."
        case .otherFund(let key):
            "This fund is \(key.level.rawValue) \(key.purpose) \(key.year)."
        case .documentKnown(let document): "Document \(document) is recorded already."
        case .overLimit: "The amount is above what a fund can hold."
        case .notAllocated(let project, let left):
            "Only \(left) yuan of the allocation to \(project) are left."
        case .overAppropriated(let left): "Only \(left) yuan are appropriated and not allocated."
        case .overCommitted(let holder, let left):
            "Only \(left) yuan are committed to \(holder) and not paid."
        case .overPaid(let holder, let paid): "Only \(paid) yuan have been paid to \(holder)."
        case .noSuchCommitment(let holder): "\(holder) holds no money of this fund."
        case .otherProject(let holder, let project): "\(holder) holds money of \(project)."
        case .keptByBatch(let holder): "The money of \(holder) moves with its batch."
        case .stillCommitted(let amount): "\(amount) yuan are still committed."
        }
    }
}
