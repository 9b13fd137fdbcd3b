// What the text says about funds, migrants and letters.

extension ReportText {
    var fundLines: [String] {
        let grants = book.grantsOfPeriod()
        guard !grants.isEmpty else { return [] }
        let total = grants.map(\.amount).sum().tenThousandYuan
        var lines = [
            say(
                "本期下达上级资金\(grants.count)笔,合计\(total)万元。",
                "\(grants.count) grants came in the period, \(total) × 10⁴ yuan together.")
        ]
        for level in Fund.Level.allCases {
            let shares = book.grantsOfPeriod(level)
            guard !shares.isEmpty else { continue }
            let sum = shares.map(\.amount).sum().tenThousandYuan
            let items = shares.map { grant in
                say(
                    "\(grant.label)\(grant.amount.tenThousandYuan)万元",
                    "\(grant.label) \(grant.amount.tenThousandYuan)")
            }
            lines.append(
                say(
                    "\(level.chinese)\(sum)万元:" + items.joined(separator: "、") + "。",
                    "\(level.rawValue): \(sum) (" + items.joined(separator: "; ") + ")."))
        }
        for asked in book.applications where report.period.contains(asked.day) {
            let amount = asked.amount.tenThousandYuan
            lines.append(
                say(
                    "申请中、尚未下达:\(asked.label)\(amount)万元,不计入合计。",
                    "Applied for and not granted: \(asked.label) \(amount); not in the sum."))
        }
        return lines
    }

    var migrantLines: [String] {
        var lines: [String] = []
        let approved = book.rostersOfPeriod.filter { report.period.contains($0.approvedOn) }
        if !approved.isEmpty {
            let persons = approved.reduce(0) { $0 + $1.headcount }
            lines.append(
                say(
                    "核定花名册\(approved.count)册,共\(persons)人。",
                    "\(approved.count) rosters were approved, with \(persons) persons."))
        }
        for batch in batchesOfPeriod { lines.append(describe(batch)) }
        return lines
    }

    var batchesOfPeriod: [BatchEntry] {
        book.batches.sorted { $0.key < $1.key }.map(\.value).filter { batch in
            batch.payments.contains { report.period.contains($0.day) }
        }
    }

    private func describe(_ batch: BatchEntry) -> String {
        let payments = batch.payments.filter { report.period.contains($0.day) }
        let paid = payments.map(\.amount).sum().tenThousandYuan
        var byFund: [Text: Fen] = [:]
        for charge in payments.flatMap(\.charges) {
            byFund[charge.fund, default: .zero] += charge.amount
        }
        let funds = byFund.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.tenThousandYuan)" }.joined(separator: say("、", ", "))
        let state =
            batch.isReconciled
            ? say("已对账相符", "reconciled") : say("尚未对账", "not reconciled yet")
        let failed =
            batch.failed.isEmpty
            ? "" : say(",尚有退票\(batch.failed.count)笔", ", \(batch.failed.count) lines failed")
        return say(
            "\(batch.title):清册\(batch.lines)人,\(batch.from)至\(batch.to),"
                + "已发放\(paid)万元(\(funds)),\(state)\(failed)。",
            "\(batch.title): \(batch.lines) persons, \(batch.from) to \(batch.to), "
                + "paid \(paid) × 10⁴ yuan (\(funds)), \(state)\(failed).")
    }

    var letterLines: [String] {
        let letters = book.lettersOfPeriod
        guard !letters.isEmpty else { return [] }
        let answered = letters.filter { $0.respondedOn != nil }.count
        let closed = letters.filter { $0.phase == .closed }.count
        let overdue = book.overdueLetters.count
        return [
            say(
                "印发督办函\(letters.count)件:有最终回复\(answered)件,办结\(closed)件,"
                    + "逾期未复\(overdue)件。",
                "\(letters.count) supervision letters went out: \(answered) have a final answer, "
                    + "\(closed) are closed, \(overdue) are overdue.")
        ]
    }
}
