extension Member {
    /// What happened to one member of the bureau (人员), oldest first. Passwords and tokens are not
    /// in the log.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number. `by` is
    /// kept because whoever granted a money role does not confirm it.
    package enum Event: Hashable, Sendable {
        case added(Addition, by: Text)
        case rolesGranted(Set<Role>, by: Text)
        case rolesRevoked(Set<Role>, reason: Text)
        /// 安全管理员 confirmed a money role, which works from now on.
        case roleConfirmed(Role)
        case suspended(reason: Text)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case alreadyAdded, notAdded, suspended, noRoles
        case notPending(Role)
        case notHeld(Role)
        /// Who granted a money role does not confirm it.
        case ownRole(Role)
    }
}

extension Member.Event: DomainEvent {
    package var type: String {
        switch self {
        case .added: "MemberAdded"
        case .rolesGranted: "RolesGranted"
        case .rolesRevoked: "RolesRevoked"
        case .roleConfirmed: "RoleConfirmed"
        case .suspended: "MemberSuspended"
        }
    }
}
