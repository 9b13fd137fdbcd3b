// Names and keys of funds, in commands and in stored events. Stored names never change.

extension Fund.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .appropriate(let grant): grant.write(to: &fields, .yuan)
        case .apply(let application): application.write(to: &fields, .yuan)
        case .reduce(let reduction): reduction.write(to: &fields, .yuan)
        case .allocate(let allocation): allocation.write(to: &fields, .yuan)
        case .commit(let commitment): commitment.write(to: &fields, .yuan)
        case .releaseCommitment(let movement), .pay(let movement), .takeBack(let movement):
            movement.write(to: &fields, .yuan)
        case .carryOver(let carryOver): carryOver.write(to: &fields, .yuan)
        case .changePurpose(let change): change.write(to: &fields)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "appropriate-grant": .appropriate(Fund.Grant(from: &fields, .yuan))
        case "apply-grant": .apply(Fund.Application(from: &fields, .yuan))
        case "reduce-grant": .reduce(Fund.Reduction(from: &fields, .yuan))
        case "allocate": .allocate(Fund.Allocation(from: &fields, .yuan))
        case "commit": .commit(Fund.Commitment(from: &fields, .yuan))
        case "release-commitment": .releaseCommitment(Fund.Movement(from: &fields, .yuan))
        case "pay": .pay(Fund.Movement(from: &fields, .yuan))
        case "return": .takeBack(Fund.Movement(from: &fields, .yuan))
        case "carry-over": .carryOver(Fund.CarryOver(from: &fields, .yuan))
        case "change-purpose": .changePurpose(Fund.PurposeChange(from: &fields))
        default: nil
        }
    }
}

extension Fund.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .appropriated(let grant): grant.write(to: &fields, .fen)
        case .applied(let application): application.write(to: &fields, .fen)
        case .reduced(let reduction): reduction.write(to: &fields, .fen)
        case .allocated(let allocation): allocation.write(to: &fields, .fen)
        case .committed(let commitment): commitment.write(to: &fields, .fen)
        case .commitmentReleased(let movement), .paid(let movement), .returned(let movement):
            movement.write(to: &fields, .fen)
        case .carriedOver(let carryOver): carryOver.write(to: &fields, .fen)
        case .purposeChanged(let change): change.write(to: &fields)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "GrantAppropriated": .appropriated(Fund.Grant(from: &fields, .fen))
        case "GrantApplied": .applied(Fund.Application(from: &fields, .fen))
        case "GrantReduced": .reduced(Fund.Reduction(from: &fields, .fen))
        case "FundsAllocated": .allocated(Fund.Allocation(from: &fields, .fen))
        case "FundsCommitted": .committed(Fund.Commitment(from: &fields, .fen))
        case "CommitmentReleased": .commitmentReleased(Fund.Movement(from: &fields, .fen))
        case "FundsPaid": .paid(Fund.Movement(from: &fields, .fen))
        case "FundsReturned": .returned(Fund.Movement(from: &fields, .fen))
        case "FundsCarriedOver": .carriedOver(Fund.CarryOver(from: &fields, .fen))
        case "PurposeChanged": .purposeChanged(Fund.PurposeChange(from: &fields))
        default: nil
        }
    }
}
