package import Domain

/// The server's side of a push as a state machine: what to load, what to append, what to answer.
/// The shell performs each step and reports how it went; nothing here waits or writes.
///
/// Held intents of the device that can be decided now come first, then the batch's intents in their
/// order. Each is decided against the streams as they are, and appended with its verdict and its
/// number at once; where somebody else was faster, that intent is decided anew, and the later ones
/// after it. A pull runs it with no intents, so that a verdict never waits for the next push.
package struct PushRun: Sendable {
    package enum Step: Sendable {
        /// Load these streams whole and say `loaded`.
        case load([StreamID])
        /// Append this; say `appended`, `outrun`, `claimed` or `intakeMoved`.
        case append(Submission)
        /// Nothing more to do: what the answer says.
        case answer(ackN: Int64, receipts: [Receipt])
        case refuse(SyncRefusal)
    }

    let device: Text
    let owner: Actor
    let today: Day
    let parameters: ParameterTable
    let intents: [Intent]
    /// The hash of each intent of the batch.
    let hashes: [[UInt8]]

    var known: [StreamID: History]
    var lastN: Int64
    var lastHash: [UInt8]
    /// The device's own stream, folded.
    private var book: DeviceBook
    private var intakes: [Int64: KnownIntake]
    private var receipts: [Receipt] = []
    private var next = 0
    private var heldSeen: Set<Int64> = []
    private var waiting: Submission?
    private var attempts = 0
    private var refusal: SyncRefusal?
    private var isOver = false

    /// - Parameters:
    ///   - history: the device's own stream.
    ///   - owner: the device's member, with the roles of the moment.
    ///   - last: the device's last intake; nil before its first.
    ///   - intakes: those that the log holds of the batch's numbers.
    package init(
        _ intents: [Intent], device: Text, history: History, owner: Actor, today: Day,
        parameters: ParameterTable, last: KnownIntake?, intakes: [KnownIntake]
    ) {
        self.device = device
        self.owner = owner
        self.today = today
        self.parameters = parameters
        self.intents = intents
        hashes = intents.map { $0.hash(on: device) }
        known = [history.stream: history]
        book = DeviceBook(history)
        lastN = last?.n ?? 0
        lastHash = last?.hash ?? Intent.noHash
        self.intakes = Dictionary(intakes.map { ($0.n, $0) }) { first, _ in first }
    }

    var ownStream: StreamID { StreamID(.device, device) }
    var own: History { known[ownStream] ?? History(ownStream) }

    /// Streams that the batch speaks of, for one load of them all before the first step.
    package var streams: [StreamID] {
        Set(intents.map(\.stream).filter { Settling.kinds.contains($0.kind) })
            .subtracting(known.keys).sorted()
    }

    package mutating func step() -> Step {
        if let refusal { return .refuse(refusal) }
        if known[ownStream] == nil { return .load([ownStream]) }
        switch book.phase {
        case .none: return refuse(.deviceUnknown)
        case .suspended: return refuse(.deviceSuspended)
        case .enrolled, .revoked: break
        }
        if book.phase == .enrolled, let step = settleHeld() { return step }
        while !isOver, next < intents.count {
            if let step = takeIn(intents[next], hashes[next]) { return step }
        }
        return .answer(ackN: lastN, receipts: receipts)
    }

    package mutating func loaded(_ histories: [History]) {
        for history in histories {
            known[history.stream] = history
            if history.stream == ownStream { book = DeviceBook(history) }
        }
    }

    /// The submission is in the log at `positions` (nil: it took none).
    package mutating func appended(_ positions: ClosedRange<Int64>?) {
        guard let submission = waiting else { return }
        waiting = nil
        attempts = 0
        var position = positions?.lowerBound ?? 0
        for write in submission.writes {
            guard var history = known[write.stream], history.version == write.expected else {
                known[write.stream] = nil
                position += Int64(write.events.count)
                continue
            }
            known[write.stream] = nil
            for event in write.events {
                history.take(
                    History.Entry(
                        event, actor: submission.actor, device: device,
                        intent: submission.intent.n, occurredOn: submission.intent.occurredOn,
                        occurredAt: submission.intent.deviceTime, position: position))
                position += 1
            }
            if write.stream == ownStream { book.take(history.entries.suffix(write.events.count)) }
            known[write.stream] = history
        }
        guard var receipt = submission.receipt else {
            refusal = .deviceSuspended
            return
        }
        guard let intake = submission.intake else { return }
        receipt.positions = positions
        accept(intake.n, intake.hash, receipt)
    }

    /// Streams moved on since they were loaded: the intent is decided anew.
    package mutating func outrun(_ streams: [StreamID]) {
        waiting = nil
        for stream in streams { known[stream] = nil }
        attempts += 1
        // What was settled so far is answered; the laptop sends the rest again.
        if attempts >= SyncLimits.decisionsPerIntent { isOver = true }
    }

    /// Another server took in intents of this device meanwhile: their receipts are the answer.
    package mutating func intakeMoved(last: KnownIntake?, intakes: [KnownIntake], own: History) {
        waiting = nil
        lastN = last?.n ?? 0
        lastHash = last?.hash ?? Intent.noHash
        for intake in intakes { self.intakes[intake.n] = intake }
        known[ownStream] = own
        book = DeviceBook(own)
        heldSeen = []
        attempts += 1
        if attempts >= SyncLimits.decisionsPerIntent { isOver = true }
    }

    /// The facts would take what another stream holds (an official number): a verdict instead.
    package mutating func claimed(_ claim: Claim) -> Step {
        guard let submission = waiting else { return step() }
        waiting = nil
        let reason = Receipt.Reason(
            code: "claimed", chinese: Text("\(claim) 已被占用"),
            english: Text("\(claim) is taken already."))
        return submit(
            submission.intent,
            .none(.rejected, reason, positions: [], from: [:]), held: submission.intake == nil)
    }

    private mutating func refuse(_ reason: SyncRefusal) -> Step {
        refusal = reason
        return .refuse(reason)
    }

    private mutating func accept(_ n: Int64, _ hash: [UInt8], _ receipt: Receipt) {
        lastN = n
        lastHash = hash
        receipts.append(receipt)
        next += 1
    }
}

// MARK: One intent

extension PushRun {
    /// Takes in the batch's next intent; nil if that needed nothing of the shell.
    private mutating func takeIn(
        _ intent: Intent, _ hash: [UInt8]
    ) -> Step? {
        if intent.n <= lastN {
            guard let known = intakes[intent.n] else { return refuse(.intentMissing) }
            guard known.hash == hash else { return suspend(at: intent) }
            receipts.append(book.current(known.receipt))
            next += 1
            return nil
        }
        guard intent.n == lastN + 1 else { return refuse(.intentMissing) }
        guard intent.previousHash == lastHash else { return suspend(at: intent) }
        if book.phase == .revoked { return submit(intent, .held(.deviceRevoked), held: false) }
        return decide(intent, held: false)
    }

    /// The next held intent that no longer waits; nil if there is none.
    private mutating func settleHeld() -> Step? {
        guard !isOver else { return nil }
        for held in book.held where !heldSeen.contains(held.intent.n) {
            if let step = decide(held.intent, held: true) { return step }
        }
        return nil
    }

    private mutating func decide(_ intent: Intent, held: Bool) -> Step? {
        switch wait(of: intent) {
        case .load(let streams): return .load(streams)
        case .reason(let reason): return submit(intent, .held(reason), held: held)
        case .none: break
        }
        var context = Context(actor: owner, today: today, occurredOn: intent.occurredOn)
        context.parameters = parameters
        let ruling = Settling.rule(on: intent, of: device, context, known)
        if case .needs(let streams) = ruling { return .load(streams) }
        return submit(intent, ruling, held: held)
    }

    private enum Wait {
        case none
        case load([StreamID])
        case reason(Receipt.Reason)
    }

    /// What an intent depends on is an earlier one of the same laptop on the same stream: held
    /// itself, or in conflict and not settled by a person yet.
    private func wait(of intent: Intent) -> Wait {
        if book.held.contains(where: {
            $0.intent.n < intent.n && $0.intent.stream == intent.stream
        }) {
            return .reason(.waitsForEarlier)
        }
        let conflicts = (book.contested[intent.stream] ?? []).map { StreamID(.conflict, $0) }
        let missing = conflicts.filter { known[$0] == nil }
        if !missing.isEmpty { return .load(missing) }
        let isOpen = conflicts.contains { stream in
            guard let history = known[stream], case .conflict(let state) = history.now.state
            else { return false }
            return state.opening?.intent ?? 0 < intent.n && state.resolution == nil
        }
        return isOpen ? .reason(.waitsForConflict) : .none
    }

    /// Asks for the append of a ruling; nil for an intent that goes on being held.
    private mutating func submit(_ intent: Intent, _ ruling: Ruling, held: Bool) -> Step? {
        if held, case .held = ruling {
            heldSeen.insert(intent.n)
            return nil
        }
        let submission = submission(intent, ruling, held: held)
        waiting = submission
        return .append(submission)
    }

    private mutating func submit(_ intent: Intent, _ ruling: Ruling, held: Bool) -> Step {
        let submission = submission(intent, ruling, held: held)
        waiting = submission
        return .append(submission)
    }

    /// One number with two contents: a copied or restored laptop. What it offers is kept.
    private mutating func suspend(at intent: Intent) -> Step {
        let submission = suspension(from: intent)
        waiting = submission
        return .append(submission)
    }
}
