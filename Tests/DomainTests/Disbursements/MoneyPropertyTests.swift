import Domain
import TestKit
import Testing

@Suite struct MoneyPropertyTests {
    /// Random commands to two batches over the same persons and funds: what is refused changes
    /// nothing, and what is accepted keeps every sum.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `sums hold and nobody is paid twice, whatever is commanded`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var village = Village(persons: 5)
        var accepted: Set<String> = []
        for step in 0..<1_000 {
            let stream = Self.batches[dice.below(Self.batches.count)]
            let actor: Text = dice.pick("clerk", "checker", "head")
            let first = 1 + dice.below(10)
            let months = (month(2025, first), month(2025, first + 1 + dice.below(2)))
            let command = command(&dice, months)
            var answer = village.run(.disbursement(command), stream, .withRules.by(actor))
            if case .rejected(let rejection) = answer,
                case .sourcesDiffer(let total, _)? = rejection as? Disbursement.Rejection
            {
                answer = village.run(
                    .disbursement(draft(total, months)), stream, .withRules.by(actor))
            }
            if answer.events?.isEmpty == false { accepted.insert(command.name) }
            check(village, "seed \(seed) step \(step)")
        }
        // What this seed got through, so that the test cannot pass by refusing everything.
        #expect(
            accepted.isSuperset(of: [
                "draft", "review", "approve", "submit", "settle-lines", "hand-over-cash",
            ]))
    }

    private static let batches = (1...8).map { StreamID(.disbursement, Text("b\($0)")) }

    /// A few months for whoever is left, at the total that the rules found.
    private func draft(_ total: Fen, _ months: (Month, Month)) -> Disbursement.Command {
        let central = min(total, Fen(20_000))
        let shares = [
            Disbursement.Share(fund: "central", amount: central),
            Disbursement.Share(fund: "province", amount: total - central),
        ]
        return .draft(
            Disbursement.Draft(
                title: "直补", programme: "migrant-direct", from: months.0,
                to: months.1, rosters: ["yuezhuang-2025"],
                sources: shares.filter { $0.amount > .zero }))
    }

    private func command(
        _ dice: inout Dice, _ span: (Month, Month)
    ) -> Disbursement.Command {
        let person = Text("p-\(padded(dice.below(5), 5))")
        let amount = Fen(Int64(1 + dice.below(60_000)))
        switch dice.below(40) {
        case 0...4: return draft(Fen(1), span)
        case 5...11: return .review(opinion: nil)
        case 12...18: return .approve(opinion: nil)
        case 19: return dice.below(3) > 0 ? .sendBack(reason: "r") : .void(reason: "r")
        case 20: return .deferLine(person: person, reason: "r")
        case 21...25: return .submit(.init(bankBatch: "b"))
        case 26...30:
            return .settleLines(
                .init(
                    [.init(person: person, dice.pick(.paid, .failed))],
                    allOthersPaid: dice.below(3) == 0, bankBatch: dice.pick(nil, "b", "b2", "b3")))
        case 31, 32: return .reissueLine(person: person, bankBatch: dice.pick("b", "b2", "b3"))
        case 33: return .payBackLine(person: person, document: nil)
        case 34, 35: return .findOverpayment(.init(line: person, amount: amount, reason: "r"))
        case 36...38: return .recoverAmount(.init(line: person, amount: amount))
        default:
            let months = MonthSet(
                month(2024, 1 + dice.below(12)), month(2025, 1 + dice.below(2)))
            let cash = Disbursement.Cash(
                payment: Text("cash-\(dice.below(4))"), programme: "migrant-direct",
                person: person, months: months, amount: amount, note: "n")
            return .handOverCash(cash, monthsAlreadyHeld: .init())
        }
    }

    private func check(_ village: Village, _ place: Comment) {
        let batches = Self.batches.compactMap {
            Disbursement.state(in: village.ledger.snapshot($0).state)
        }
        for stream in [Village.central, Village.province] {
            let fund = village.fund(stream)
            #expect(fund.paid <= fund.committed, place)
            #expect(fund.committed <= fund.allocated, place)
            #expect(fund.allocated <= fund.available, place)
            let sources = batches.flatMap(\.sources).filter { $0.fund == stream.id }
            #expect(fund.committed == sources.map(\.committed).sum(), place)
            #expect(fund.paid == sources.map(\.paid).sum(), place)
        }
        for batch in batches {
            let recovered = batch.lines.values.map(\.recovered).sum()
            #expect(
                batch.sources.map(\.paid).sum() == batch.total(.paid) - recovered, place)
        }
        checkClaims(village, place)
    }

    /// Every month of every line and payment that stands is claimed by its own stream, and no claim
    /// stands without one.
    private func checkClaims(_ village: Village, _ place: Comment) {
        var standing: [Claim: StreamID] = [:]
        var covered: [Claim: Set<StreamID>] = [:]
        for stream in Self.batches {
            guard let batch = Disbursement.state(in: village.ledger.snapshot(stream).state) else {
                continue
            }
            for entry in batch.lines.values where batch.phase != .voided && entry.holdsMonths {
                for claim in claims(entry.line.payee, entry.line.months) {
                    #expect(standing.updateValue(stream, forKey: claim) == nil, place)
                }
            }
            for handOver in batch.cash.values {
                let payee = handOver.cash.holder
                for claim in claims(payee, handOver.cash.months.subtracting(handOver.held)) {
                    #expect(standing.updateValue(stream, forKey: claim) == nil, place)
                }
                for claim in claims(payee, handOver.held) {
                    covered[claim, default: []].insert(stream)
                }
            }
        }
        let claimed = village.ledger.claims.filter { $0.key.name.string.hasPrefix("payment/") }
        for (claim, stream) in standing { #expect(claimed[claim] == stream, place) }
        for (claim, stream) in claimed where standing[claim] == nil {
            #expect(covered[claim, default: []].contains(stream), place)
        }
    }

    private func claims(_ payee: Disbursement.Payee, _ months: MonthSet) -> [Claim] {
        months.months.map { Claim(Text("payment/migrant-direct/\(payee.code)/\($0)")) }
    }
}
