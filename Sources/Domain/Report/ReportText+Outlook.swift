// 亮点, 存在问题, 下一阶段计划.

extension ReportText {
    /// Work that ended in the period, payments that went out whole, and the money that came.
    var highlights: String {
        var lines = book.tasksOfPeriod.map(\.task)
            .filter { $0.completedOn.map(report.period.contains) ?? false }
            .map { task in
                say(
                    "完成:\(task.title)(\(task.completedOn?.description ?? ""))。",
                    "Done: \(task.title) (\(task.completedOn?.description ?? "")).")
            }
        for batch in batchesOfPeriod where batch.isReconciled && batch.failed.isEmpty {
            lines.append(
                say(
                    "\(batch.title)全部到账,\(batch.lines)人,\(batch.total.tenThousandYuan)万元。",
                    "\(batch.title): all \(batch.lines) persons were paid, "
                        + "\(batch.total.tenThousandYuan) × 10⁴ yuan."))
        }
        let grants = book.grantsOfPeriod()
        if let largest = grants.max(by: { $0.amount < $1.amount }) {
            let amount = largest.amount.tenThousandYuan
            lines.append(
                say(
                    "到位资金中最大一笔:\(largest.label)\(amount)万元。",
                    "The largest grant: \(largest.label), \(amount) × 10⁴ yuan."))
        }
        return list(
            say("二、亮点", "2. Highlights"), lines,
            empty: say("本期没有可列的亮点。", "There is nothing to list."))
    }

    var problems: String {
        list(
            say("三、存在问题", "3. Problems"),
            blockers + gaps + overdueTasks + lateLetters + unclear,
            empty: say("没有登记的问题。", "No problem is recorded."))
    }

    private var blockers: [String] {
        book.tasksOfPeriod.filter(\.task.isOpen).flatMap { _, task in
            task.openBlockers.map { blocker in
                let needs = blocker.needs.map { say("需要:\($0)。", " Needed: \($0).") } ?? ""
                return say(
                    "受阻:\(task.title)。\(blocker.text)\(needs)",
                    "Blocked: \(task.title). \(blocker.text)\(needs)")
            }
        }
    }

    /// Planned investment against what was allocated so far; a project without any allocation is
    /// not told to be without money, for its money may be kept elsewhere.
    private var gaps: [String] {
        book.projects.sorted { $0.key < $1.key }.flatMap { id, project -> [String] in
            let given = book.allocations.filter { $0.project == id }.map(\.amount).sum()
            guard given > .zero else { return [] }
            return book.investmentsOfPeriod(project).compactMap { plan in
                guard plan.amount > given else { return nil }
                let permille = (given.amount * 2_000 / plan.amount.amount + 1) / 2
                let share = decimalString(permille, decimals: 1, fixed: true)
                let (total, missing) = (plan.amount, plan.amount - given)
                return say(
                    "资金缺口:\(project.title)计划总投资\(total.tenThousandYuan)万元,"
                        + "已到位\(given.tenThousandYuan)万元(\(share)%),"
                        + "尚缺\(missing.tenThousandYuan)万元。",
                    "Gap: \(project.title), planned \(total.tenThousandYuan) × 10⁴ yuan, "
                        + "in place \(given.tenThousandYuan) (\(share) %), "
                        + "missing \(missing.tenThousandYuan).")
            }
        }
    }

    private var overdueTasks: [String] {
        guard let today = book.knownThrough else { return [] }
        return book.tasksOfPeriod.map(\.task).compactMap { task in
            guard task.isOpen, task.phase != .done, let due = task.due, due < today else {
                return nil
            }
            return say("逾期:\(task.title),时限\(due)。", "Overdue: \(task.title), due \(due).")
        }
    }

    private var lateLetters: [String] {
        book.overdueLetters.map { letter in
            let number = letter.number?.description ?? ""
            let due = letter.due?.description ?? ""
            return say(
                "逾期未复:\(number)(主送\(letter.addressee),期限\(due))。",
                "No answer in time: \(number) (to \(letter.addressee), due \(due)).")
        }
    }

    private var unclear: [String] {
        report.entries.filter(\.meaningUnclear).map { entry in
            say(
                "口径不明:\(entry.name.chinese)\(entry.figure.value),待说明含义。",
                "Of unclear meaning: \(entry.name.english) \(entry.figure.value).")
        }
    }

    /// Open work with what it is still to reach, soonest first.
    var plan: String {
        let next = report.period.next.name(in: language)
        let open = book.tasksOfPeriod.map(\.task).filter {
            $0.phase == .planned || $0.phase == .active
        }
        .sorted { ($0.due ?? report.period.next.lastDay) < ($1.due ?? report.period.next.lastDay) }
        let lines = open.map { task in
            let due = task.due.map { say("时限\($0)", "due \($0)") } ?? say("未定时限", "no deadline")
            let goals = task.targets.compactMap { target -> String? in
                let reached = book.reading(target.code)?.value.base
                guard let goal = target.goal, reached.map({ $0 < goal.base }) ?? true else {
                    return nil
                }
                let unit = ReportWords.unit(Text(goal.unit.rawValue), language)
                return "\(target.name) \(goal.decimal)\(unit)"
            }
            let aims =
                goals.isEmpty
                ? "" : say(";目标:", "; to reach: ") + goals.joined(separator: say("、", ", "))
            return say("\(task.title):\(due)\(aims)。", "\(task.title): \(due)\(aims).")
        }
        return list(
            say("四、下一阶段计划(\(next))", "4. Plan for \(next)"), lines,
            empty: say("没有未办结的任务。", "No work is open."))
    }
}
