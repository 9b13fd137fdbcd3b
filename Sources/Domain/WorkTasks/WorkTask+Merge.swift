// Two laptops, one base: what may stand side by side, and what a person must settle.

extension WorkTask: Mergeable {
    package static func relation(of mine: Command, to theirs: Event) -> Relation {
        switch mine {
        // Additive: they change nothing that another command is refused for.
        case .reportProgress, .addNote: .independent
        case .plan(let plan): theirs == .planned(plan) ? .same : planning(to: theirs)
        case .assign(let change): assigning(change, to: theirs)
        case .raiseBlocker(let blocker): raising(blocker, to: theirs)
        case .clearBlocker(let id, let how): clearing(id, how, to: theirs)
        case .changeDeadline(let due, _): changing(due, to: theirs)
        case .complete(let completion): completing(completion, to: theirs)
        case .verify(let opinion): verifying(opinion, to: theirs)
        case .cancel(let reason): cancelling(reason, to: theirs)
        }
    }

    /// A reading that somebody else recorded later does not undo a completion.
    package static func isJudgedOnBase(_ rejection: Rejection) -> Bool {
        if case .overTarget = rejection { return true }
        return false
    }

    package static func narrowed(_ command: Command, on base: State) -> Command {
        guard case .assign(let change) = command else { return command }
        return .assign(change.beyond(base.assignment))
    }

    private static func planning(to theirs: Event) -> Relation {
        if case .planned = theirs { return .clash(field: nil) }
        return .independent
    }

    /// Three-way by field: different fields merge, the same value is a duplicate.
    private static func assigning(_ mine: AssignmentChange, to theirs: Event) -> Relation {
        switch theirs {
        case .assigned(let other):
            if let field = mine.firstDifference(from: other) { return .clash(field: field) }
            return other.contains(mine) ? .same : .independent
        case .cancelled: return .clash(field: nil)
        case .planned, .progressReported, .blockerRaised, .blockerCleared, .deadlineChanged,
            .completed, .verified, .noteAdded:
            return .independent
        }
    }

    private static func raising(_ mine: Blocker, to theirs: Event) -> Relation {
        switch theirs {
        case .blockerRaised(let other) where other.id == mine.id:
            return other == mine ? .same : .clash(field: "blocker")
        case .completed, .cancelled, .verified: return .clash(field: nil)
        case .planned, .assigned, .progressReported, .blockerRaised, .blockerCleared,
            .deadlineChanged, .noteAdded:
            return .independent
        }
    }

    private static func clearing(_ id: Text, _ how: Text, to theirs: Event) -> Relation {
        switch theirs {
        case .blockerCleared(id, let other): return other == how ? .same : .clash(field: "how")
        // Who cancelled the task took it for blocked.
        case .cancelled: return .clash(field: nil)
        case .planned, .assigned, .progressReported, .blockerRaised, .blockerCleared,
            .deadlineChanged, .completed, .verified, .noteAdded:
            return .independent
        }
    }

    /// The subject is the deadline: it must be unchanged since the base.
    private static func changing(_ due: Day, to theirs: Event) -> Relation {
        switch theirs {
        case .deadlineChanged(due, _): return .same
        case .deadlineChanged: return .clash(field: "due")
        case .verified, .cancelled: return .clash(field: nil)
        case .planned, .assigned, .progressReported, .blockerRaised, .blockerCleared, .completed,
            .noteAdded:
            return .independent
        }
    }

    private static func completing(_ mine: Completion, to theirs: Event) -> Relation {
        switch theirs {
        case .completed(mine, _): return .same
        case .completed, .blockerRaised, .cancelled: return .clash(field: nil)
        case .planned, .assigned, .progressReported, .blockerCleared, .deadlineChanged, .verified,
            .noteAdded:
            return .independent
        }
    }

    private static func verifying(_ opinion: Text?, to theirs: Event) -> Relation {
        switch theirs {
        case .verified(opinion): return .same
        case .verified, .deadlineChanged, .cancelled: return .clash(field: nil)
        case .planned, .assigned, .progressReported, .blockerRaised, .blockerCleared, .completed,
            .noteAdded:
            return .independent
        }
    }

    /// Cancelling takes the whole task as its subject; only what is additive may have come since.
    private static func cancelling(_ reason: Text, to theirs: Event) -> Relation {
        switch theirs {
        case .cancelled(reason): return .same
        case .progressReported, .noteAdded: return .independent
        case .planned, .assigned, .blockerRaised, .blockerCleared, .deadlineChanged, .completed,
            .verified, .cancelled:
            return .clash(field: nil)
        }
    }
}

extension WorkTask {
    /// Two different words on one step are settled by taking the chosen ones, as if the others had
    /// not been said: both stay in the log, the later stands. A step that others have built upon is
    /// not undone.
    package static func overrule(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        var before = state
        switch command {
        case .complete(let completion):
            if state.phase == .done, completion != state.completion { before.phase = .active }
        case .clearBlocker(let id, _):
            if state.blockers[id] == false { before.blockers[id] = true }
        case .verify:
            if state.phase == .verified { before.phase = .done }
        case .plan, .assign, .reportProgress, .addNote, .raiseBlocker, .changeDeadline, .cancel:
            break
        }
        return try decide(command, before, context)
    }
}

extension WorkTask.AssignmentChange {
    /// The first field that both set, to different values, by its name in the body.
    func firstDifference(from other: WorkTask.AssignmentChange) -> Text? {
        if differs(leadUnit, other.leadUnit) { return "leadUnit" }
        if differs(responsible, other.responsible) { return "responsible" }
        if differs(cooperating, other.cooperating) { return "cooperating" }
        return nil
    }

    /// True if `self` sets every field that `other` sets.
    func contains(_ other: WorkTask.AssignmentChange) -> Bool {
        (other.leadUnit == nil || other.leadUnit == leadUnit)
            && (other.responsible == nil || other.responsible == responsible)
            && (other.cooperating == nil || other.cooperating == cooperating)
    }

    private func differs<Value: Equatable>(_ mine: Value?, _ theirs: Value?) -> Bool {
        guard let mine, let theirs else { return false }
        return mine != theirs
    }
}
