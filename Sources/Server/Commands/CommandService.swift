import Crypto
package import Domain
package import EventStore
import JSON

/// Takes commands from any door (API, seeds, command line), decides them over freshly loaded
/// streams, and appends the outcome all or nothing.
package struct CommandService: Sendable {
    package let log: EventLog
    let sealer: PersonalSealer
    let streams: StreamLoader
    let clock: @Sendable () -> Instant

    /// Times that a command is decided anew because somebody else was faster. Each round one of
    /// those who compete for a stream gets through.
    static let attempts = 64
    /// Rounds of loading further streams that one decision may ask for.
    static let loadingRounds = 8

    package init(
        log: EventLog, sealer: PersonalSealer, streams: StreamLoader,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.log = log
        self.sealer = sealer
        self.streams = streams
        self.clock = clock
    }

    /// Role, idempotency, `If-Match`, fields, rules: checked in this order.
    package func perform(
        _ request: CommandRequest
    ) async throws(CommandFailure) -> CommandResult {
        guard let creating = BureauCommand.names(of: request.kind).first,
            BureauCommand.names(of: request.kind).contains(request.name)
        else { throw .unknownCommand }
        let roles = Policy.roles(for: request.kind, request.name)
        guard !roles.isDisjoint(with: request.actor.roles) else { throw .forbidden }
        let hash = commandHash(request)
        if let known = try await earlier(request, hash) { return known }
        let today = clock().day
        let prepared = try prepare(request, today)
        let creates = request.name == creating
        guard let id = request.id ?? (creates ? Text(EventID.generate().description) : nil) else {
            throw .unknownCommand
        }
        var context = Context(
            actor: request.actor, today: request.imported ? prepared.occurredOn : today,
            occurredOn: prepared.occurredOn, imported: request.imported)
        context.parameters = try await failing { try await streams.parameters() }
        let attempt = Attempt(
            request: request, stream: StreamID(request.kind, id), command: prepared.command,
            context: context, hash: hash, creates: creates || prepared.command.hasHappened)
        return try await settle(attempt)
    }

    /// Decides and appends until nobody else is in the way.
    private func settle(_ attempt: Attempt) async throws(CommandFailure) -> CommandResult {
        var attempt = attempt
        for _ in 0..<CommandService.attempts {
            let (decision, known) = try await decide(attempt)
            let version = known[attempt.stream]?.version ?? 0
            if decision.writes.isEmpty {
                let head = try await failing { try await log.head() }
                return CommandResult(
                    stream: attempt.stream, version: version, position: head.position,
                    positions: nil, duplicate: true)
            }
            let append = request(attempt, decision, known)
            do throws(AppendError) {
                let done = try await log.append(append)
                streams.took(decision, done.versions, known)
                return CommandResult(
                    stream: attempt.stream, version: done.versions[attempt.stream] ?? version,
                    position: done.last, positions: done.first...max(done.first, done.last),
                    duplicate: done.duplicate)
            } catch {
                try retryable(error, &attempt)
            }
        }
        throw .busy
    }

    /// Returns if the command should be decided anew, throws what the caller is told otherwise.
    private func retryable(
        _ error: AppendError, _ attempt: inout Attempt
    ) throws(CommandFailure) {
        // Cash that was handed over is recorded all the same: the months that others hold become
        // an overpayment.
        if case .claimed(let holders) = error,
            let command = attempt.command.naming(monthsHeld: holders.map(\.claim))
        {
            attempt.command = command
            return
        }
        guard case .conflicts(let conflicts) = error else { throw CommandFailure(error) }
        streams.forget(conflicts.map(\.stream))
        guard attempt.request.ifMatch != nil,
            let own = conflicts.first(where: { $0.stream == attempt.stream })
        else { return }
        throw .stale(actual: own.actual, since: own.since)
    }

    private func decide(
        _ attempt: Attempt
    ) async throws(CommandFailure) -> (Bureau.Decision, Bureau.Known) {
        var known = Bureau.Known()
        var needed = [attempt.stream]
        for _ in 0..<CommandService.loadingRounds {
            let missing = known.missing(needed)
            let loaded = try await failing { try await streams.load(missing) }
            for (stream, snapshot) in loaded { known[stream] = snapshot }
            try await check(attempt, known)
            let outcome = Bureau.decide(
                attempt.command, on: attempt.stream, attempt.context, known)
            switch outcome {
            case .needs(let more): needed = more
            case .decided(let decision): return (decision, known)
            case .rejected(let rejection): throw .rejected(rejection)
            case .notUnderstood(let stream, let version):
                throw .notUnderstood(stream, version: version)
            }
        }
        throw .busy
    }

    /// Existence and `If-Match` against the stream as loaded.
    private func check(
        _ attempt: Attempt, _ known: Bureau.Known
    ) async throws(CommandFailure) {
        let version = known[attempt.stream]?.version ?? 0
        if version == 0, !attempt.creates { throw .notFound(attempt.stream) }
        guard let seen = attempt.request.ifMatch, seen != version else { return }
        let since = try await failing {
            try await log.load(attempt.stream, after: max(0, seen), limit: 100)
        }
        throw .stale(actual: version, since: since)
    }

    private func request(
        _ attempt: Attempt, _ decision: Bureau.Decision, _ known: Bureau.Known
    ) -> AppendRequest {
        let correlation = attempt.request.correlation ?? EventID.generate(at: clock())
        var claims: [ClaimEdit] = []
        let writes = decision.writes.map { write in
            let before = known[write.stream]?.state ?? .initial(write.stream.kind)
            claims += Bureau.claims(of: write.events, before: before).map {
                ClaimEdit($0, holder: write.stream)
            }
            return StreamWrite(
                write.stream, part: attempt.request.part,
                expecting: attempt.isAdditive ? .any : .version(write.expected),
                write.events.compactMap { newEvent($0, attempt, correlation) })
        }
        return AppendRequest(
            id: attempt.request.idempotencyKey, actor: attempt.request.actor.id,
            commandHash: attempt.hash, writes: writes,
            guards: decision.guards.sorted { $0.key < $1.key }.map {
                StreamGuard($0.key, version: $0.value)
            }, claims: claims)
    }

    private func newEvent(
        _ event: BureauEvent, _ attempt: Attempt, _ correlation: EventID
    ) -> NewEvent? {
        guard let encoded = event.encoded else { return nil }
        return NewEvent(
            type: encoded.type, schema: encoded.schema,
            occurredOn: attempt.context.occurredOn, correlation: correlation,
            imported: attempt.request.imported, payload: encoded.payload)
    }
}

// MARK: Before deciding

extension CommandService {
    struct Attempt: Sendable {
        let request: CommandRequest
        let stream: StreamID
        var command: BureauCommand
        let context: Context
        let hash: [UInt8]
        let creates: Bool

        /// An additive command changes nothing that a rule reads, so it stands after whatever
        /// others do meanwhile; only who named a version is held to it. An objection's id is
        /// unique in its roster, so those are decided one after the other.
        var isAdditive: Bool {
            command.mergeClass == .additive && command.kind != .roster
                && request.ifMatch == nil && !creates
        }
    }

    /// Keyed, because a plain hash of an identity number can be found by trying them all.
    private func commandHash(_ request: CommandRequest) -> [UInt8] {
        let head = "\(request.kind.rawValue)/\(request.id?.string ?? "")/\(request.name)\n"
        return sealer.keys.authenticate("command", Array(head.utf8) + request.body.bytes)
    }

    /// The outcome of an earlier request with the same key: looked up before anything else of the
    /// command is judged, so that a retry gets the answer that was lost.
    private func earlier(
        _ request: CommandRequest, _ hash: [UInt8]
    ) async throws(CommandFailure) -> CommandResult? {
        guard let key = request.idempotencyKey else { return nil }
        let record = try await failing {
            try await log.requestOutcome(actor: request.actor.id, id: key)
        }
        guard let record else { return nil }
        guard record.command == CommandDigest(hash) else { throw .keyReused }
        let events = try await failing {
            try await log.read(after: record.first - 1, through: record.last, limit: 10_000)
        }
        let own = events.last {
            $0.envelope.stream.kind == request.kind
                && (request.id == nil || $0.envelope.stream.id == request.id)
        }
        guard let own else {
            throw .unavailable("recorded events not found", outcomeUnknown: false)
        }
        return CommandResult(
            stream: own.envelope.stream, version: own.envelope.version, position: record.last,
            positions: record.first...record.last, duplicate: true)
    }

    private func prepare(
        _ request: CommandRequest, _ today: Day
    ) throws(CommandFailure) -> (command: BureauCommand, occurredOn: Day) {
        let day = LateEntry(request.body)
        let sealed: JSONValue
        do throws(FieldErrors) {
            sealed = try sealer.seal(request.kind, request.name, day.body)
        } catch {
            throw .fields(error)
        }
        var fields = FieldReader(sealed)
        guard let command = BureauCommand.read(request.kind, request.name, &fields) else {
            throw .unknownCommand
        }
        let creates = request.name == BureauCommand.names(of: request.kind).first
        let needsVersion = command.mergeClass == .exclusive && !creates && !command.hasHappened
        if needsVersion, !request.imported, request.ifMatch == nil { throw .ifMatchMissing }
        let occurredOn = day.read(&fields, today: today, imported: request.imported)
        do throws(FieldErrors) {
            try fields.finish()
        } catch {
            throw .fields(error)
        }
        return (command, occurredOn)
    }

    /// What went wrong in a read of the store, as the caller is told it.
    func failing<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws(CommandFailure) -> Value {
        do {
            return try await body()
        } catch let error as EventStoreError {
            throw .unavailable(String(describing: error), outcomeUnknown: false)
        } catch let error as AppendError {
            throw CommandFailure(error)
        } catch {
            throw .unavailable("the database could not be read", outcomeUnknown: false)
        }
    }
}

extension CommandFailure {
    init(_ error: AppendError) {
        self =
            switch error {
            case .conflicts, .queueFull, .intakeOutOfOrder: .busy
            case .claimed(let holders): .claimed(holders)
            case .keyReused: .keyReused
            case .deadlineExceeded: .unavailable("too busy", outcomeUnknown: false)
            case .outcomeUnknown: .unavailable("no answer", outcomeUnknown: true)
            case .stopped(let why): .stopped(why)
            case .unavailable(let why): .unavailable(why, outcomeUnknown: false)
            case .diskFull: .diskFull
            case .tooLarge(let field): .tooLarge(field)
            case .invalid(let field): .unavailable("invalid \(field)", outcomeUnknown: false)
            }
    }
}

/// The day that a late entry (补录) states, beside the command's own fields.
struct LateEntry {
    let body: JSONValue
    private let stated: JSONValue?

    init(_ body: JSONValue) {
        guard case .object(let object) = body, let stated = object["occurredOn"] else {
            self.body = body
            self.stated = nil
            return
        }
        self.stated = stated
        self.body = .object(JSONObject(object.members.filter { $0.key != "occurredOn" }))
    }

    /// Nothing can have happened tomorrow; a history says its own days.
    func read(_ fields: inout FieldReader, today: Day, imported: Bool) -> Day {
        guard let stated else { return today }
        guard case .string(let string) = stated else {
            return fields.wrong("occurredOn", .wrongType, today)
        }
        guard let day = Day(string) else {
            return fields.wrong("occurredOn", .invalidDate, today)
        }
        return day <= today || imported ? day : fields.wrong("occurredOn", .outOfRange, today)
    }
}
