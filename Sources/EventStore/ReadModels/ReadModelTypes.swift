package import Domain

/// A row as a list gives it.
package struct ReadModelRow: Hashable, Sendable {
    package var key: Text
    /// The last event folded into it.
    package var position: Int64
    /// That event's version in its stream.
    package var version: Int
    /// In the order of the model's columns.
    package var values: [ColumnValue]

    package init(key: Text, position: Int64, version: Int, values: [ColumnValue]) {
        self.key = key
        self.position = position
        self.version = version
        self.values = values
    }
}

package struct ReadModelFilter: Hashable, Sendable {
    package enum Operator: Hashable, Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    }

    package var column: String
    package var comparison: Operator
    /// `.null` asks for rows that have no value (`equal`) or have one (`notEqual`).
    package var value: ColumnValue

    package init(_ column: String, _ comparison: Operator, _ value: ColumnValue) {
        self.column = column
        self.comparison = comparison
        self.value = value
    }
}

/// A page of a list: rows ordered by `sort` (nil: by key) and then by key, both in `descending`
/// order if set; rows without a value come last.
package struct ReadModelQuery: Hashable, Sendable {
    /// The last row of the page before.
    package struct Cursor: Hashable, Sendable {
        package var value: ColumnValue
        package var key: Text
        package init(value: ColumnValue, key: Text) {
            self.value = value
            self.key = key
        }
    }

    package var filters: [ReadModelFilter]
    package var sort: String?
    package var descending: Bool
    package var after: Cursor?
    /// At most 10,000.
    package var limit: Int

    package init(
        filters: [ReadModelFilter] = [], sort: String? = nil, descending: Bool = false,
        after: Cursor? = nil, limit: Int = 100
    ) {
        self.filters = filters
        self.sort = sort
        self.descending = descending
        self.after = after
        self.limit = limit
    }
}

package struct ReadModelStatus: Hashable, Sendable {
    package var name: String
    package var version: Int
    /// Rows show the log up to here.
    package var position: Int64
    /// The event that it cannot fold and why; nil while it runs.
    package var parked: String?
    /// 0...1 while a rebuild runs.
    package var rebuilding: Double?

    package init(
        name: String, version: Int, position: Int64, parked: String? = nil,
        rebuilding: Double? = nil
    ) {
        self.name = name
        self.version = version
        self.position = position
        self.parked = parked
        self.rebuilding = rebuilding
    }
}

package enum ReadModelWait: Hashable, Sendable {
    case reached(Int64)
    /// Still behind after the wait.
    case behind(Int64)
    case parked(Int64, reason: String)
}

/// Reads an event's payload; throws for a type or schema that this version does not know.
package typealias EventDecoder = @Sendable (StoredEvent) throws -> Recorded<BureauEvent>
