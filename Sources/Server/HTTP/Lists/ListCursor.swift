package import Domain
package import EventStore
import JSON

/// The place after a page's last row, opaque to callers.
package enum ListCursor {
    /// What it is bound to comes first: a cursor of another list or sort order is refused.
    package static func encode(
        after row: ReadModelRow, of model: String, sort: ListColumn?, descending: Bool
    ) -> String {
        let value = sort.map { row.values[$0.index] } ?? .null
        let parts = JSONText.array([
            .string(binding(model, sort, descending)), .string(row.key.string),
            encoded(value),
        ])
        return Base64URL.encode(parts)
    }

    package static func decode(
        _ text: Text, of model: String, sort: ListColumn?, descending: Bool
    ) -> ReadModelQuery.Cursor? {
        guard let bytes = Base64URL.decode(text.string), let parts = JSONText.parse(bytes),
            parts.count == 3,
            parts[0].stringValue == binding(model, sort, descending),
            let key = parts[1].stringValue
        else { return nil }
        guard let sort else {
            return parts[2].isNull ? ReadModelQuery.Cursor(value: .null, key: Text(key)) : nil
        }
        if parts[2].isNull { return ReadModelQuery.Cursor(value: .null, key: Text(key)) }
        guard let text = parts[2].stringValue, let value = sort.value(Text(text)) else {
            return nil
        }
        return ReadModelQuery.Cursor(value: value, key: Text(key))
    }

    private static func binding(
        _ model: String, _ sort: ListColumn?, _ descending: Bool
    ) -> String {
        "\(model) \(descending ? "-" : "")\(sort?.apiName ?? "id")"
    }

    private static func encoded(_ value: ColumnValue) -> JSONValue {
        switch value {
        case .null, .json: .null
        case .text(let text): .string(text.string)
        case .integer(let integer): .string(String(integer))
        case .day(let day): .string(day.description)
        case .boolean(let bool): .string(bool ? "true" : "false")
        }
    }
}
