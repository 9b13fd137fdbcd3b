/// Rows behind `GET /v1/tasks`, one a task. Being overdue is a question of today, so it is not
/// stored.
package enum PlanBoard: ReadModel {
    package struct Row: Hashable, Sendable {
        package var title: Text
        package var theme: Text
        package var leadUnit: Text
        package var responsible: Text?
        package var cooperating: [Text]
        package var phase: WorkTask.State.Phase
        package var due: Day?
        package var plannedOn: Day
        package var completedOn: Day?
        package var verifiedOn: Day?
        package var openBlockers: [WorkTask.Blocker]
        package var targets: [WorkTask.Target]
        package var readings: [WorkTask.Reading]
        package var lastProgress: Text?
        package var lastProgressOn: Day?
        package var notes: Int
    }

    package static let name = "plan_board"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.task]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .task(let event) = recorded.event else { return }
        if case .planned(let plan) = event {
            row = Row(plan, on: recorded.envelope.occurredOn)
            return
        }
        row?.take(event, on: recorded.envelope.occurredOn)
    }
}

extension PlanBoard.Row {
    fileprivate init(_ plan: WorkTask.Plan, on day: Day) {
        self.init(
            title: plan.title, theme: plan.theme, leadUnit: plan.assignment.leadUnit,
            responsible: plan.assignment.responsible, cooperating: plan.assignment.cooperating,
            phase: .planned, due: plan.due, plannedOn: day, openBlockers: [],
            targets: plan.targets, readings: [], notes: 0)
    }

    fileprivate mutating func take(_ event: WorkTask.Event, on day: Day) {
        switch event {
        case .planned: break
        case .assigned(let change):
            if let unit = change.leadUnit { leadUnit = unit }
            if let person = change.responsible { responsible = person }
            if let units = change.cooperating { cooperating = units }
            if phase == .planned { phase = .active }
        case .progressReported(let progress): take(progress, on: day)
        case .blockerRaised(let blocker): openBlockers.append(blocker)
        case .blockerCleared(let id, _): openBlockers.removeAll { $0.id == id }
        case .deadlineChanged(let due, _): self.due = due
        case .completed:
            phase = .done
            completedOn = day
        case .verified:
            phase = .verified
            verifiedOn = day
        case .cancelled: phase = .cancelled
        case .noteAdded: notes += 1
        }
    }

    /// "Latest" compares days, since laptops sync late: an older report never hides a newer one.
    private mutating func take(_ progress: WorkTask.Progress, on day: Day) {
        for reading in progress.readings {
            if let index = readings.firstIndex(where: { $0.target == reading.target }) {
                if readings[index].asOf <= reading.asOf { readings[index] = reading }
            } else {
                readings.append(reading)
            }
        }
        if let last = lastProgressOn, last > day { return }
        lastProgressOn = day
        if let text = progress.text { lastProgress = text }
    }
}

extension PlanBoard {
    package static let columns: [Column] = [
        Column("title", .text, indexed: true, "任务名称", "Title"),
        Column("theme", .text, indexed: true, "类别", "Theme"),
        Column("lead_unit", .text, indexed: true, "牵头股室", "Lead unit"),
        Column("responsible", .text, indexed: true, "责任人", "Responsible"),
        Column("cooperating", .json, "配合单位", "Cooperating units"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("due", .day, indexed: true, "完成时限", "Due"),
        Column("planned_on", .day, "列入计划日期", "Planned on"),
        Column("completed_on", .day, "申请办结日期", "Completed on"),
        Column("verified_on", .day, "确认办结日期", "Verified on"),
        Column("blocked", .boolean, indexed: true, "受阻", "Blocked"),
        Column("blockers", .json, "存在问题", "Blockers"),
        Column("targets", .json, "目标", "Targets"),
        Column("readings", .json, "累计完成", "Readings"),
        Column("last_progress", .text, "进展", "Progress"),
        Column("last_progress_on", .day, "填报日期", "Reported on"),
        Column("notes", .integer, "备注数", "Notes"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.title), .text(row.theme), .text(row.leadUnit), .text(row.responsible),
            .texts(row.cooperating), .text(Text(row.phase.rawValue)), .day(row.due),
            .day(row.plannedOn), .day(row.completedOn), .day(row.verifiedOn),
            .boolean(!row.openBlockers.isEmpty),
            .objects(row.openBlockers) { $1.write(to: &$0) },
            .objects(row.targets) { $1.write(to: &$0) },
            .objects(row.readings) { $1.write(to: &$0) },
            .text(row.lastProgress), .day(row.lastProgressOn), .integer(Int64(row.notes)),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let title = values[0].textValue,
            let theme = values[1].textValue, let unit = values[2].textValue,
            let phase = values[5].textValue.flatMap({ WorkTask.State.Phase(rawValue: $0.string) }),
            let plannedOn = values[7].dayValue, let notes = values[16].integerValue
        else { return nil }
        return Row(
            title: title, theme: theme, leadUnit: unit, responsible: values[3].textValue,
            cooperating: values[4].textsValue, phase: phase, due: values[6].dayValue,
            plannedOn: plannedOn, completedOn: values[8].dayValue, verifiedOn: values[9].dayValue,
            openBlockers: values[11].objectsValue { WorkTask.Blocker(from: &$0) },
            targets: values[12].objectsValue { WorkTask.Target(from: &$0) },
            readings: values[13].objectsValue { WorkTask.Reading(from: &$0) },
            lastProgress: values[14].textValue, lastProgressOn: values[15].dayValue,
            notes: Int(notes))
    }
}
