import Domain
import EventStore
import Sync

extension SyncEndpoint {
    func push(_ call: SyncCall) async throws -> [UInt8] {
        let device = try await signedIn(call)
        let request = try PushRequest(parsing: call.body)
        guard request.device == device.id else { throw SyncRefusal.signatureInvalid }
        let isValid = DeviceSignature.isValid(
            request.signature, over: request.signedBytes, publicKey: device.book.publicKey)
        guard isValid else { throw SyncRefusal.signatureInvalid }
        guard request.isChained else { throw SyncRefusal.chainBroken }
        let head = try await check(request.mark, version: request.version)
        let (ackN, receipts) = try await run(request.intents, device)
        return PushAnswer(
            ackN: ackN, receipts: receipts, epoch: head.epoch, serverTime: clock()
        ).bytes
    }

    /// Takes in `intents`, and decides what was held and can be decided now.
    func run(
        _ intents: [Intent], _ device: SignedDevice
    ) async throws -> (ackN: Int64, receipts: [Receipt]) {
        let (last, known) = try await intakes(device.id, intents)
        var run = PushRun(
            intents, device: device.id, history: device.history, owner: device.owner,
            today: clock().day, parameters: try await streams.parameters(), last: last,
            intakes: known)
        run.loaded(try await histories(run.streams))
        var step = run.step()
        while true {
            try Task.checkCancellation()
            switch step {
            case .load(let wanted): run.loaded(try await histories(wanted))
            case .append(let submission):
                if let next = try await append(submission, &run, intents) {
                    step = next
                    continue
                }
            case .answer(let ackN, let receipts): return (ackN, receipts)
            case .refuse(let refusal): throw refusal
            }
            step = run.step()
        }
    }

    /// Appends and tells the run how it went; the step to go on with, where the run has said it.
    private func append(
        _ submission: Submission, _ run: inout PushRun, _ intents: [Intent]
    ) async throws -> PushRun.Step? {
        let done: Appended
        do throws(AppendError) {
            done = try await log.append(request(submission))
        } catch {
            return try await recover(from: error, submission, &run, intents)
        }
        if done.duplicate {
            // Another server did it: what it did is read, not guessed.
            try await reload(submission.device, &run, intents)
        } else {
            run.appended(done.last >= done.first ? done.first...done.last : nil)
        }
        return nil
    }

    /// What stood in the way, told to the run; throws what is none of its business.
    private func recover(
        from error: AppendError, _ submission: Submission, _ run: inout PushRun,
        _ intents: [Intent]
    ) async throws -> PushRun.Step? {
        switch error {
        case .conflicts(let conflicts):
            run.outrun(conflicts.map(\.stream))
            return nil
        case .intakeOutOfOrder:
            try await reload(submission.device, &run, intents)
            return nil
        case .claimed(let holders):
            guard let claim = holders.first?.claim else { throw error }
            return run.claimed(claim)
        case .keyReused, .queueFull, .deadlineExceeded, .outcomeUnknown, .stopped, .unavailable,
            .diskFull, .tooLarge, .invalid:
            throw error
        }
    }

    private func reload(
        _ device: Text, _ run: inout PushRun, _ intents: [Intent]
    ) async throws {
        let (last, known) = try await intakes(device, intents)
        run.intakeMoved(
            last: last, intakes: known, own: try await history(StreamID(.device, device)))
    }

    private func request(_ submission: Submission) -> AppendRequest {
        AppendRequest(
            id: submission.key, actor: submission.actor, commandHash: submission.commandHash,
            writes: submission.writes.map {
                streamWrite(
                    $0, occurredOn: submission.intent.occurredOn,
                    occurredAt: submission.intent.deviceTime)
            },
            guards: submission.guards.sorted { $0.key < $1.key }.map {
                StreamGuard($0.key, version: $0.value)
            },
            claims: submission.claims.map { ClaimEdit($0.change, holder: $0.holder) },
            device: submission.device, intent: submission.intent.n,
            intake: submission.intake.map {
                Intake(
                    device: submission.device, n: $0.n, previousHash: $0.previousHash,
                    hash: $0.hash, verdict: $0.verdict)
            })
    }

    /// The device's last intake, and those of the numbers that `intents` have.
    private func intakes(
        _ device: Text, _ intents: [Intent]
    ) async throws -> (last: KnownIntake?, known: [KnownIntake]) {
        guard let last = try await log.lastIntake(device: device) else { return (nil, []) }
        let mark = try KnownIntake(
            n: last.intake.n, hash: last.intake.hash, verdict: last.intake.verdict,
            positions: nil)
        guard let from = intents.first?.n, from <= last.intake.n else { return (mark, []) }
        let stored = try await log.intakes(device: device, from: from, limit: intents.count)
        return (
            mark,
            try stored.map {
                try KnownIntake(
                    n: $0.intake.n, hash: $0.intake.hash, verdict: $0.intake.verdict,
                    positions: $0.last >= $0.first ? $0.first...$0.last : nil)
            }
        )
    }
}
