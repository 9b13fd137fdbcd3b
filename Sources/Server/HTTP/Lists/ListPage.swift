import Domain
package import EventStore

/// Filters, sorts and cuts rows in memory, with exactly the order and the cursor of the stored
/// list: what `asOf` and `effective` fold is not in a table.
package enum ListPage {
    package static func cut(
        _ rows: [ReadModelRow], _ source: ListSource, _ query: ReadModelQuery
    ) -> [ReadModelRow] {
        let filters = query.filters.compactMap { filter in
            source.model.columns.firstIndex { $0.name == filter.column }.map { ($0, filter) }
        }
        let sort = query.sort.flatMap { name in
            source.model.columns.firstIndex { $0.name == name }
        }
        var kept = rows.filter { row in
            filters.allSatisfy { matches(row.values[$0.0], $0.1) }
        }
        if let cursor = query.after {
            let place = ReadModelRow(key: cursor.key, position: 0, version: 0, values: [])
            kept = kept.filter { row in
                precedes(
                    (cursor.value, place.key), (sort.map { row.values[$0] } ?? .null, row.key),
                    descending: query.descending)
            }
        }
        kept.sort { left, right in
            precedes(
                (sort.map { left.values[$0] } ?? .null, left.key),
                (sort.map { right.values[$0] } ?? .null, right.key),
                descending: query.descending)
        }
        return Array(kept.prefix(query.limit))
    }

    /// Rows without a value come last in either direction; then the key decides, in the same
    /// direction.
    private static func precedes(
        _ left: (value: ColumnValue, key: Text), _ right: (value: ColumnValue, key: Text),
        descending: Bool
    ) -> Bool {
        switch compare(left.value, right.value) {
        case .some(let order) where order != 0:
            let isNull = left.value == .null || right.value == .null
            return (order < 0) != (descending && !isNull)
        case .some, nil: return left.key == right.key ? false : (left.key < right.key) != descending
        }
    }

    private static func matches(_ value: ColumnValue, _ filter: ReadModelFilter) -> Bool {
        if value == .null || filter.value == .null {
            switch filter.comparison {
            case .equal: return value == filter.value
            case .notEqual: return value != filter.value
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return false
            }
        }
        guard let order = compare(value, filter.value) else { return false }
        switch filter.comparison {
        case .equal: return order == 0
        case .notEqual: return order != 0
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        case .greaterOrEqual: return order >= 0
        }
    }

    /// -1, 0 or 1; null is after everything; nil for values of two types.
    private static func compare(_ left: ColumnValue, _ right: ColumnValue) -> Int? {
        switch (left, right) {
        case (.null, .null): 0
        case (.null, _): 1
        case (_, .null): -1
        case (.text(let left), .text(let right)): order(left, right)
        case (.integer(let left), .integer(let right)): order(left, right)
        case (.day(let left), .day(let right)): order(left, right)
        case (.boolean(let left), .boolean(let right)): order(left ? 1 : 0, right ? 1 : 0)
        case (.json, _), (.text, _), (.integer, _), (.day, _), (.boolean, _): nil
        }
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }
}
