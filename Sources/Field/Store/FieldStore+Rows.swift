package import Domain
import GRDB

/// A row of a read model as the laptop shows it.
package struct FieldRow: Hashable, Sendable {
    package let key: Text
    /// The last event folded into it.
    package let position: Int64
    package let values: [ColumnValue]
}

extension FieldStore {
    /// All rows of the model called `name`, ordered by key; none for a model that is not kept here.
    package func rows(_ name: String) throws -> [FieldRow] {
        guard let model = models.first(where: { $0.name == name }) else { return [] }
        return try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM \(model.table) ORDER BY row_key")
                .map { FieldStore.row($0, model) }
        }
    }

    package func row(_ name: String, key: Text) throws -> FieldRow? {
        guard let model = models.first(where: { $0.name == name }) else { return nil }
        return try database.read { try FieldStore.row(key, model, $0) }
    }

    /// Folds events, in position order, into the rows that they touch.
    func fold(_ events: [StoredEvent], into models: [AnyReadModel], _ database: Database) throws {
        let decoded = events.map { BureauEvent.decode($0) }
        for model in models {
            var rows: [Text: (values: [ColumnValue]?, position: Int64)] = [:]
            for recorded in decoded where model.kinds.contains(recorded.stream.kind) {
                for key in model.keys(recorded) {
                    if rows[key] == nil {
                        rows[key] = (try FieldStore.row(key, model, database)?.values, 0)
                    }
                    var values = rows[key]?.values
                    model.fold(&values, key, recorded)
                    rows[key] = (values, recorded.position)
                }
            }
            for (key, row) in rows { try save(key, row.values, row.position, model, database) }
        }
    }

    private func save(
        _ key: Text, _ values: [ColumnValue]?, _ position: Int64, _ model: AnyReadModel,
        _ database: Database
    ) throws {
        guard let values else {
            let delete = try database.cachedStatement(
                sql: "DELETE FROM \(model.table) WHERE row_key = ?")
            try delete.execute(arguments: [key.string])
            return
        }
        let places = Array(repeating: "?", count: values.count + 2).joined(separator: ", ")
        let insert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO \(model.table) VALUES (\(places))")
        let head: [(any DatabaseValueConvertible)?] = [key.string, position]
        try insert.execute(arguments: StatementArguments(head + values.map(\.sqlite)))
    }

    private static func row(
        _ key: Text, _ model: AnyReadModel, _ database: Database
    ) throws -> FieldRow? {
        let select = try database.cachedStatement(
            sql: "SELECT * FROM \(model.table) WHERE row_key = ?")
        return try Row.fetchOne(select, arguments: [key.string]).map { row($0, model) }
    }

    private static func row(_ row: Row, _ model: AnyReadModel) -> FieldRow {
        let values = model.columns.enumerated().map { index, column in
            ColumnValue.read(row[index + 2], column.type)
        }
        return FieldRow(key: Text(row[0] as String), position: row[1], values: values)
    }
}

extension ColumnValue {
    fileprivate var sqlite: (any DatabaseValueConvertible)? {
        switch self {
        case .null: nil
        case .text(let text): text.string
        case .integer(let integer): integer
        case .day(let day): day.description
        case .boolean(let boolean): boolean
        case .json(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    fileprivate static func read(
        _ value: DatabaseValue, _ type: Domain.Column.ColumnType
    ) -> ColumnValue {
        switch type {
        case .integer:
            guard let integer = Int64.fromDatabaseValue(value) else { return .null }
            return .integer(integer)
        case .boolean:
            guard let boolean = Bool.fromDatabaseValue(value) else { return .null }
            return .boolean(boolean)
        case .text, .day, .json:
            guard let string = String.fromDatabaseValue(value) else { return .null }
            return read(string, type)
        }
    }

    private static func read(
        _ string: String, _ type: Domain.Column.ColumnType
    ) -> ColumnValue {
        switch type {
        case .json: return .json(Array(string.utf8))
        case .day:
            guard let day = Day(string) else { return .null }
            return .day(day)
        case .text, .integer, .boolean: return .text(Text(string))
        }
    }
}
