import Domain
import EventStore

/// Members with their roles and units, as the read model of members has them.
struct MemberDirectory: Sendable {
    private let store: ReadModelStore

    init(_ store: ReadModelStore) { self.store = store }

    /// Nil for somebody whom the log does not know; no roles for one who is suspended.
    func actor(_ id: Text) async throws -> Actor? {
        try await store.get(MemberRow.model, key: id).flatMap { MemberRow($0)?.actor }
    }
}

/// A row of the members' read model, as far as sign-in needs it.
struct MemberRow: Hashable, Sendable {
    static let model = AnyReadModel(MemberBoard.self)

    let actor: Actor
    let name: Text
    /// In the order of their names; `actor` has them as a set.
    let roles: [Role]

    /// Nil for a row of another shape.
    init?(_ row: ReadModelRow) {
        guard let member = MemberBoard.row(from: row.values) else { return nil }
        actor = Actor(id: row.key, unit: member.unit, roles: Set(member.roles))
        name = member.name
        roles = member.roles
    }
}
