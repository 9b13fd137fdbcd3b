extension Fund {
    package enum Command: Hashable, Sendable {
        case appropriate(Grant)
        case apply(Application)
        case reduce(Reduction)
        case allocate(Allocation)
        case commit(Commitment)
        case releaseCommitment(Movement)
        case pay(Movement)
        case takeBack(Movement)
        case carryOver(CarryOver)
        case changePurpose(PurposeChange)
    }
}

extension Fund.Command: DomainCommand {
    package static let names = [
        "appropriate-grant", "apply-grant", "reduce-grant", "allocate", "commit",
        "release-commitment", "pay", "return", "carry-over", "change-purpose",
    ]

    package var name: String {
        switch self {
        case .appropriate: "appropriate-grant"
        case .apply: "apply-grant"
        case .reduce: "reduce-grant"
        case .allocate: "allocate"
        case .commit: "commit"
        case .releaseCommitment: "release-commitment"
        case .pay: "pay"
        case .takeBack: "return"
        case .carryOver: "carry-over"
        case .changePurpose: "change-purpose"
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
