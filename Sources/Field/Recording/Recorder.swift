package import Domain
package import JSON
package import Sync

/// Records commands as intents: checked by the same rules as on the server, over what the laptop
/// knows, so that most mistakes are told where they are made.
package struct Recorder: Sendable {
    private let store: FieldStore
    private let enrolment: FieldEnrolment
    private let now: @Sendable () -> Instant

    package init(
        store: FieldStore, enrolment: FieldEnrolment, now: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.enrolment = enrolment
        self.now = now
    }

    /// The kinds of things that can be changed on a laptop.
    package static let kinds: [AggregateKind] = [.task, .letter, .conflict]

    /// Checks and records; durable when it returns. Nothing is recorded if it throws.
    package func record(
        _ name: String, _ body: JSONValue, on stream: StreamID, occurredOn: Day?
    ) throws -> Intent {
        let command = try read(name, body, stream.kind)
        guard Policy.allows(command, to: enrolment.owner) else {
            throw LaptopError.notAllowed(name)
        }
        let moment = now()
        let day = occurredOn ?? moment.day
        try preview(command, on: stream, moment, day)
        return try store.record(stream) { n, baseVersion, previousHash in
            Intent(
                n: n, stream: stream, command: Text(name), body: command.body, occurredOn: day,
                deviceTime: moment, baseVersion: baseVersion, previousHash: previousHash)
        }
    }

    private func read(
        _ name: String, _ body: JSONValue, _ kind: AggregateKind
    ) throws -> BureauCommand {
        let command: BureauCommand?
        do throws(FieldErrors) {
            command = try BureauCommand.read(kind, name, body)
        } catch {
            throw LaptopError.fields(error)
        }
        guard let command else { throw LaptopError.unknownCommand(kind: kind, name: name) }
        return command
    }

    /// Throws what the rules say against the command after all that is pending.
    private func preview(
        _ command: BureauCommand, on stream: StreamID, _ moment: Instant, _ day: Day
    ) throws {
        let creates = command.name == BureauCommand.names(of: stream.kind).first
        var overlay = try store.overlay(owner: enrolment.owner, today: moment.day)
        let known = try overlay.version(of: stream)
        guard creates || known > 0 else { throw LaptopError.noSuchThing(stream) }
        let candidate = Intent(
            n: Int64.max, stream: stream, command: Text(command.name), body: command.body,
            occurredOn: day, deviceTime: moment, baseVersion: 0, previousHash: Intent.noHash)
        switch try overlay.take(candidate) {
        case .events(let events): if events.isEmpty { throw LaptopError.nothingNew }
        case .refused(let reason): throw LaptopError.rejected(reason)
        case .none: break
        }
    }
}

extension FieldStore {
    /// The preview of everything pending, over the confirmed state.
    package func overlay(owner: Actor, today: Day) throws -> Overlay {
        var overlay = Overlay(
            owner: owner, today: today, parameters: try parameters(),
            load: { try self.history($0) })
        for kept in try pendingIntents() where kept.isPreviewed {
            _ = try overlay.take(kept.intent)
        }
        return overlay
    }
}

extension KeptIntent {
    /// True unless it is known already that the intent leads to nothing of its own.
    var isPreviewed: Bool {
        guard isPending else { return false }
        switch receipt?.standing {
        case nil, .held, .verdict(.accepted), .verdict(.merged): return true
        case .verdict(.duplicate), .verdict(.conflict), .verdict(.rejected): return false
        }
    }
}
