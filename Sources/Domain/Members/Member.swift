/// The rules of one member of the bureau (人员): whose duties are which.
package enum Member: Decider {
    package static let kind = AggregateKind.member
    package static let initial = State()

    package struct State: Hashable, Sendable {
        package enum Phase: String, Hashable, Sendable, CaseIterable {
            case none, active, suspended
        }
        package var phase = Phase.none
        package var name: Text = ""
        package var unit: Text = ""
        /// The roles that work; none while suspended.
        package var roles: Set<Role> = []
        /// Money roles that wait for 安全管理员, each with the id of who granted it.
        package var pending: [Role: Text] = [:]
    }

    /// Roles that handle money: granted by one person, confirmed by another.
    package static let moneyRoles: Set<Role> = [.financeMaker, .financeChecker]

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        if case .add(let addition) = command { return try add(addition, state, context) }
        switch state.phase {
        case .none: throw .notAdded
        case .suspended:
            if case .suspend = command { return [] }
            throw .suspended
        case .active: break
        }
        switch command {
        case .add: throw .alreadyAdded
        case .grantRoles(let roles): return try grant(roles, state, context)
        case .revokeRoles(let roles, let reason): return try revoke(roles, reason, state)
        case .confirmRole(let role): return try confirm(role, state, context)
        case .suspend(let reason): return [.suspended(reason: reason)]
        }
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .added(let addition, let by):
            state.phase = .active
            state.name = addition.name
            state.unit = addition.unit
            state.grant(addition.roles, by: by)
        case .rolesGranted(let roles, let by): state.grant(roles, by: by)
        case .rolesRevoked(let roles, _):
            state.roles.subtract(roles)
            for role in roles { state.pending[role] = nil }
        case .roleConfirmed(let role):
            state.pending[role] = nil
            state.roles.insert(role)
        case .suspended:
            state.phase = .suspended
            state.roles = []
            state.pending = [:]
        }
    }
}

extension Member.State {
    fileprivate mutating func grant(_ granted: Set<Role>, by: Text) {
        roles.formUnion(granted.subtracting(Member.moneyRoles))
        for role in granted.intersection(Member.moneyRoles) where !roles.contains(role) {
            pending[role] = by
        }
    }
}

// MARK: One function a command

extension Member {
    private static func add(
        _ addition: Addition, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard state.phase == .none else { throw .alreadyAdded }
        return [.added(addition, by: context.actor.id)]
    }

    private static func grant(
        _ roles: Set<Role>, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        guard !roles.isEmpty else { throw .noRoles }
        let new = roles.subtracting(state.roles).subtracting(state.pending.keys)
        return new.isEmpty ? [] : [.rolesGranted(new, by: context.actor.id)]
    }

    private static func revoke(
        _ roles: Set<Role>, _ reason: Text, _ state: State
    ) throws(Rejection) -> [Event] {
        guard !roles.isEmpty else { throw .noRoles }
        let held = state.roles.union(state.pending.keys)
        if let other = roles.subtracting(held).min(by: { $0.rawValue < $1.rawValue }) {
            throw .notHeld(other)
        }
        return [.rolesRevoked(roles, reason: reason)]
    }

    private static func confirm(
        _ role: Role, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        if state.roles.contains(role) { return [] }
        guard let granter = state.pending[role] else { throw .notPending(role) }
        guard granter != context.actor.id else { throw .ownRole(role) }
        return [.roleConfirmed(role)]
    }
}
