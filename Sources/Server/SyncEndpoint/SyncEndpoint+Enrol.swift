import Domain
import EventStore
import Sync

extension SyncEndpoint {
    /// Appends are tried again so often while other enrolments of the same laptop are in the way.
    private static let enrolAttempts = 4

    /// A laptop with a one-time code. Asked again with the same key and code, the answer is the
    /// same; after a suspension, a new code lets the laptop go on.
    func enrol(_ call: SyncCall) async throws -> [UInt8] {
        let request = try EnrolRequest(parsing: call.body)
        let device = DeviceID.derived(from: request.publicKey)
        guard let member = try await codes.redeem(request.code.string, device: device) else {
            throw SyncRefusal.codeInvalid
        }
        guard let owner = try await owner(member) else { throw SyncRefusal.memberUnknown }
        let enrolment = Device.Enrolment(
            name: request.name, member: member, publicKey: Text(Base64.text(request.publicKey)))
        try await record(enrolment, device: device, owner)
        let head = try await log.head()
        return EnrolAnswer(
            device: device, logID: log.identity, epoch: head.epoch, owner: owner,
            serverTime: clock()
        ).bytes
    }

    private func record(
        _ enrolment: Device.Enrolment, device: Text, _ owner: Actor
    ) async throws {
        let stream = StreamID(.device, device)
        let today = clock().day
        for _ in 0..<SyncEndpoint.enrolAttempts {
            let history = try await history(stream)
            let command = BureauCommand.device(.enrol(enrolment))
            let outcome = Bureau.decide(
                command, on: stream, Context(actor: owner, today: today),
                Bureau.Known([stream: history.now]))
            switch outcome {
            case .decided(let decision):
                if decision.writes.isEmpty { return }
                let append = AppendRequest(
                    actor: owner.id, commandHash: sha256(command.body),
                    writes: decision.writes.map {
                        streamWrite($0, occurredOn: today, occurredAt: nil)
                    }, device: device)
                do throws(AppendError) {
                    _ = try await log.append(append)
                    return
                } catch {
                    guard case .conflicts = error else { throw error }
                    continue  // The same laptop asked twice at once.
                }
            case .rejected(let rejection): throw CommandFailure.rejected(rejection)
            case .notUnderstood(let stream, let version):
                throw CommandFailure.notUnderstood(stream, version: version)
            case .needs: throw CommandFailure.busy
            }
        }
        throw CommandFailure.busy
    }

    func streamWrite(
        _ write: Bureau.Write, occurredOn: Day, occurredAt: Instant?
    ) -> StreamWrite {
        let events = write.events.compactMap { event -> NewEvent? in
            guard let encoded = event.encoded else { return nil }
            return NewEvent(
                type: encoded.type, schema: encoded.schema,
                occurredOn: occurredOn, occurredAt: occurredAt, payload: encoded.payload)
        }
        return StreamWrite(
            write.stream, part: SyncEndpoint.part, expecting: .version(write.expected), events)
    }

    /// The part of a stream that a laptop begins, until parts divide the bureau.
    static let part: Text = "bureau"
}
