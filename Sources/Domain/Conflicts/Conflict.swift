/// The rules of one pair of changes that may not be merged (待裁定事项): opened by the server, and
/// settled once, by a person who may give the command concerned.
package enum Conflict: Decider {
    package static let kind = AggregateKind.conflict
    package static let initial = State()

    package struct State: Hashable, Sendable {
        package var opening: Opening?
        package var resolution: Resolution?
        package var resolvedBy: Text?
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        switch command {
        case .open(let opening):
            guard let standing = state.opening else { return [.opened(opening)] }
            guard standing == opening else { throw .alreadyOpened }
            return []
        case .resolve(let resolution): return try resolve(resolution, state, context)
        }
    }

    private static func resolve(
        _ resolution: Resolution, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard let opening = state.opening else { throw .notOpened }
        guard mayResolve(opening, context.actor) else { throw .notYours(command: opening.command) }
        if let standing = state.resolution, let by = state.resolvedBy {
            guard standing.choice == resolution.choice, standing.body == resolution.body else {
                throw .alreadyResolved(standing.choice, by: by)
            }
            return []
        }
        switch resolution.choice {
        case .other: if resolution.body == nil { throw .bodyNeeded }
        case .ours, .theirs: if resolution.body != nil { throw .bodyNotNeeded }
        }
        return [.resolved(resolution, by: context.actor.id)]
    }

    /// Whoever may give the command concerned. The administrator may command tasks, and so settle
    /// what concerns them; no other business is decided by system affairs.
    package static func mayResolve(_ opening: Opening, _ actor: Actor) -> Bool {
        guard let target = opening.target else { return false }
        var roles = Policy.roles(for: target.kind, opening.command.string)
        if target.kind != .task { roles.remove(.administrator) }
        return !roles.isDisjoint(with: actor.roles)
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .opened(let opening): state.opening = opening
        case .resolved(let resolution, let by):
            state.resolution = resolution
            state.resolvedBy = by
        }
    }
}
