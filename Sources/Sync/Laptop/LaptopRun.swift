package import Domain

/// What the laptop's store says before each step of a sync.
package struct LaptopStanding: Sendable {
    /// The cursor and the hash there.
    package var mark: LogMark
    /// The last number that it gave to an intent; 0 before the first.
    package var lastN: Int64
    /// The largest number that the server has taken in, as far as the laptop knows.
    package var ackN: Int64
    /// The intents from `ackN + 1` on, in order; at least one batch of them, if there are any.
    package var unsent: [Intent]

    package init(mark: LogMark, lastN: Int64, ackN: Int64, unsent: [Intent]) {
        self.mark = mark
        self.lastN = lastN
        self.ackN = ackN
        self.unsent = unsent
    }
}

/// Why a sync stops before its end. Everything pending stays pending.
package enum LaptopTrouble: Error, Hashable, Sendable {
    case refused(SyncRefusal)
    /// The server has taken in more of this laptop's intents than the laptop has: it was restored.
    case restored(ackN: Int64)
    /// The server's log has begun a new epoch.
    case otherEpoch(Int64)
    /// The answer contradicts itself or the request; nothing of it was used.
    case nonsense(Text)
    /// The server answers and takes nothing in, again and again.
    case noProgress
}

/// The laptop's side of a sync as a state machine: push until everything is taken in, then pull
/// until there is no more. The shell sends each request, and stores what `take` lets through in one
/// transaction before the next step: stopping between any two steps loses nothing, since the next
/// sync begins from what is stored.
package struct LaptopRun: Sendable {
    package enum Step: Sendable {
        case push(PushRequest)
        case pull(PullRequest)
        case finished
    }

    /// How often a request may be answered without progress.
    static let idleLimit = 5

    private var hasPulledAll = false
    private var idle = 0
    package private(set) var pushed = 0
    package private(set) var pulled = 0

    package init() {}

    package mutating func step(
        _ standing: LaptopStanding, by signer: DeviceSigner
    ) throws -> Step {
        if idle >= LaptopRun.idleLimit { throw LaptopTrouble.noProgress }
        if !standing.unsent.isEmpty {
            let batch = LaptopRun.batch(of: standing.unsent)
            return .push(try PushRequest(batch, mark: standing.mark, by: signer))
        }
        return hasPulledAll ? .finished : .pull(PullRequest(mark: standing.mark))
    }

    /// What to store of a push's answer: receipts by number.
    package mutating func take(
        _ answer: PushAnswer, to request: PushRequest, _ standing: LaptopStanding
    ) throws(LaptopTrouble) -> [Receipt] {
        guard answer.epoch == request.mark.epoch else { throw .otherEpoch(answer.epoch) }
        guard answer.ackN <= standing.lastN else { throw .restored(ackN: answer.ackN) }
        let sent = request.fromN..<(request.fromN + Int64(request.intents.count))
        var expected = request.fromN
        for receipt in answer.receipts {
            guard receipt.n == expected, sent.contains(receipt.n), receipt.n <= answer.ackN else {
                throw .nonsense("receipts")
            }
            expected += 1
        }
        idle = answer.receipts.isEmpty ? idle + 1 : 0
        pushed += answer.receipts.count
        return answer.receipts
    }

    /// Lets a page through that follows the cursor and does not contradict itself.
    package mutating func take(
        _ answer: PullAnswer, to request: PullRequest
    ) throws(LaptopTrouble) -> PullAnswer {
        let cursor = request.mark.position
        guard answer.epoch == request.mark.epoch else { throw .otherEpoch(answer.epoch) }
        guard answer.nextCursor >= cursor, answer.head >= answer.nextCursor else {
            throw .nonsense("nextCursor")
        }
        guard answer.events.count <= request.limit else { throw .nonsense("events") }
        var last = cursor
        for event in answer.events {
            guard event.envelope.position > last, event.envelope.position <= answer.nextCursor
            else { throw .nonsense("events") }
            last = event.envelope.position
        }
        idle = answer.more && answer.nextCursor == cursor ? idle + 1 : 0
        hasPulledAll = !answer.more
        pulled += answer.events.count
        return answer
    }

    /// As many intents as one request may hold, at least one.
    static func batch(of intents: [Intent]) -> [Intent] {
        // Each intent's envelope on the wire stays below this, names and hash included.
        let envelope = 512
        var bytes = 4_096
        var count = 0
        for intent in intents.prefix(SyncLimits.intentsPerPush) {
            bytes += intent.body.count + envelope
            if count > 0, bytes > SyncLimits.pushBytes { break }
            count += 1
        }
        return Array(intents.prefix(count))
    }
}
