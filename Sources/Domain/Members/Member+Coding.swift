// Names and keys of members, in commands and in stored events. Stored names never change.

extension Member.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .add(let addition): addition.write(to: &fields)
        case .grantRoles(let roles): fields.roles("roles", roles)
        case .revokeRoles(let roles, let reason):
            fields.roles("roles", roles)
            fields.text("reason", reason)
        case .confirmRole(let role): fields.string("role", role.rawValue)
        case .suspend(let reason): fields.text("reason", reason)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "add": .add(Member.Addition(from: &fields))
        case "grant-roles": .grantRoles(fields.roles("roles"))
        case "revoke-roles": .revokeRoles(fields.roles("roles"), reason: fields.text("reason"))
        case "confirm-role": .confirmRole(fields.choice("role", Role.self, standIn: .viewer))
        case "suspend": .suspend(reason: fields.text("reason"))
        default: nil
        }
    }
}

extension Member.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .added(let addition, let by):
            addition.write(to: &fields)
            fields.text("by", by)
        case .rolesGranted(let roles, let by):
            fields.roles("roles", roles)
            fields.text("by", by)
        case .rolesRevoked(let roles, let reason):
            fields.roles("roles", roles)
            fields.text("reason", reason)
        case .roleConfirmed(let role): fields.string("role", role.rawValue)
        case .suspended(let reason): fields.text("reason", reason)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "MemberAdded": .added(Member.Addition(from: &fields), by: fields.text("by"))
        case "RolesGranted": .rolesGranted(fields.roles("roles"), by: fields.text("by"))
        case "RolesRevoked": .rolesRevoked(fields.roles("roles"), reason: fields.text("reason"))
        case "RoleConfirmed": .roleConfirmed(fields.choice("role", Role.self, standIn: .viewer))
        case "MemberSuspended": .suspended(reason: fields.text("reason"))
        default: nil
        }
    }
}

extension Member.Addition {
    init(from fields: inout FieldReader) {
        name = fields.text("name", limit: 200)
        unit = fields.text("unit", limit: 200)
        roles = fields.roles("roles")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("name", name)
        fields.text("unit", unit)
        fields.roles("roles", roles)
    }
}

extension FieldWriter {
    /// Sorted, so that one set of roles has one stored form.
    fileprivate mutating func roles(_ key: String, _ roles: Set<Role>) {
        texts(key, roles.map { Text($0.rawValue) }.sorted())
    }
}

extension FieldReader {
    fileprivate mutating func roles(_ key: String) -> Set<Role> {
        let words = texts(key, limit: Role.allCases.count)
        var roles: Set<Role> = []
        for (index, word) in words.enumerated() {
            if let role = Role(rawValue: word.string) {
                roles.insert(role)
            } else if !word.isEmpty {
                note(key, at: index, .notAChoice)
            }
        }
        return roles
    }
}
