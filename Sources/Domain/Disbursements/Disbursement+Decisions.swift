// One function a command of a batch.

extension Disbursement {
    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        try decide(command, state, context, Inputs())
    }

    /// As `decide`, with what was read of other streams.
    package static func decide(
        _ command: Command, _ state: State, _ context: Context, _ inputs: Inputs
    ) throws(Rejection) -> [Event] {
        switch command {
        case .draft(let draft): return try self.draft(draft, state, context, inputs)
        case .handOverCash(let cash, let held):
            return try handOver(cash, alreadyHeld: held, state, inputs)
        case .findOverpayment(let overpayment): return try find(overpayment, state)
        case .recoverAmount(let recovery): return try recover(recovery, state)
        case .review, .approve, .sendBack, .void, .deferLine, .submit, .settleLines, .reissueLine,
            .payBackLine, .reconcile, .close:
            guard state.phase != .none else { throw .noSuchBatch }
            return try step(command, state, context, inputs)
        }
    }

    private static func step(
        _ command: Command, _ state: State, _ context: Context, _ inputs: Inputs
    ) throws(Rejection) -> [Event] {
        switch command {
        case .draft, .handOverCash, .findOverpayment, .recoverAmount: return []
        case .review(let opinion):
            try state.require(.drafted)
            guard state.maker != context.actor.id else { throw .sameMaker }
            return [.reviewed(opinion: opinion, by: context.actor.id)]
        case .approve(let opinion): return try approve(opinion, state, context, inputs)
        case .sendBack(let reason):
            try state.require(.drafted, .reviewed, .approved)
            return [.sentBack(reason: reason, released: state.allCommitted)]
        case .void(let reason):
            try state.require(.drafted, .reviewed, .approved, .returned)
            return [
                .voided(
                    reason: reason, persons: state.lines.keys.sorted(),
                    released: state.allCommitted)
            ]
        case .deferLine(let person, let reason):
            try state.require(.drafted, .reviewed, .approved)
            return try deferLine(person, reason, state)
        case .submit(let submission):
            try state.require(.approved)
            try recheck(state, context, inputs)
            let amount = state.total(.due)
            guard amount > .zero else { throw .noLines }
            return [.submitted(submission, persons: state.persons(.due), amount: amount)]
        case .settleLines(let results):
            try state.require(.submitted, .settling)
            return try settle(results, state)
        case .reissueLine(let person, let bankBatch):
            try state.require(.settling, .reconciled)
            let line = try state.failed(person)
            guard state.takesMore(bankBatch) else { throw .bankBatchKnown(bankBatch) }
            return [.lineReissued(person: person, amount: line.amount, bankBatch: bankBatch)]
        case .payBackLine(let person, let document):
            try state.require(.settling, .reconciled)
            let line = try state.failed(person)
            return [
                .linePaidBack(
                    person: person, amount: line.amount, document: document,
                    released: state.releasing(line.amount))
            ]
        case .reconcile(let total, let note): return try reconcile(total, note, state)
        case .close:
            try state.require(.reconciled)
            let failed = state.lines.values.count { $0.state == .failed }
            guard failed == 0 else { throw .stillFailed(failed) }
            return [.closed]
        }
    }

    /// The money is committed as far as the lines that were not deferred need it.
    private static func approve(
        _ opinion: Text?, _ state: State, _ context: Context, _ inputs: Inputs
    ) throws(Rejection) -> [Event] {
        try state.require(.reviewed)
        guard state.maker != context.actor.id else { throw .sameMaker }
        guard state.checker != context.actor.id else { throw .sameChecker }
        try recheck(state, context, inputs)
        let total = state.total(.due)
        guard total > .zero else { throw .noLines }
        let planned = state.sources.map { Share(fund: $0.fund, amount: $0.planned) }
        try check(planned, of: state.programme, inputs)
        return [
            .approved(
                commitments: fill(total, planned), opinion: opinion, by: context.actor.id)
        ]
    }

    private static func deferLine(
        _ person: Text, _ reason: Text, _ state: State
    ) throws(Rejection) -> [Event] {
        guard let entry = state.lines[person] else { throw .noSuchLine(person) }
        if entry.state == .deferred { return [] }
        guard entry.state == .due else { throw .lineNotDue(person) }
        return [
            .lineDeferred(
                person: person, amount: entry.line.amount, reason: reason,
                released: state.releasing(entry.line.amount))
        ]
    }

    /// The same file again changes nothing; another outcome for a settled line is refused.
    private static func settle(_ results: Results, _ state: State) throws(Rejection) -> [Event] {
        guard !results.results.isEmpty || results.allOthersPaid else { throw .nothingSettled }
        try state.check(results.bankBatch)
        var settled = Settled(
            paid: [], paidAmount: .zero, failed: [], failedAmount: .zero, charges: [])
        var named: Set<Text> = []
        for result in results.results {
            guard let entry = state.lines[result.person] else { throw .noSuchLine(result.person) }
            guard named.insert(result.person).inserted else { throw .personTwice(result.person) }
            // It failed in that file, and went out again since.
            if !entry.isAnswered(by: results), result.outcome == .failed { continue }
            guard entry.isAnswered(by: results) else { throw .lineNotSent(result.person) }
            switch (entry.state, result.outcome) {
            case (.sent, .paid):
                settled.paid.append(result.person)
                settled.paidAmount += entry.line.amount
            case (.sent, .failed):
                settled.failed.append(Failure(person: result.person, reason: result.reason))
                settled.failedAmount += entry.line.amount
            case (.paid, .paid), (.failed, .failed): break
            case (.due, _), (.deferred, _), (.paidBack, _), (.paid, .failed), (.failed, .paid):
                throw .lineNotSent(result.person)
            }
        }
        if results.allOthersPaid {
            for person in state.persons(.sent) where !named.contains(person) {
                guard let entry = state.lines[person], entry.isAnswered(by: results) else {
                    continue
                }
                settled.paid.append(person)
                settled.paidAmount += entry.line.amount
            }
        }
        if settled.paid.isEmpty, settled.failed.isEmpty { return [] }
        settled.paid.sort()
        settled.failed.sort { $0.person < $1.person }
        settled.charges = fill(settled.paidAmount, state.unpaid)
        return [.linesSettled(settled)]
    }

    private static func reconcile(
        _ total: Fen, _ note: Text?, _ state: State
    ) throws(Rejection) -> [Event] {
        try state.require(.settling)
        let pending = state.lines.values.count { $0.state == .sent }
        guard pending == 0 else { throw .stillPending(pending) }
        let paid = state.total(.paid)
        guard paid == total else { throw .statementDiffers(ours: paid, theirs: total) }
        return [.reconciled(paid: paid, note: note)]
    }
}

extension Disbursement.State {
    fileprivate func require(_ phases: Phase...) throws(Disbursement.Rejection) {
        guard phases.contains(phase) else { throw .notInPhase(phase) }
    }

    /// Which of the bank's batches a result file answers must be plain once there are several.
    fileprivate func check(_ bankBatch: Text?) throws(Disbursement.Rejection) {
        guard let bankBatch else {
            guard bankBatches.count <= 1 else { throw .bankBatchMissing }
            return
        }
        guard bankBatches.contains(bankBatch) else { throw .bankBatchUnknown(bankBatch) }
    }

    /// True for a new batch of the bank's, and for one that has no result yet: several lines may be
    /// reissued in one, but none in a batch whose file was read.
    fileprivate func takesMore(_ bankBatch: Text) -> Bool {
        guard bankBatches.contains(bankBatch) else { return true }
        let sent = lines.values.filter { $0.bankBatch == bankBatch }
        return !sent.isEmpty && sent.allSatisfy { $0.state == .sent }
    }

    fileprivate func failed(
        _ person: Text
    ) throws(Disbursement.Rejection) -> Disbursement.Line {
        guard let entry = lines[person] else { throw .noSuchLine(person) }
        guard entry.state == .failed else { throw .lineNotFailed(person) }
        return entry.line
    }
}

extension Disbursement.State.Entry {
    /// The line went out last with the batch of the bank's that the file is about.
    fileprivate func isAnswered(by results: Disbursement.Results) -> Bool {
        results.bankBatch == nil || results.bankBatch == bankBatch
    }
}
