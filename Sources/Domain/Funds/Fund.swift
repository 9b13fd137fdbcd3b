/// The rules of one fund (资金指标): one level's money for one purpose in one budget year.
///
/// paid ≤ committed ≤ allocated ≤ appropriated − reduced, for the fund and for each allocation of
/// it. What was applied for counts nowhere.
package enum Fund: Decider {
    package static let kind = AggregateKind.fund
    package static let initial = State()

    /// What the rules read; rows for people are `FundsMatrix`.
    package struct State: Hashable, Sendable {
        /// Nil before the first event.
        package var key: Key?
        package var applied = Fen.zero
        package var appropriated = Fen.zero
        package var reduced = Fen.zero
        package var carriedIn = Fen.zero
        package var carriedOut = Fen.zero
        /// By project or programme.
        package var projects: [Text: Project] = [:]
        /// By what holds the money.
        package var commitments: [Text: Commitment] = [:]
        package var documents: Set<Text> = []

        /// What one project or programme was given of the fund.
        package struct Project: Hashable, Sendable {
            package var allocated = Fen.zero
            package var committed = Fen.zero
        }

        /// What one contract or batch holds; paid money stays committed.
        package struct Commitment: Hashable, Sendable {
            package var project: Text
            package var committed = Fen.zero
            package var paid = Fen.zero
        }

        package var available: Fen { appropriated - reduced + carriedIn - carriedOut }
        package var allocated: Fen { projects.values.map(\.allocated).sum() }
        package var committed: Fen { projects.values.map(\.committed).sum() }
        package var paid: Fen { commitments.values.map(\.paid).sum() }

        /// What may still be committed for `project`.
        package func left(for project: Text) -> Fen {
            guard let known = projects[project] else { return .zero }
            return known.allocated - known.committed
        }
    }

    /// Where a batch's money is held: people move it by commanding the batch, never here.
    package static let batchPrefix = "disbursement/"

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        let event = Event(command)
        if let holder = event.holder, holder.string.hasPrefix(batchPrefix) {
            throw .keptByBatch(holder)
        }
        try allow(event, state)
        return [event]
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .appropriated(let grant):
            state.key = state.key ?? grant.key
            state.appropriated += grant.amount
            if let document = grant.document { state.documents.insert(document) }
        case .applied(let application):
            state.key = state.key ?? application.key
            state.applied += application.amount
        case .reduced(let reduction):
            state.reduced += reduction.amount
            state.deallocate(reduction.amount, of: reduction.project)
        case .allocated(let allocation):
            state.projects[allocation.project, default: .init()].allocated += allocation.amount
        case .committed(let commitment): state.commit(commitment)
        case .commitmentReleased(let movement): state.release(movement)
        case .paid(let movement): state.commitments[movement.holder]?.paid += movement.amount
        case .returned(let movement): state.commitments[movement.holder]?.paid -= movement.amount
        case .carriedOver(let carryOver): state.carry(carryOver)
        case .purposeChanged(let change): state.key?.purpose = change.purpose
        }
    }
}

extension Fund.State {
    fileprivate mutating func deallocate(_ amount: Fen, of project: Text?) {
        if let project { projects[project]?.allocated -= amount }
    }

    fileprivate mutating func commit(_ commitment: Fund.Commitment) {
        let fresh = Commitment(project: commitment.project)
        commitments[commitment.holder, default: fresh].committed += commitment.amount
        projects[commitment.project, default: .init()].committed += commitment.amount
    }

    fileprivate mutating func release(_ movement: Fund.Movement) {
        guard let held = commitments[movement.holder] else { return }
        commitments[movement.holder]?.committed -= movement.amount
        projects[held.project]?.committed -= movement.amount
    }

    fileprivate mutating func carry(_ carryOver: Fund.CarryOver) {
        switch carryOver.direction {
        case .into:
            key = key ?? carryOver.key
            carriedIn += carryOver.amount
        case .out:
            carriedOut += carryOver.amount
            deallocate(carryOver.amount, of: carryOver.project)
        }
    }
}

// MARK: What may happen

extension Fund {
    /// Throws the fact that stands in the way of `event`. Batches write commitments and payments
    /// into funds, and pass here like everybody else.
    package static func allow(_ event: Event, _ state: State) throws(Rejection) {
        if let key = event.key, let known = state.key, key != known { throw .otherFund(known) }
        guard state.key != nil || event.key != nil else { throw .noSuchFund }
        switch event {
        case .appropriated(let grant):
            if let document = grant.document, state.documents.contains(document) {
                throw .documentKnown(document)
            }
            guard state.appropriated + grant.amount <= Fen.limit else { throw .overLimit }
        case .applied(let application):
            guard state.applied + application.amount <= Fen.limit else { throw .overLimit }
        case .reduced(let reduction):
            try withdraw(reduction.amount, of: reduction.project, state)
        case .allocated(let allocation):
            let left = state.available - state.allocated
            guard allocation.amount <= left else { throw .overAppropriated(left: left) }
        case .committed(let commitment): try commit(commitment, state)
        case .commitmentReleased(let movement), .paid(let movement):
            let held = try held(movement, state)
            let left = held.committed - held.paid
            guard movement.amount <= left else {
                throw .overCommitted(holder: movement.holder, left: left)
            }
        case .returned(let movement):
            let held = try held(movement, state)
            guard movement.amount <= held.paid else {
                throw .overPaid(holder: movement.holder, paid: held.paid)
            }
        case .carriedOver(let carryOver):
            switch carryOver.direction {
            case .out: try withdraw(carryOver.amount, of: carryOver.project, state)
            case .into:
                guard state.carriedIn + carryOver.amount <= Fen.limit else { throw .overLimit }
            }
        case .purposeChanged:
            let unpaid = state.committed - state.paid
            guard unpaid == .zero else { throw .stillCommitted(unpaid) }
        }
    }

    private static func commit(_ commitment: Commitment, _ state: State) throws(Rejection) {
        if let held = state.commitments[commitment.holder], held.project != commitment.project {
            throw .otherProject(holder: commitment.holder, held.project)
        }
        let left = state.left(for: commitment.project)
        guard commitment.amount <= left else {
            throw .notAllocated(project: commitment.project, left: left)
        }
    }

    /// Money that leaves the fund is either not allocated, or allocated and not committed.
    private static func withdraw(
        _ amount: Fen, of project: Text?, _ state: State
    ) throws(Rejection) {
        if let project {
            let left = state.left(for: project)
            guard amount <= left else { throw .notAllocated(project: project, left: left) }
        } else {
            let left = state.available - state.allocated
            guard amount <= left else { throw .overAppropriated(left: left) }
        }
    }

    private static func held(
        _ movement: Movement, _ state: State
    ) throws(Rejection) -> State.Commitment {
        guard let held = state.commitments[movement.holder] else {
            throw .noSuchCommitment(movement.holder)
        }
        return held
    }
}

extension Fund.Event {
    fileprivate init(_ command: Fund.Command) {
        self =
            switch command {
            case .appropriate(let grant): .appropriated(grant)
            case .apply(let application): .applied(application)
            case .reduce(let reduction): .reduced(reduction)
            case .allocate(let allocation): .allocated(allocation)
            case .commit(let commitment): .committed(commitment)
            case .releaseCommitment(let movement): .commitmentReleased(movement)
            case .pay(let movement): .paid(movement)
            case .takeBack(let movement): .returned(movement)
            case .carryOver(let carryOver): .carriedOver(carryOver)
            case .changePurpose(let change): .purposeChanged(change)
            }
    }

    fileprivate var holder: Text? {
        switch self {
        case .committed(let commitment): commitment.holder
        case .commitmentReleased(let movement), .paid(let movement), .returned(let movement):
            movement.holder
        case .appropriated, .applied, .reduced, .allocated, .carriedOver, .purposeChanged: nil
        }
    }

    /// The fund that the event says it is about; only those that may come first say it.
    fileprivate var key: Fund.Key? {
        switch self {
        case .appropriated(let grant): grant.key
        case .applied(let application): application.key
        case .carriedOver(let carryOver): carryOver.key
        case .reduced, .allocated, .committed, .commitmentReleased, .paid, .returned,
            .purposeChanged:
            nil
        }
    }
}
