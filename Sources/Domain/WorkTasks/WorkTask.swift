/// The rules of one piece of work in the bureau's half-year plan (重点工作任务).
///
/// planned → active → (blocked) → done → verified; cancelled. Being late is a question of the day
/// asked about, so it is not a state.
package enum WorkTask: Decider {
    package static let kind = AggregateKind.task
    package static let initial = State()

    /// What the rules read; rows for people are `PlanBoard`.
    package struct State: Hashable, Sendable {
        package enum Phase: String, Hashable, Sendable, CaseIterable {
            case none, planned, active, done, verified, cancelled
        }
        package var phase = Phase.none
        package var assignment = Assignment()
        package var due: Day?
        package var targets: [Target] = []
        /// Latest cumulative reading of each target, by the day it speaks of.
        package var readings: [Text: Reading] = [:]
        /// Blockers by id: true while open.
        package var blockers: [Text: Bool] = [:]
        package var completedBy: Text?
        package var completion: Completion?

        package var isOpen: Bool { phase == .planned || phase == .active }
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        if case .plan(let plan) = command {
            guard state.phase == .none else { throw .alreadyPlanned }
            return [.planned(plan)]
        }
        guard state.phase != .none else { throw .notPlanned }
        switch command {
        case .plan: throw .alreadyPlanned
        case .assign(let change): return try assign(change, state)
        case .reportProgress(let progress): return try report(progress, state)
        case .addNote(let text): return [.noteAdded(text: text)]
        case .raiseBlocker(let blocker): return try raise(blocker, state)
        case .clearBlocker(let id, let how): return try clear(id, how, state)
        case .changeDeadline(let due, let reason): return try change(due, reason, state)
        case .complete(let completion): return try complete(completion, state, context)
        case .verify(let opinion): return try verify(opinion, state, context)
        case .cancel(let reason): return try cancel(reason, state)
        }
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .planned(let plan):
            state.phase = .planned
            state.assignment = plan.assignment
            state.due = plan.due
            state.targets = plan.targets
        case .assigned(let change):
            state.assignment.apply(change)
            if state.phase == .planned { state.phase = .active }
        case .progressReported(let progress):
            for reading in progress.readings { state.take(reading) }
        case .blockerRaised(let blocker): state.blockers[blocker.id] = true
        case .blockerCleared(let id, _): state.blockers[id] = false
        case .deadlineChanged(let due, _): state.due = due
        case .completed(let completion, let by):
            state.phase = .done
            state.completedBy = by
            state.completion = completion
        case .verified: state.phase = .verified
        case .cancelled: state.phase = .cancelled
        case .noteAdded: break
        }
    }
}

extension WorkTask.State {
    /// The later day wins; on the same day the larger reading does, so that the order in which two
    /// laptops sync decides nothing. Both stay in the log, and two that differ on one day are a
    /// finding.
    mutating func take(_ reading: WorkTask.Reading) {
        if let known = readings[reading.target], reading.precedes(known) { return }
        readings[reading.target] = reading
    }
}

extension WorkTask.Reading {
    /// A total order: day, amount, then whatever else tells two readings apart.
    fileprivate func precedes(_ other: WorkTask.Reading) -> Bool {
        (asOf.number, value.base, Text(qualifier.name), value.decimal)
            < (other.asOf.number, other.value.base, Text(other.qualifier.name), other.value.decimal)
    }
}

// MARK: One function a command

extension WorkTask {
    private static func assign(
        _ change: AssignmentChange, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.phase != .cancelled else { throw .notOpen(state.phase) }
        let news = change.beyond(state.assignment)
        // A laptop's retry: the same words again are nothing new, unless they start the work.
        return news.isEmpty && state.phase != .planned ? [] : [.assigned(news)]
    }

    /// A reading was seen in the world, so no state refuses it; only an unknown target does.
    private static func report(
        _ progress: Progress, _ state: State
    ) throws(Rejection) -> [Event] {
        for reading in progress.readings {
            guard let target = state.targets.first(where: { $0.code == reading.target }) else {
                throw .noSuchTarget(reading.target)
            }
            guard target.unit == reading.value.unit else { throw .otherUnit(reading.target) }
        }
        guard progress.text != nil || !progress.readings.isEmpty else { throw .emptyReport }
        return [.progressReported(progress)]
    }

    private static func raise(_ blocker: Blocker, _ state: State) throws(Rejection) -> [Event] {
        guard state.blockers[blocker.id] == nil else { throw .blockerKnown(blocker.id) }
        guard state.isOpen else { throw .notOpen(state.phase) }
        return [.blockerRaised(blocker)]
    }

    private static func clear(
        _ id: Text, _ how: Text, _ state: State
    ) throws(Rejection) -> [Event] {
        switch state.blockers[id] {
        case true: return [.blockerCleared(id: id, how: how)]
        case false: throw .blockerAlreadyCleared(id)
        case nil: throw .noSuchBlocker(id)
        }
    }

    private static func change(
        _ due: Day, _ reason: Text, _ state: State
    ) throws(Rejection) -> [Event] {
        guard state.isOpen || state.phase == .done else { throw .notOpen(state.phase) }
        return state.due == due ? [] : [.deadlineChanged(due: due, reason: reason)]
    }

    private static func complete(
        _ completion: Completion, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        if state.phase == .done, state.completion == completion { return [] }
        guard state.isOpen else { throw .notOpen(state.phase) }
        if let blocker = state.blockers.filter(\.value).keys.min() { throw .stillBlocked(blocker) }
        if completion.overTargetReason == nil, let over = state.firstOverTarget {
            throw .overTarget(over)
        }
        return [.completed(completion, by: context.actor.id)]
    }

    private static func verify(
        _ opinion: Text?, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase == .done else { throw .notDone }
        guard state.completedBy != context.actor.id else { throw .verifierCompleted }
        return [.verified(opinion: opinion)]
    }

    private static func cancel(_ reason: Text, _ state: State) throws(Rejection) -> [Event] {
        guard state.isOpen else { throw .notOpen(state.phase) }
        return [.cancelled(reason: reason)]
    }
}

extension WorkTask.State {
    /// The first target whose reading is above its planned value: that needs a reason.
    fileprivate var firstOverTarget: Text? {
        targets.first { target in
            guard let goal = target.goal, let reading = readings[target.code] else { return false }
            return reading.value.base > goal.base
        }?.code
    }
}
