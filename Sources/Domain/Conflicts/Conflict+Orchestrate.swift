import JSON

extension Conflict {
    /// Decides a command about a conflict. Choosing the intent carries its command out on the
    /// stream in dispute, in the same append, as its author's: the choice and what it leads to are
    /// one, and neither stands without the other.
    package static func orchestrate(
        _ command: Command, on stream: StreamID, _ context: Context, _ known: Bureau.Known
    ) -> Bureau.Outcome {
        let outcome = Bureau.single(Conflict.self, command, stream, context, known)
        guard case .decided(let decision) = outcome, !decision.writes.isEmpty,
            case .resolve(let resolution) = command, let snapshot = known[stream],
            let opening = state(in: snapshot.state)?.opening
        else { return outcome }
        switch resolution.choice {
        case .ours: return outcome
        case .theirs:
            return carryOut(opening.body, of: opening, with: decision, context, known) {
                $0.actor = Actor(
                    id: opening.author, unit: opening.authorUnit ?? "",
                    roles: context.actor.roles)
                $0.occurredOn = opening.occurredOn
            }
        case .other:
            let body = resolution.body ?? opening.body
            return carryOut(body, of: opening, with: decision, context, known) { _ in }
        }
    }

    private static func carryOut(
        _ body: JSONValue, of opening: Opening, with decision: Bureau.Decision,
        _ context: Context, _ known: Bureau.Known, as change: (inout Context) -> Void
    ) -> Bureau.Outcome {
        guard let target = opening.target else {
            return .rejected(Rejection.notReadable(command: opening.command, field: nil))
        }
        var context = context
        change(&context)
        do throws(Rejection) {
            let command = try read(body, of: opening, target.kind)
            switch Bureau.overrule(command, on: target, context, known) {
            case .decided(let chosen):
                let guards = decision.guards.merging(chosen.guards) { mine, _ in mine }
                return .decided(
                    Bureau.Decision(decision.writes + chosen.writes, guards: guards))
            case .needs(let streams): return .needs(streams)
            case .rejected(let rejection): return .rejected(rejection)
            case .notUnderstood(let stream, let version):
                return .notUnderstood(stream, version: version)
            }
        } catch {
            return .rejected(error)
        }
    }

    private static func read(
        _ body: JSONValue, of opening: Opening, _ kind: AggregateKind
    ) throws(Rejection) -> BureauCommand {
        let command: BureauCommand?
        do throws(FieldErrors) {
            command = try BureauCommand.read(kind, opening.command.string, body)
        } catch {
            let field = error.errors.first.map { Text($0.pointer) }
            throw .notReadable(command: opening.command, field: field)
        }
        guard let command else { throw .notReadable(command: opening.command, field: nil) }
        return command
    }
}

extension Bureau {
    /// Decides `command` where a person has preferred it to what stands.
    fileprivate static func overrule(
        _ command: BureauCommand, on stream: StreamID, _ context: Context, _ known: Known
    ) -> Outcome {
        switch command {
        case .task(let command): overrule(WorkTask.self, command, stream, context, known)
        case .letter(let command): overrule(Letter.self, command, stream, context, known)
        case .roster, .disbursement, .fund, .indicator, .project, .parameter, .conflict, .device,
            .member, .epoch:
            decide(command, on: stream, context, known)
        }
    }

    private static func overrule<D: BureauDecider & Mergeable>(
        _ decider: D.Type, _ command: D.Command, _ stream: StreamID, _ context: Context,
        _ known: Known
    ) -> Outcome {
        guard let snapshot = known[stream] else { return .needs([stream]) }
        if let version = snapshot.blockedAt { return .notUnderstood(stream, version: version) }
        guard let state = D.state(in: snapshot.state) else { return .needs([stream]) }
        do throws(D.Rejection) {
            let events = try D.overrule(command, state, context).map { D.bureauEvent($0) }
            return .decided(Decision([Write(stream, expected: snapshot.version, events)]))
        } catch {
            return .rejected(error)
        }
    }
}
