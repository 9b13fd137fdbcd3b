/// The rules of one project (项目). So far its proposal and its planned investment; the gates and
/// the steps of building join here.
package enum Project: Decider {
    package static let kind = AggregateKind.project
    package static let initial = State()

    /// What the rules read; rows for people are `ProjectRegister`.
    package struct State: Hashable, Sendable {
        package var proposal: Proposal?
        /// The last plan for each budget year; the key nil is the whole project.
        package var investments: [Int?: Investment] = [:]
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        switch command {
        case .propose(let proposal):
            guard state.proposal == nil else { throw .alreadyProposed }
            return [.proposed(proposal)]
        case .planInvestment(let investment):
            guard state.proposal != nil else { throw .notProposed }
            if state.investments[investment.year] == investment { return [] }
            return [.investmentPlanned(investment)]
        }
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .proposed(let proposal): state.proposal = proposal
        case .investmentPlanned(let investment):
            state.investments[investment.year] = investment
        }
    }
}
