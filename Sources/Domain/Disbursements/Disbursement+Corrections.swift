// Payments that happened otherwise than they should, and the money that comes back.

extension Disbursement {
    static func find(
        _ overpayment: Overpayment, _ state: State
    ) throws(Rejection) -> [Event] {
        let left: Fen
        if let entry = state.lines[overpayment.line] {
            guard entry.state == .paid else { throw .lineNotPaid(overpayment.line) }
            left = entry.line.amount - entry.overpaid
        } else if let handOver = state.cash[overpayment.line] {
            left = handOver.cash.amount - handOver.overpaid
        } else {
            throw .noSuchLine(overpayment.line)
        }
        guard overpayment.amount <= left else {
            throw .moreThanPaid(overpayment.line, left: left)
        }
        return [.overpaymentFound(overpayment)]
    }

    /// What was paid through the bank goes back to the funds that it came from, the last first.
    /// Cash was never charged to the batch's funds, so it goes back to none of them.
    static func recover(_ recovery: Recovery, _ state: State) throws(Rejection) -> [Event] {
        let left: Fen
        var returned: [Share] = []
        if let entry = state.lines[recovery.line] {
            left = entry.overpaid - entry.recovered
            returned = fill(recovery.amount, state.paidShares.reversed())
        } else if let handOver = state.cash[recovery.line] {
            left = handOver.overpaid - handOver.recovered
        } else {
            throw .noSuchLine(recovery.line)
        }
        guard recovery.amount <= left else {
            throw .moreThanOverpaid(recovery.line, left: left)
        }
        return [.amountRecovered(recovery, returned: returned)]
    }

    /// Records money that was given by hand, whatever the rules would have said.
    ///
    /// Months that another batch holds are known to the store alone: the caller asks it first, or
    /// again after an append answered `claimed`, and passes them as `alreadyHeld`. The rest is
    /// claimed, and for what was held an overpayment is found in the same append.
    static func handOver(
        _ stated: Cash, alreadyHeld: MonthSet, _ state: State, _ inputs: Inputs
    ) throws(Rejection) -> [Event] {
        var cash = stated
        cash.payee = payee(of: stated, state, inputs)
        if let known = state.cash[cash.payment], known.cash == cash { return [] }
        guard state.cash[cash.payment] == nil, state.lines[cash.payment] == nil else {
            throw .lineKnown(cash.payment)
        }
        guard !cash.months.isEmpty else { throw .monthsEmpty }
        let held = alreadyHeld.union(state.held(cash.holder, cash.programme))
            .intersection(cash.months)
        let recorded = Event.cashHandedOver(cash, held: held)
        if held.isEmpty { return [recorded] }
        // Rounded up: a fen too many is asked about, a fen too few is not.
        let share = cash.amount.amount * Int64(held.count) + Int64(cash.months.count) - 1
        let overpayment = Overpayment(
            line: cash.payment, amount: Fen(share / Int64(cash.months.count)),
            reason: Text("重复发放 \(held)"))
        return [recorded, .overpaymentFound(overpayment)]
    }

    /// Who got the cash: by the roster, by the batch's own line, or else by the id alone, since a
    /// payment that happened is recorded even if nobody knows the person.
    private static func payee(of cash: Cash, _ state: State, _ inputs: Inputs) -> Payee {
        if let roster = cash.roster, let entry = inputs.rosters[roster]?.persons[cash.person] {
            return Payee(identityClaim: entry.identityClaim)
        }
        return state.lines[cash.person]?.line.payee ?? Payee(unlisted: cash.person)
    }

    /// `amount` out of `capacities`, in their order.
    static func fill(_ amount: Fen, _ capacities: some Sequence<Share>) -> [Share] {
        var left = amount
        var shares: [Share] = []
        for capacity in capacities where left > .zero && capacity.amount > .zero {
            let part = min(left, capacity.amount)
            shares.append(Share(fund: capacity.fund, amount: part))
            left -= part
        }
        return shares
    }
}

extension Disbursement.State {
    /// What is committed in each fund and not paid, in the order of the sources.
    var unpaid: [Disbursement.Share] {
        sources.map { .init(fund: $0.fund, amount: $0.committed - $0.paid) }
    }

    var paidShares: [Disbursement.Share] { sources.map { .init(fund: $0.fund, amount: $0.paid) } }

    var allCommitted: [Disbursement.Share] { unpaid.filter { $0.amount > .zero } }

    /// `amount` off the commitments, the last source first; nothing before approval.
    func releasing(_ amount: Fen) -> [Disbursement.Share] {
        Disbursement.fill(amount, unpaid.reversed())
    }

    /// The months of one person that this stream holds already.
    func held(_ payee: Disbursement.Payee, _ programme: Text) -> MonthSet {
        var held = MonthSet()
        if self.programme == programme, phase != .voided {
            for entry in lines.values where entry.line.payee == payee && entry.holdsMonths {
                held = held.union(entry.line.months)
            }
        }
        for handOver in cash.values
        where handOver.cash.holder == payee && handOver.cash.programme == programme {
            held = held.union(handOver.cash.months)
        }
        return held
    }
}

extension BureauCommand {
    /// The command with the months that `claims` hold named as held by others; nil for any command
    /// but cash that was handed over, which alone is recorded in spite of them, and where none is
    /// news.
    package func naming(monthsHeld claims: [Claim]) -> BureauCommand? {
        guard case .disbursement(.handOverCash(let cash, let named)) = self else { return nil }
        var held = named
        for claim in claims {
            guard let month = Month(String(claim.name.string.suffix(7))) else { continue }
            held = held.union(MonthSet(month, month))
        }
        return held == named
            ? nil : .disbursement(.handOverCash(cash, monthsAlreadyHeld: held))
    }
}
