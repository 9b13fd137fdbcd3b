/// A piece of work as the report tells it.
struct TaskEntry: Hashable, Sendable {
    var title: Text
    var theme: Text
    var leadUnit: Text
    var source: Text?
    var due: Day?
    var phase: WorkTask.State.Phase
    var targets: [WorkTask.Target]
    var milestones: [WorkTask.Milestone]
    var openBlockers: [BlockerEntry] = []
    var lastWord: Text?
    var completedOn: Day?
    var plannedOn: Day
    var planned: Int64
    /// Where the deadline comes from.
    var dueSaid: Int64
    var completed: Int64?

    struct BlockerEntry: Hashable, Sendable {
        let id: Text
        let text: Text
        let needs: Text?
        let position: Int64
    }

    var isOpen: Bool { phase == .planned || phase == .active || phase == .done }
}

extension ReportBook {
    mutating func take(_ event: WorkTask.Event, _ source: Source) {
        let id = source.stream
        switch event {
        case .planned(let plan): tasks[id] = TaskEntry(plan, source)
        case .assigned(let change):
            if let unit = change.leadUnit { tasks[id]?.leadUnit = unit }
            if tasks[id]?.phase == .planned { tasks[id]?.phase = .active }
        case .progressReported(let progress): take(progress, source)
        case .blockerRaised(let blocker):
            tasks[id]?.openBlockers.append(
                TaskEntry.BlockerEntry(
                    id: blocker.id, text: blocker.text, needs: blocker.needs,
                    position: source.position))
        case .blockerCleared(let blocker, _):
            tasks[id]?.openBlockers.removeAll { $0.id == blocker }
        case .deadlineChanged(let due, _):
            tasks[id]?.due = due
            tasks[id]?.dueSaid = source.position
        case .completed:
            tasks[id]?.phase = .done
            tasks[id]?.completedOn = source.day
            tasks[id]?.completed = source.position
        case .verified: tasks[id]?.phase = .verified
        case .cancelled: tasks[id]?.phase = .cancelled
        case .noteAdded: break
        }
    }

    private mutating func take(_ progress: WorkTask.Progress, _ source: Source) {
        if period.contains(source.day), let text = progress.text {
            tasks[source.stream]?.lastWord = text
        }
        for reading in progress.readings {
            readings[reading.target, default: []].append(
                ReadingEntry(
                    value: reading.value, qualifier: reading.qualifier, asOf: reading.asOf,
                    stream: source.stream, positions: [source.position]))
        }
    }

    /// Tasks that the period concerns: open in it, or ended in it.
    var tasksOfPeriod: [(id: Text, task: TaskEntry)] {
        tasks.filter { concerns($0.value) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func concerns(_ task: TaskEntry) -> Bool {
        if task.phase == .cancelled { return false }
        if let completed = task.completedOn { return completed >= period.firstDay }
        if period.contains(task.plannedOn) { return true }
        return task.due.map { $0 >= period.firstDay } ?? task.isOpen
    }
}

extension TaskEntry {
    fileprivate init(_ plan: WorkTask.Plan, _ source: ReportBook.Source) {
        self.init(
            title: plan.title, theme: plan.theme, leadUnit: plan.assignment.leadUnit,
            source: plan.source, due: plan.due, phase: .planned, targets: plan.targets,
            milestones: plan.milestones, plannedOn: source.day, planned: source.position,
            dueSaid: source.position)
    }
}
