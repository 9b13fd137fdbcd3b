package import Domain
package import Sync

/// The server's end over a log in memory: the same machines as the real one, and an append with the
/// same checks.
package final class MemoryServer {
    package private(set) var events: [StoredEvent] = []
    private var requests: [Text: ClosedRange<Int64>?] = [:]
    package private(set) var intakes: [Text: [KnownIntake]] = [:]
    package var owners: [Text: Actor] = [:]
    package var now = Instant.endOf(Day(number: 20_250))
    /// Runs before each append: another person's change may slip in.
    package var beforeAppend: ((Submission) -> Void)?
    /// Throws to play a server that dies right after an append.
    package var afterAppend: (() throws -> Void)?

    package init() {}

    package static let logID = EventID(high: 1, low: 2)

    package var head: Int64 { Int64(events.count) }

    package func mark(at position: Int64) -> LogMark {
        LogMark(
            logID: MemoryServer.logID, epoch: 1, position: position,
            prefixHash: prefixHash(at: position))
    }

    private func prefixHash(at position: Int64) -> [UInt8] {
        events.prefix(Int(position)).reduce(Intent.noHash) { sha256($0 + $1.payload) }
    }

    package func history(_ stream: StreamID) -> History {
        History(stream, events.filter { $0.envelope.stream == stream })
    }

    package func states<D: BureauDecider>(_ stream: StreamID, _ decider: D.Type) -> D.State? {
        D.state(in: history(stream).now.state)
    }

    /// Appends as somebody at a desk does.
    package func record(
        _ stream: StreamID, _ events: [BureauEvent], by actor: Text, device: Text? = nil,
        intent: Int64? = nil, on day: Day? = nil, at moment: Instant? = nil
    ) {
        for event in events {
            guard let encoded = event.encoded else { continue }
            let version = self.events.count { $0.envelope.stream == stream } + 1
            self.events.append(
                StoredEvent(
                    Envelope(
                        position: head + 1, stream: stream, version: version,
                        id: EventID(high: 7, low: UInt64(head + 1)), type: encoded.type,
                        schema: encoded.schema, occurredOn: day ?? now.day, occurredAt: moment,
                        recordedAt: now, actor: actor, device: device, intent: intent),
                    payload: encoded.payload))
        }
    }

    package func enrol(_ signer: DeviceSigner, _ owner: Actor) {
        owners[owner.id] = owner
        let enrolment = Device.Enrolment(
            name: "laptop", member: owner.id, publicKey: Text(Base64.text(signer.publicKey)))
        record(
            StreamID(.device, signer.device), [.device(.enrolled(enrolment))], by: owner.id)
    }

    // MARK: Messages

    package func push(_ bytes: [UInt8]) throws -> [UInt8] {
        let request = try PushRequest(parsing: bytes)
        let run = try self.run(request.device, request.intents, request.mark)
        let (ackN, receipts) = try finish(run, request.device)
        return PushAnswer(ackN: ackN, receipts: receipts, epoch: 1, serverTime: now).bytes
    }

    package func pull(_ bytes: [UInt8], from device: Text) throws -> [UInt8] {
        let request = try PullRequest(parsing: bytes)
        let cursor = request.mark.position
        _ = try finish(try run(device, [], request.mark), device)
        let found = events.dropFirst(Int(cursor)).filter {
            PullPage.kinds.contains($0.envelope.stream.kind)
        }
        let page = PullPage(
            Array(found.prefix(request.limit)), limit: request.limit, head: head)
        let book = DeviceBook(history(StreamID(.device, device)))
        let receipts =
            page.nextCursor > cursor
            ? book.receipts(settledIn: (cursor + 1)...page.nextCursor).receipts : []
        return PullAnswer(
            epoch: 1, events: page.events, nextCursor: page.nextCursor, head: head,
            prefixHash: prefixHash(at: page.nextCursor), more: page.more, receipts: receipts
        ).bytes
    }

    private func run(
        _ device: Text, _ intents: [Intent], _ mark: LogMark
    ) throws -> PushRun {
        let hash = mark.position <= head ? prefixHash(at: mark.position) : nil
        if let refusal = mark.objection(server: self.mark(at: head), prefixHash: hash) {
            throw refusal
        }
        let own = history(StreamID(.device, device))
        guard let owner = owners[DeviceBook(own).member] else {
            throw SyncRefusal.deviceUnknown
        }
        let taken = intakes[device] ?? []
        let numbers = Set(intents.map(\.n))
        return PushRun(
            intents, device: device, history: own, owner: owner, today: now.day,
            parameters: ParameterTable(), last: taken.last,
            intakes: taken.filter { numbers.contains($0.n) })
    }

    private func finish(_ start: PushRun, _ device: Text) throws -> (Int64, [Receipt]) {
        var run = start
        var step = run.step()
        while true {
            switch step {
            case .load(let streams): run.loaded(streams.map { history($0) })
            case .append(let submission):
                beforeAppend?(submission)
                switch try append(submission) {
                case .done(let positions):
                    try afterAppend?()
                    run.appended(positions)
                case .outrun(let streams): run.outrun(streams)
                case .moved:
                    let taken = intakes[device] ?? []
                    run.intakeMoved(
                        last: taken.last, intakes: taken,
                        own: history(StreamID(.device, device)))
                }
            case .answer(let ackN, let receipts): return (ackN, receipts)
            case .refuse(let refusal): throw refusal
            }
            step = run.step()
        }
    }

    private enum Outcome {
        case done(ClosedRange<Int64>?)
        case outrun([StreamID])
        case moved
    }

    private func append(_ submission: Submission) throws -> Outcome {
        if let positions = requests[submission.key] { return .done(positions) }
        if let intake = submission.intake {
            let last = intakes[submission.device]?.last
            guard intake.n == (last?.n ?? 0) + 1,
                last == nil || last?.hash == intake.previousHash
            else { return .moved }
        }
        let expected =
            submission.writes.map { ($0.stream, $0.expected) }
            + submission.guards.map { ($0.key, $0.value) }
        let moved = expected.filter { history($0.0).version != $0.1 }.map(\.0)
        if !moved.isEmpty { return .outrun(moved) }
        let first = head + 1
        for write in submission.writes {
            record(
                write.stream, write.events, by: submission.actor, device: submission.device,
                intent: submission.intent.n, on: submission.intent.occurredOn,
                at: submission.intent.deviceTime)
        }
        let positions = head >= first ? first...head : nil
        requests[submission.key] = positions
        if let intake = submission.intake {
            let known = try KnownIntake(
                n: intake.n, hash: intake.hash, verdict: intake.verdict, positions: positions)
            intakes[submission.device, default: []].append(known)
        }
        return .done(positions)
    }
}
