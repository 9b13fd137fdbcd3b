// One function a command of a roster.

extension Roster {
    static func enrol(
        _ persons: [Enrolment], in place: Place, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        if let known = state.place, known != place { throw .otherPlace(known) }
        switch state.phase {
        case .none, .draft, .posted: break
        case .approved, .frozen: throw .notDraft(state.phase)
        }
        guard !persons.isEmpty else { throw .nobody }
        guard state.persons.count + persons.count <= personsLimit else { throw .tooManyPersons }
        var ids = Set(state.persons.keys)
        var identities = Set(state.persons.values.filter(\.isActive).map(\.identityClaim))
        var events: [Event] = []
        for person in persons {
            guard ids.insert(person.person).inserted else { throw .personKnown(person.person) }
            guard identities.insert(person.identityClaim).inserted else {
                throw .identityKnown(person.person)
            }
            events.append(.enrolled(place, try entitle(person, context)))
        }
        return events
    }

    /// Fills in the months of entitlement that the author left to the rules.
    private static func entitle(
        _ person: Enrolment, _ context: Context
    ) throws(Rejection) -> Enrolment {
        var person = person
        if person.entitledFrom == nil || person.entitledTo == nil {
            let rules = EntitlementRules(context)
            let usual = try rules.usualMonths(movedOn: person.movedOn)
            person.entitledFrom = person.entitledFrom ?? usual.from
            person.entitledTo = person.entitledTo ?? usual.to
        }
        guard let from = person.entitledFrom, let to = person.entitledTo, from <= to else {
            throw .entitlementEmpty(person.person)
        }
        return person
    }

    static func propose(
        _ removal: Removal, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        let person = try state.person(removal.person)
        guard person.isActive else { throw .personRemoved(removal.person) }
        if person.removal == removal { return [] }
        return [.removalProposed(removal, by: context.actor.id)]
    }

    static func remove(
        _ id: Text, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        let person = try state.person(id)
        guard person.isActive else { throw .personRemoved(id) }
        guard let removal = person.removal else { throw .removalNotProposed(id) }
        guard person.removalBy != context.actor.id else { throw .sameProposer(id) }
        return [.removed(removal, identityClaim: person.identityClaim)]
    }

    static func restore(_ restoration: Restoration, _ state: State) throws(Rejection) -> [Event] {
        let person = try state.person(restoration.person)
        guard !person.isActive else { throw .personActive(restoration.person) }
        if let last = person.entitled.last, restoration.from <= last {
            throw .restoredTooEarly(restoration.person, after: last)
        }
        guard restoration.from <= person.end else { throw .entitlementEmpty(restoration.person) }
        return [
            .restored(restoration, to: person.end, identityClaim: person.identityClaim)
        ]
    }

    static func propose(
        _ account: Account, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        let person = try state.person(account.person)
        if person.account == account { return [] }
        return [.accountProposed(account, by: context.actor.id)]
    }

    /// The days of cooling begin when the second person confirms.
    static func changeAccount(
        _ id: Text, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        let person = try state.person(id)
        guard let account = person.account else { throw .accountNotProposed(id) }
        guard person.accountBy != context.actor.id else { throw .sameProposer(id) }
        let cooling =
            account.returnedFrom != nil
            ? 0 : try EntitlementRules(context).number(ParameterNames.coolingDaysAccount)
        return [.accountChanged(account, usableFrom: context.protectingDay + cooling)]
    }

    static func post(
        _ place: Text, _ photo: Text?, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase == .draft || state.phase == .posted else {
            throw .notDraft(state.phase)
        }
        let days = try EntitlementRules(context).number(ParameterNames.noticeDays)
        let from = context.protectingDay
        let notice = Notice(from: from, to: from + days, place: place, photo: photo)
        return [.noticePosted(notice, by: context.actor.id)]
    }

    static func endNotice(_ state: State, _ context: Context) throws(Rejection) -> [Event] {
        guard state.phase == .posted else { throw .notPosted(state.phase) }
        if state.noticeEnded { return [] }
        guard let notice = state.notice else { throw .noNotice }
        guard context.protectingDay >= notice.to else { throw .noticeRuns(until: notice.to) }
        return [.noticeEnded]
    }

    static func file(_ objection: Objection, _ state: State) throws(Rejection) -> [Event] {
        _ = try state.person(objection.person)
        guard state.objections[objection.id] == nil else { throw .objectionKnown(objection.id) }
        return [.objectionFiled(objection)]
    }

    static func settle(_ settlement: Settlement, _ state: State) throws(Rejection) -> [Event] {
        guard let filed = state.objections[settlement.objection] else {
            throw .noSuchObjection(settlement.objection)
        }
        guard filed.isOpen else { throw .objectionSettled(settlement.objection) }
        return [.objectionSettled(settlement, person: filed.person)]
    }

    /// Open objections do not stop the roster: they stop the payment of the person concerned.
    static func approve(
        _ opinion: Text?, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase == .posted, let notice = state.notice else {
            throw .notPosted(state.phase)
        }
        guard state.noticeEnded else { throw .noticeRuns(until: notice.to) }
        guard state.postedBy != context.actor.id else { throw .sameApprover }
        guard state.headcount > 0 else { throw .nobody }
        return [.approved(headcount: state.headcount, opinion: opinion)]
    }
}

/// The parameters in force on the day that protects; what is missing is named.
private struct EntitlementRules {
    let table: ParameterTable
    let day: Day

    init(_ context: Context) {
        table = context.parameters
        day = context.protectingDay
    }

    /// Early movers share one span; a later mover's runs from the month of the move.
    func usualMonths(movedOn: Day) throws(Roster.Rejection) -> (from: Month, to: Month) {
        if movedOn <= (try day(ParameterNames.earlyMoverCutoff)) {
            return (
                try month(ParameterNames.entitlementStartEarlyMovers),
                try month(ParameterNames.entitlementEndEarlyMovers)
            )
        }
        let years = try number(ParameterNames.entitlementYearsLaterMovers)
        return (movedOn.month, movedOn.month.advanced(by: years * 12 - 1))
    }

    func day(_ name: Text) throws(Roster.Rejection) -> Day {
        guard let value = table.day(name, on: day) else { throw .parameterMissing(name) }
        return value
    }

    func month(_ name: Text) throws(Roster.Rejection) -> Month {
        guard let value = table.month(name, on: day) else { throw .parameterMissing(name) }
        return value
    }

    func number(_ name: Text) throws(Roster.Rejection) -> Int {
        guard let value = table.integer(name, on: day) else { throw .parameterMissing(name) }
        return value
    }
}
