extension Member {
    package struct Addition: Hashable, Sendable {
        package let name: Text
        package let unit: Text
        package let roles: Set<Role>
        package init(name: Text, unit: Text, roles: Set<Role>) {
            self.name = name
            self.unit = unit
            self.roles = roles
        }
    }

    package enum Command: Hashable, Sendable {
        case add(Addition)
        case grantRoles(Set<Role>)
        case revokeRoles(Set<Role>, reason: Text)
        case confirmRole(Role)
        case suspend(reason: Text)
    }
}

extension Member.Command: DomainCommand {
    package static let names = ["add", "grant-roles", "revoke-roles", "confirm-role", "suspend"]

    package var name: String {
        switch self {
        case .add: "add"
        case .grantRoles: "grant-roles"
        case .revokeRoles: "revoke-roles"
        case .confirmRole: "confirm-role"
        case .suspend: "suspend"
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
