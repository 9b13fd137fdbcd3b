/// Rows behind `GET /v1/members`, one a member.
package enum MemberBoard: ReadModel {
    package struct Row: Hashable, Sendable {
        package var name: Text
        package var unit: Text
        package var phase: Member.State.Phase
        package var roles: [Role]
        /// Money roles that wait for 安全管理员.
        package var pending: [Role]
        package var addedOn: Day
        package var suspendedOn: Day?
        package var suspendReason: Text?
    }

    package static let name = "member_board"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.member]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .member(let event) = recorded.event else { return }
        let day = recorded.envelope.occurredOn
        switch event {
        case .added(let addition, _):
            row = Row(
                name: addition.name, unit: addition.unit, phase: .active, roles: [],
                pending: [], addedOn: day)
            row?.grant(addition.roles)
        case .rolesGranted(let roles, _): row?.grant(roles)
        case .rolesRevoked(let roles, _):
            row?.roles.removeAll { roles.contains($0) }
            row?.pending.removeAll { roles.contains($0) }
        case .roleConfirmed(let role):
            row?.pending.removeAll { $0 == role }
            row?.hold(role)
        case .suspended(let reason):
            row?.phase = .suspended
            row?.roles = []
            row?.pending = []
            row?.suspendedOn = day
            row?.suspendReason = reason
        }
    }
}

extension MemberBoard.Row {
    fileprivate mutating func grant(_ granted: Set<Role>) {
        for role in Role.allCases where granted.contains(role) && !roles.contains(role) {
            if !Member.moneyRoles.contains(role) {
                hold(role)
            } else if !pending.contains(role) {
                pending.append(role)
            }
        }
    }

    fileprivate mutating func hold(_ role: Role) {
        guard !roles.contains(role) else { return }
        roles.append(role)
        roles.sort { $0.rawValue < $1.rawValue }
    }
}

extension MemberBoard {
    package static let columns: [Column] = [
        Column("name", .text, indexed: true, "姓名", "Name"),
        Column("unit", .text, indexed: true, "单位", "Unit"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("roles", .json, "权限", "Roles"),
        Column("pending", .json, "待确认权限", "Roles to confirm"),
        Column("added_on", .day, "登记日期", "Added on"),
        Column("suspended_on", .day, "停用日期", "Suspended on"),
        Column("suspend_reason", .text, "停用原因", "Reason"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.name), .text(row.unit), .text(Text(row.phase.rawValue)),
            .texts(row.roles.map { Text($0.rawValue) }),
            .texts(row.pending.map { Text($0.rawValue) }), .day(row.addedOn),
            .day(row.suspendedOn), .text(row.suspendReason),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let name = values[0].textValue,
            let unit = values[1].textValue,
            let phase = values[2].textValue.flatMap({ Member.State.Phase(rawValue: $0.string) }),
            let addedOn = values[5].dayValue
        else { return nil }
        return Row(
            name: name, unit: unit, phase: phase,
            roles: values[3].textsValue.compactMap { Role(rawValue: $0.string) },
            pending: values[4].textsValue.compactMap { Role(rawValue: $0.string) },
            addedOn: addedOn, suspendedOn: values[6].dayValue,
            suspendReason: values[7].textValue)
    }
}
