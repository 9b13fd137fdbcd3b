/// The state of any aggregate, folded from its stream.
package enum BureauState: Hashable, Sendable {
    case task(WorkTask.State)
    case letter(Letter.State)
    case roster(Roster.State)
    case disbursement(Disbursement.State)
    case fund(Fund.State)
    case indicator(Indicator.State)
    case project(Project.State)
    case parameter(Parameter.State)
    case conflict(Conflict.State)
    case device(Device.State)
    case member(Member.State)
    case epoch(Epoch.State)

    package static func initial(_ kind: AggregateKind) -> BureauState {
        switch kind {
        case .task: .task(WorkTask.initial)
        case .letter: .letter(Letter.initial)
        case .roster: .roster(Roster.initial)
        case .disbursement: .disbursement(Disbursement.initial)
        case .fund: .fund(Fund.initial)
        case .indicator: .indicator(Indicator.initial)
        case .project: .project(Project.initial)
        case .parameter: .parameter(Parameter.initial)
        case .conflict: .conflict(Conflict.initial)
        case .device: .device(Device.initial)
        case .member: .member(Member.initial)
        case .epoch: .epoch(Epoch.initial)
        }
    }

    /// Folds one event in; an event of another kind, or one that is not understood, changes
    /// nothing (`Snapshot.blockedAt` remembers the latter).
    ///
    /// The state is moved out while it changes: a roster holds thousands of persons, and a copy for
    /// each event would make folding it quadratic.
    package mutating func evolve(_ event: BureauEvent) {
        switch event {
        case .task(let event):
            guard case .task(var state) = self else { return }
            self = .moved
            WorkTask.evolve(&state, event)
            self = .task(state)
        case .letter(let event):
            guard case .letter(var state) = self else { return }
            self = .moved
            Letter.evolve(&state, event)
            self = .letter(state)
        case .roster(let event):
            guard case .roster(var state) = self else { return }
            self = .moved
            Roster.evolve(&state, event)
            self = .roster(state)
        case .disbursement(let event):
            guard case .disbursement(var state) = self else { return }
            self = .moved
            Disbursement.evolve(&state, event)
            self = .disbursement(state)
        case .fund(let event):
            guard case .fund(var state) = self else { return }
            self = .moved
            Fund.evolve(&state, event)
            self = .fund(state)
        case .indicator(let event):
            guard case .indicator(var state) = self else { return }
            self = .moved
            Indicator.evolve(&state, event)
            self = .indicator(state)
        case .project(let event):
            guard case .project(var state) = self else { return }
            self = .moved
            Project.evolve(&state, event)
            self = .project(state)
        case .parameter(let event):
            guard case .parameter(var state) = self else { return }
            self = .moved
            Parameter.evolve(&state, event)
            self = .parameter(state)
        case .conflict(let event):
            guard case .conflict(var state) = self else { return }
            self = .moved
            Conflict.evolve(&state, event)
            self = .conflict(state)
        case .device(let event):
            guard case .device(var state) = self else { return }
            self = .moved
            Device.evolve(&state, event)
            self = .device(state)
        case .member(let event):
            guard case .member(var state) = self else { return }
            self = .moved
            Member.evolve(&state, event)
            self = .member(state)
        case .epoch(let event):
            guard case .epoch(var state) = self else { return }
            self = .moved
            Epoch.evolve(&state, event)
            self = .epoch(state)
        case .unknown: break
        }
    }

    /// What stands in for a state that is being changed.
    private static let moved = BureauState.epoch(Epoch.initial)
}

/// A stream folded up to a version.
package struct Snapshot: Hashable, Sendable {
    package private(set) var version: Int
    package private(set) var state: BureauState
    /// The version of the first event that this program does not understand: a decider must refuse
    /// the stream from there on.
    package private(set) var blockedAt: Int?

    /// The stream before its first event.
    package init(_ kind: AggregateKind) {
        version = 0
        state = .initial(kind)
    }

    package mutating func take(_ event: BureauEvent) {
        version += 1
        if case .unknown = event, blockedAt == nil { blockedAt = version }
        state.evolve(event)
    }
}
