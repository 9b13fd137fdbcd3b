/// The rules of one village's roster of a year (后扶人口花名册).
///
/// draft → posted → approved → frozen. An identity number has one active enrolment (a claim), and
/// nobody takes two steps of one matter.
package enum Roster: Decider {
    package static let kind = AggregateKind.roster
    package static let initial = State()

    /// What the rules read; rows for people are `RosterList` and `RosterPersons`.
    package struct State: Hashable, Sendable {
        package enum Phase: String, Hashable, Sendable, CaseIterable {
            case none, draft, posted, approved, frozen
        }
        package var phase = Phase.none
        package var place: Place?
        package var persons: [Text: Person] = [:]
        package var notice: Notice?
        package var postedBy: Text?
        package var noticeEnded = false
        /// Objections by id.
        package var objections: [Text: Filed] = [:]

        package struct Filed: Hashable, Sendable {
            package var person: Text
            package var isOpen: Bool
        }

        package var headcount: Int { persons.values.count { $0.isActive } }
        /// A batch may draw its lines from the roster.
        package var isPayable: Bool { phase == .approved || phase == .frozen }
    }

    /// A person as the rules know them: nothing that tells who they are.
    package struct Person: Hashable, Sendable {
        package var identityClaim: Text
        package var mode: Mode
        package var entitled: MonthSet
        /// The last month of support, whatever removals came between.
        package var end: Month
        package var isActive = true
        package var removal: Removal?
        package var removalBy: Text?
        package var account: Account?
        package var accountBy: Text?
        /// The first day on which a changed account is paid to.
        package var usableFrom: Day?
        package var openObjections = 0
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase != .frozen else { throw .alreadyFrozen }
        if case .enrol(let place, let persons) = command {
            return try enrol(persons, in: place, state, context)
        }
        guard state.phase != .none else { throw .noSuchRoster }
        switch command {
        case .enrol: throw .noSuchRoster
        case .proposeRemoval(let removal): return try propose(removal, state, context)
        case .removePerson(let person): return try remove(person, state, context)
        case .restorePerson(let restoration): return try restore(restoration, state)
        case .movePerson(let move):
            _ = try state.person(move.person)
            return [.moved(move)]
        case .proposeAccount(let account): return try propose(account, state, context)
        case .changeAccount(let person): return try changeAccount(person, state, context)
        case .postNotice(let place, let photo):
            return try post(place, photo, state, context)
        case .endNotice: return try endNotice(state, context)
        case .fileObjection(let objection): return try file(objection, state)
        case .settleObjection(let settlement): return try settle(settlement, state)
        case .approve(let opinion): return try approve(opinion, state, context)
        case .freeze:
            guard state.phase == .approved else { throw .notApproved(state.phase) }
            return [.frozen]
        }
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .enrolled(let place, let enrolment): state.take(enrolment, in: place)
        case .removalProposed(let removal, let by):
            state.persons[removal.person]?.removal = removal
            state.persons[removal.person]?.removalBy = by
        case .removed(let removal, _): state.persons[removal.person]?.end(with: removal.lastMonth)
        case .restored(let restoration, let to, _):
            state.persons[restoration.person]?.restore(from: restoration.from, to: to)
        case .moved: break
        case .accountProposed(let account, let by):
            state.persons[account.person]?.account = account
            state.persons[account.person]?.accountBy = by
        case .accountChanged(let account, let usableFrom):
            state.persons[account.person]?.account = nil
            state.persons[account.person]?.accountBy = nil
            state.persons[account.person]?.usableFrom = usableFrom
        case .noticePosted(let notice, let by):
            state.phase = .posted
            state.notice = notice
            state.postedBy = by
            state.noticeEnded = false
        case .noticeEnded: state.noticeEnded = true
        case .objectionFiled(let objection):
            state.objections[objection.id] = .init(person: objection.person, isOpen: true)
            state.persons[objection.person]?.openObjections += 1
        case .objectionSettled(let settlement, let person):
            state.objections[settlement.objection]?.isOpen = false
            state.persons[person]?.openObjections -= 1
        case .approved: state.phase = .approved
        case .frozen: state.phase = .frozen
        }
    }

    /// One active enrolment an identity number, over all villages and years.
    package static func claims(_ event: Event, before state: State) -> [ClaimChange] {
        switch event {
        case .enrolled(_, let enrolment): [.take(identity(enrolment.identityClaim))]
        case .removed(_, let claim): [.release(identity(claim))]
        case .restored(_, _, let claim): [.take(identity(claim))]
        case .frozen:
            state.persons.values.filter(\.isActive).map { identity($0.identityClaim) }.sorted()
                .map { .release($0) }
        case .removalProposed, .moved, .accountProposed, .accountChanged, .noticePosted,
            .noticeEnded, .objectionFiled, .objectionSettled, .approved:
            []
        }
    }

    private static func identity(_ hash: Text) -> Claim { Claim(Text("identity/\(hash)")) }
}

extension Roster.State {
    /// Whoever comes in after the notice was posted has not hung in the village: the roster is a
    /// draft again.
    fileprivate mutating func take(_ enrolment: Roster.Enrolment, in place: Roster.Place) {
        self.place = self.place ?? place
        phase = .draft
        notice = nil
        noticeEnded = false
        guard let from = enrolment.entitledFrom, let end = enrolment.entitledTo else { return }
        persons[enrolment.person] = Roster.Person(
            identityClaim: enrolment.identityClaim, mode: enrolment.mode,
            entitled: MonthSet(from, end), end: end)
    }

    func person(_ id: Text) throws(Roster.Rejection) -> Roster.Person {
        guard let person = persons[id] else { throw .noSuchPerson(id) }
        return person
    }
}

extension Roster.Person {
    fileprivate mutating func end(with lastMonth: Month) {
        isActive = false
        removal = nil
        removalBy = nil
        entitled = entitled.first.map { entitled.intersection(MonthSet($0, lastMonth)) } ?? entitled
    }

    fileprivate mutating func restore(from: Month, to: Month) {
        isActive = true
        entitled = entitled.union(MonthSet(from, to))
    }
}
