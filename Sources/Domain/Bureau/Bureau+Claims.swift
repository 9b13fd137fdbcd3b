extension Bureau {
    static func claims(of event: BureauEvent, before state: BureauState) -> [ClaimChange] {
        switch event {
        case .task(let event): claims(WorkTask.self, event, state)
        case .letter(let event): claims(Letter.self, event, state)
        case .roster(let event): claims(Roster.self, event, state)
        case .disbursement(let event): claims(Disbursement.self, event, state)
        case .fund(let event): claims(Fund.self, event, state)
        case .indicator(let event): claims(Indicator.self, event, state)
        case .project(let event): claims(Project.self, event, state)
        case .parameter(let event): claims(Parameter.self, event, state)
        case .conflict(let event): claims(Conflict.self, event, state)
        case .device(let event): claims(Device.self, event, state)
        case .member(let event): claims(Member.self, event, state)
        case .epoch(let event): claims(Epoch.self, event, state)
        case .unknown: []
        }
    }

    private static func claims<D: BureauDecider>(
        _ decider: D.Type, _ event: D.Event, _ state: BureauState
    ) -> [ClaimChange] {
        D.state(in: state).map { D.claims(event, before: $0) } ?? []
    }
}
