// A batch reads rosters and writes funds: which streams it needs, and what goes into each.

extension Disbursement {
    /// Decides over the batch, its rosters and its funds. The rosters' versions are guarded; each
    /// fund's events are written at its expected version, since a guard alone would let two
    /// batches spend the same money.
    package static func orchestrate(
        _ command: Command, on stream: StreamID, _ context: Context, _ known: Bureau.Known
    ) -> Bureau.Outcome {
        guard let snapshot = known[stream], let state = self.state(in: snapshot.state) else {
            return .needs([stream])
        }
        let needed = streams(for: command, state)
        let missing = known.missing(needed)
        guard missing.isEmpty else { return .needs(missing) }
        for other in needed {
            if let version = known[other]?.blockedAt {
                return .notUnderstood(other, version: version)
            }
        }
        do throws(Rejection) {
            let inputs = Inputs(needed, known)
            let events = try decide(command, state, context, inputs)
            var writes = [
                Bureau.Write(stream, expected: snapshot.version, events.map { .disbursement($0) })
            ]
            writes += try fundWrites(events, stream, state, inputs, known)
            return .decided(Bureau.Decision(writes, guards: guards(command, needed, known)))
        } catch {
            return .rejected(error)
        }
    }

    /// The other streams that the command must see.
    private static func streams(for command: Command, _ state: State) -> [StreamID] {
        let rosters = state.rosters.map { StreamID(.roster, $0) }
        let funds = state.sources.map { StreamID(.fund, $0.fund) }
        return switch command {
        case .draft(let draft):
            unique(
                draft.rosters.map { StreamID(.roster, $0) }
                    + draft.sources.map { StreamID(.fund, $0.fund) })
        case .approve: unique(rosters + funds)
        case .submit: unique(rosters)
        case .sendBack, .void, .deferLine, .settleLines, .payBackLine, .recoverAmount: funds
        case .handOverCash(let cash, _):
            cash.roster.map { [StreamID(.roster, $0)] } ?? []
        case .review, .reissueLine, .findOverpayment, .reconcile, .close: []
        }
    }

    private static func unique(_ streams: [StreamID]) -> [StreamID] {
        var seen: Set<StreamID> = []
        return streams.filter { seen.insert($0).inserted }
    }

    /// Rosters must not change between the reading and the append.
    private static func guards(
        _ command: Command, _ needed: [StreamID], _ known: Bureau.Known
    ) -> [StreamID: Int] {
        let rosters = needed.filter { $0.kind == .roster }
        return Dictionary(
            rosters.compactMap { stream in known[stream].map { (stream, $0.version) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The funds' side of the batch's events, checked by the funds' own rules.
    private static func fundWrites(
        _ events: [Event], _ stream: StreamID, _ state: State, _ inputs: Inputs,
        _ known: Bureau.Known
    ) throws(Rejection) -> [Bureau.Write] {
        let holder = Text(stream.raw)
        var funds = inputs.funds
        var written: [(fund: Text, events: [BureauEvent])] = []
        for (fund, event) in events.flatMap({ fundEvents($0, state, holder) }) {
            var after = funds[fund] ?? Fund.initial
            do throws(Fund.Rejection) {
                try Fund.allow(event, after)
            } catch {
                throw .fundRefuses(fund, error)
            }
            Fund.evolve(&after, event)
            funds[fund] = after
            if let index = written.firstIndex(where: { $0.fund == fund }) {
                written[index].events.append(.fund(event))
            } else {
                written.append((fund, [.fund(event)]))
            }
        }
        return written.map { fund, events in
            let stream = StreamID(.fund, fund)
            return Bureau.Write(stream, expected: known[stream]?.version ?? 0, events)
        }
    }

    /// What a batch's event means for the funds that it names.
    private static func fundEvents(
        _ event: Event, _ state: State, _ holder: Text
    ) -> [(Text, Fund.Event)] {
        switch event {
        case .approved(let commitments, _, _):
            commitments.map { share in
                let commitment = Fund.Commitment(
                    for: holder, project: state.programme, amount: share.amount)
                return (share.fund, .committed(commitment))
            }
        case .linesSettled(let settled): settled.charges.map { ($0.fund, .paid($0.by(holder))) }
        case .sentBack(_, let released), .voided(_, _, let released),
            .lineDeferred(_, _, _, let released), .linePaidBack(_, _, _, let released):
            released.map { ($0.fund, .commitmentReleased($0.by(holder))) }
        case .amountRecovered(_, let returned):
            returned.flatMap { share -> [(Text, Fund.Event)] in
                let movement = share.by(holder)
                return [
                    (share.fund, .returned(movement)), (share.fund, .commitmentReleased(movement)),
                ]
            }
        case .drafted, .reviewed, .submitted, .lineReissued, .overpaymentFound, .cashHandedOver,
            .reconciled, .closed:
            []
        }
    }
}

extension Disbursement.Share {
    fileprivate func by(_ holder: Text) -> Fund.Movement {
        Fund.Movement(for: holder, amount: amount)
    }
}

extension Disbursement.Inputs {
    fileprivate init(_ streams: [StreamID], _ known: Bureau.Known) {
        self.init()
        for stream in streams {
            guard let snapshot = known[stream] else { continue }
            if let roster = Roster.state(in: snapshot.state) { rosters[stream.id] = roster }
            if let fund = Fund.state(in: snapshot.state) { funds[stream.id] = fund }
        }
    }
}
