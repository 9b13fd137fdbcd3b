import Domain

// What a ruling leads to in the log.

extension PushRun {
    func submission(_ intent: Intent, _ ruling: Ruling, held: Bool) -> Submission {
        switch ruling {
        case .facts(let verdict, let decision):
            let receipt = Receipt(n: intent.n, .verdict(verdict))
            var writes = decision.writes
            var guards = decision.guards
            if held {
                let count = writes.reduce(0) { $0 + $1.events.count }
                writes.append(
                    note(.init(intent, by: owner.id, verdict, factCount: count), settles: true))
            } else {
                guards[ownStream] = own.version
            }
            return submission(intent, writes, guards, receipt, held: held)
        case .none(let verdict, let reason, let positions, let from):
            let receipt = Receipt(n: intent.n, .verdict(verdict), reason: reason)
            let settled = Device.SettledIntent(
                intent, by: owner.id, verdict, reason: reason, positions: positions)
            return submission(
                intent, [note(settled, settles: true)], from, receipt, held: held)
        case .conflict(let contradiction):
            return submission(intent, contradiction, held: held)
        case .held(let reason):
            return waiting(intent, reason, held: held)
        case .needs:
            // `decide` loads before it submits; held until it can be decided loses nothing.
            return waiting(intent, .notUnderstood, held: held)
        }
    }

    private func waiting(
        _ intent: Intent, _ reason: Receipt.Reason, held: Bool
    ) -> Submission {
        let receipt = Receipt(n: intent.n, .held, reason: reason)
        let kept = Device.SettledIntent(held: intent, by: owner.id, reason)
        return submission(intent, [note(kept, settles: false)], [:], receipt, held: held)
    }

    /// The conflict is opened, and the device's stream remembers whose intent waits for it.
    private func submission(
        _ intent: Intent, _ contradiction: Contradiction, held: Bool
    ) -> Submission {
        let id = ConflictID.derived(device: device, n: intent.n)
        let opening = contradiction.opening(device: device, author: owner)
        let settled = Device.SettledIntent(
            intent, by: owner.id, .conflict, conflict: id, factCount: 1)
        let writes = [
            Bureau.Write(
                StreamID(.conflict, id), expected: 0, [.conflict(.opened(opening))]),
            note(settled, settles: true),
        ]
        let receipt = Receipt(n: intent.n, .verdict(.conflict), conflict: id)
        return submission(
            intent, writes, [intent.stream: contradiction.version], receipt, held: held)
    }

    /// An entry on the device's own stream; it is written last, so that facts stand before it.
    private func note(_ intent: Device.SettledIntent, settles: Bool) -> Bureau.Write {
        Bureau.Write(
            ownStream, expected: own.version,
            [.device(settles ? .intentSettled(intent) : .intentHeld(intent))])
    }

    private func submission(
        _ intent: Intent, _ writes: [Bureau.Write], _ guards: [StreamID: Int],
        _ receipt: Receipt, held: Bool
    ) -> Submission {
        let hash = intent.hash(on: device)
        let written = Set(writes.map(\.stream))
        let intake = IntakeEntry(
            n: intent.n, previousHash: intent.previousHash, hash: hash,
            verdict: receipt.verdictBytes)
        return Submission(
            key: Text("intent/\(device)/\(intent.n)" + (held ? "/settled" : "")),
            actor: owner.id, commandHash: hash, device: device, intent: intent, writes: writes,
            guards: guards.filter { !written.contains($0.key) }, claims: claims(of: writes),
            intake: held ? nil : intake, receipt: receipt)
    }

    private func claims(
        of writes: [Bureau.Write]
    ) -> [(change: ClaimChange, holder: StreamID)] {
        writes.flatMap { write in
            let before = known[write.stream]?.now.state ?? .initial(write.stream.kind)
            return Bureau.claims(of: write.events, before: before).map { ($0, write.stream) }
        }
    }

    /// Stops the device, and keeps every intent that the other branch offers from `intent` on.
    func suspension(from intent: Intent) -> Submission {
        let reason = Text("intent \(intent.n) came twice with different contents")
        let kept = intents.filter { $0.n >= intent.n }.map {
            BureauEvent.device(
                .intentHeld(Device.SettledIntent(held: $0, by: owner.id, .otherBranch)))
        }
        let events = [BureauEvent.device(.suspended(reason: reason))] + kept
        let hash = intent.hash(on: device)
        return Submission(
            key: Text("suspend/\(device)/\(Hex.text(hash))/\(own.version)"), actor: owner.id,
            commandHash: hash, device: device, intent: intent,
            writes: [Bureau.Write(ownStream, expected: own.version, events)], guards: [:],
            claims: [], intake: nil, receipt: nil)
    }
}
