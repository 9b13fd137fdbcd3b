// Each aggregate's place among the bureau's: one line a direction.

extension WorkTask: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .task(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .task(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .task(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .task(let state) = state { state } else { nil }
    }
}

extension Letter: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .letter(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .letter(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .letter(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .letter(let state) = state { state } else { nil }
    }
}

extension Roster: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .roster(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .roster(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .roster(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .roster(let state) = state { state } else { nil }
    }
}

extension Disbursement: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .disbursement(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand {
        .disbursement(command)
    }
    package static func event(in event: BureauEvent) -> Event? {
        if case .disbursement(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .disbursement(let state) = state { state } else { nil }
    }
}

extension Fund: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .fund(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .fund(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .fund(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .fund(let state) = state { state } else { nil }
    }
}

extension Indicator: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .indicator(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .indicator(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .indicator(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .indicator(let state) = state { state } else { nil }
    }
}

extension Project: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .project(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .project(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .project(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .project(let state) = state { state } else { nil }
    }
}

extension Parameter: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .parameter(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .parameter(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .parameter(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .parameter(let state) = state { state } else { nil }
    }
}

extension Conflict: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .conflict(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .conflict(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .conflict(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .conflict(let state) = state { state } else { nil }
    }
}

extension Device: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .device(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .device(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .device(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .device(let state) = state { state } else { nil }
    }
}

extension Member: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .member(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .member(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .member(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .member(let state) = state { state } else { nil }
    }
}

extension Epoch: BureauDecider {
    package static func bureauEvent(_ event: Event) -> BureauEvent { .epoch(event) }
    package static func bureauCommand(_ command: Command) -> BureauCommand { .epoch(command) }
    package static func event(in event: BureauEvent) -> Event? {
        if case .epoch(let event) = event { event } else { nil }
    }
    package static func state(in state: BureauState) -> State? {
        if case .epoch(let state) = state { state } else { nil }
    }
}
