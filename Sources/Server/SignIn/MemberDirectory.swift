import Domain
import EventStore
import JSON

/// Members with their roles and units, as the read model of members has them.
struct MemberDirectory: Sendable {
    private let store: ReadModelStore

    init(_ store: ReadModelStore) { self.store = store }

    /// Nil for somebody whom the log does not know; no roles for one who is suspended.
    func actor(_ id: Text) async throws -> Actor? {
        guard let model = store.models.first(where: { $0.name == MemberBoard.name }),
            let row = try await store.get(model, key: id)
        else { return nil }
        let values = Dictionary(
            zip(model.columns.map(\.name), row.values), uniquingKeysWith: { first, _ in first })
        let roles = (values["roles"]?.textsValue ?? []).compactMap { Role(rawValue: $0.string) }
        return Actor(id: id, unit: values["unit"]?.textValue ?? "", roles: Set(roles))
    }
}
