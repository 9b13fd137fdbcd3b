import Domain

/// A list's query as SQL with bound parameters.
struct ListStatement {
    private(set) var sql: String
    private(set) var parameters: [Parameter]
    private let model: AnyReadModel

    static let limit = 10_000

    init(_ model: AnyReadModel, _ query: ReadModelQuery, logID: Int16) throws(EventStoreError) {
        self.model = model
        let table = ReadModelTable(model: model)
        sql = "SELECT \(table.selected) FROM \(table.name) WHERE log_id = $1"
        parameters = [.int2(logID)]
        for filter in query.filters { try add(filter) }
        let direction = query.descending ? "DESC" : "ASC"
        let beyond = query.descending ? "<" : ">"
        if let name = query.sort {
            let column = try column(name)
            let quoted = table.quoted(column)
            if let after = query.after { try add(after, quoted, column, beyond) }
            sql += " ORDER BY \(quoted) \(direction) NULLS LAST, key \(direction)"
        } else {
            if let after = query.after { sql += " AND key \(beyond) \(bind(.text(after.key)))" }
            sql += " ORDER BY key \(direction)"
        }
        let limit = Int64(max(0, min(query.limit, ListStatement.limit)))
        sql += " LIMIT \(bind(.int8(limit)))"
    }

    /// Rows after the cursor: rows without a value stand behind all others.
    private mutating func add(
        _ after: ReadModelQuery.Cursor, _ quoted: String, _ column: Column, _ beyond: String
    ) throws(EventStoreError) {
        let key = bind(.text(after.key))
        if after.value == .null {
            sql += " AND \(quoted) IS NULL AND key \(beyond) \(key)"
        } else {
            let value = bind(try parameter(after.value, column))
            sql += " AND (\(quoted) \(beyond) \(value) OR \(quoted) IS NULL"
            sql += " OR (\(quoted) = \(value) AND key \(beyond) \(key)))"
        }
    }

    private mutating func add(_ filter: ReadModelFilter) throws(EventStoreError) {
        let column = try column(filter.column)
        let quoted = "\"\(column.name)\""
        if filter.value == .null {
            switch filter.comparison {
            case .equal: sql += " AND \(quoted) IS NULL"
            case .notEqual: sql += " AND \(quoted) IS NOT NULL"
            case .less, .lessOrEqual, .greater, .greaterOrEqual:
                throw .malformed("filter \(column.name): nothing is less or greater than no value")
            }
            return
        }
        let value = bind(try parameter(filter.value, column))
        switch filter.comparison {
        case .equal: sql += " AND \(quoted) = \(value)"
        case .notEqual: sql += " AND \(quoted) IS DISTINCT FROM \(value)"
        case .less: sql += " AND \(quoted) < \(value)"
        case .lessOrEqual: sql += " AND \(quoted) <= \(value)"
        case .greater: sql += " AND \(quoted) > \(value)"
        case .greaterOrEqual: sql += " AND \(quoted) >= \(value)"
        }
    }

    private mutating func bind(_ parameter: Parameter) -> String {
        parameters.append(parameter)
        return "$\(parameters.count)"
    }

    private func column(_ name: String) throws(EventStoreError) -> Column {
        guard let column = model.columns.first(where: { $0.name == name }), column.type != .json
        else { throw .malformed("\(model.name) has no column \(name) to filter or sort by") }
        return column
    }

    private func parameter(
        _ value: ColumnValue, _ column: Column
    ) throws(EventStoreError) -> Parameter {
        switch (value, column.type) {
        case (.text(let value), .text): return .text(value)
        case (.integer(let value), .integer): return .int8(value)
        case (.day(let value), .day): return .date(value)
        case (.boolean(let value), .boolean): return .boolean(value)
        case (.null, _), (.text, _), (.integer, _), (.day, _), (.boolean, _), (.json, _):
            throw .malformed("\(column.name) is compared with a value of another type")
        }
    }
}
