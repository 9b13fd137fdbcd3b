package import Domain
import JSON
import Sync

/// What the laptop shows: the confirmed rows with everything pending folded over them.
package struct FieldView {
    package struct Row: Hashable, Sendable {
        package let key: Text
        package let values: [ColumnValue]
        /// True if something pending is part of what is shown.
        package let isPending: Bool
    }

    private let store: FieldStore
    package let owner: Actor
    private let preview: [(event: Overlay.Event, intent: Intent)]

    package init(_ store: FieldStore, _ enrolment: FieldEnrolment, today: Day) throws {
        self.store = store
        owner = enrolment.owner
        var overlay = Overlay(
            owner: owner, today: today, parameters: try store.parameters(),
            load: { try store.history($0) })
        var preview: [(event: Overlay.Event, intent: Intent)] = []
        for kept in try store.pendingIntents() where kept.isPreviewed {
            switch try overlay.take(kept.intent) {
            case .events(let events): preview += events.map { ($0, kept.intent) }
            case .refused, .none: break
            }
        }
        self.preview = preview
    }

    package func columns(_ model: String) -> [Domain.Column] {
        store.models.first { $0.name == model }?.columns ?? []
    }

    /// The rows of the model called `name`, ordered by key.
    package func rows(_ name: String) throws -> [Row] {
        guard let model = store.models.first(where: { $0.name == name }) else { return [] }
        var rows: [Text: (values: [ColumnValue]?, isPending: Bool)] = [:]
        for row in try store.rows(name) { rows[row.key] = (row.values, false) }
        for (index, item) in preview.enumerated() {
            guard model.kinds.contains(item.event.stream.kind),
                let recorded = recorded(item.event, item.intent, index)
            else { continue }
            for key in model.keys(recorded) {
                var values = rows[key]?.values
                model.fold(&values, key, recorded)
                rows[key] = (values, true)
            }
        }
        return rows.sorted { $0.key < $1.key }.compactMap { key, row in
            row.values.map { Row(key: key, values: $0, isPending: row.isPending) }
        }
    }

    /// A pending event in the shape that folds see; its place in the log is not known yet.
    private func recorded(
        _ event: Overlay.Event, _ intent: Intent, _ index: Int
    ) -> Recorded<BureauEvent>? {
        guard let encoded = event.event.encoded else { return nil }
        return Recorded(
            Envelope(
                position: Int64.max - Int64(preview.count - index), stream: event.stream,
                version: Int.max, id: EventID(high: 0, low: UInt64(index)), type: encoded.type,
                schema: encoded.schema, occurredOn: intent.occurredOn,
                recordedAt: intent.deviceTime, actor: owner.id, intent: intent.n),
            event.event)
    }

    /// A cell as people read it.
    package func text(
        _ row: Row, _ column: String, _ model: String, _ kind: AggregateKind,
        _ language: Language
    ) -> String {
        guard let index = columns(model).firstIndex(where: { $0.name == column }),
            row.values.indices.contains(index)
        else { return "" }
        switch row.values[index] {
        case .null: return ""
        case .text(let text):
            return column == "state" ? Words.state(kind, text.string, language) : text.string
        case .integer(let integer): return "\(integer)"
        case .day(let day): return "\(day)"
        case .boolean(let boolean): return boolean ? (language == .chinese ? "是" : "yes") : ""
        case .json(let bytes):
            do throws(JSONError) {
                return Layout.plain(try JSONValue(parsing: bytes))
            } catch {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }
}
