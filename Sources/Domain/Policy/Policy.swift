/// Who may do what: one table, default deny.
///
/// `administrator` may command tasks, never money or approvals; `auditor` writes nothing.
package enum Policy {
    /// The roles that may give the command called `name`; empty for an unknown one.
    package static func roles(for kind: AggregateKind, _ name: String) -> Set<Role> {
        switch kind {
        case .task: task[name] ?? []
        case .letter: letter[name] ?? []
        case .roster: roster[name] ?? []
        case .disbursement: disbursement[name] ?? []
        case .fund: fund[name] ?? []
        case .indicator: indicator[name] ?? []
        case .project: project[name] ?? []
        case .parameter: parameter[name] ?? []
        case .conflict: conflict[name] ?? []
        case .device: device[name] ?? []
        case .member: member[name] ?? []
        case .epoch: epoch[name] ?? []
        }
    }

    package static func allows(_ command: BureauCommand, to actor: Actor) -> Bool {
        !roles(for: command.kind, command.name).isDisjoint(with: actor.roles)
    }
}
