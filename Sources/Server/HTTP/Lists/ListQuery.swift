package import Domain
package import EventStore

/// What a list was asked for, read from its query and checked.
package struct ListQuery: Sendable {
    package var filters: [ReadModelFilter] = []
    /// The column sorted by; nil sorts by id.
    package var sort: ListColumn?
    package var descending = false
    package var limit: Int
    package var after: ReadModelQuery.Cursor?
    package var moment: PastMoment?
    package var effective: Day?
    package var minPosition: Int64?

    /// Reads the query of `source`'s list. Everything wrong in it is named in one problem.
    package init(_ query: QueryItems, _ source: ListSource, csv: Bool) throws(Problem) {
        limit = csv ? HTTPLimits.csvRows : HTTPLimits.pageRows
        let most = csv ? HTTPLimits.csvRows : HTTPLimits.pageRowsMost
        var wrong: [(name: String, code: FieldError.Code)] = []
        for item in query.items {
            let name = item.name.string
            switch name {
            case "limit":
                limit = ListQuery.integer(item.value, 1...Int64(most), name, &wrong) ?? limit
            case "minPosition":
                minPosition = ListQuery.integer(item.value, 0...Int64.max, name, &wrong)
                    .map { Int64($0) }
            case "asOf":
                moment = PastMoment(item.value)
                if moment == nil { wrong.append((name, .invalidMoment)) }
            case "effective" where source.hasDays:
                effective = Day(item.value.string)
                if effective == nil { wrong.append((name, .invalidDate)) }
            case "sort":
                let text = item.value.string
                descending = text.hasPrefix("-")
                let column = Text(descending ? text.dropFirst() : text[...])
                sort = source.column(column).flatMap { $0.isSortable ? $0 : nil }
                if sort == nil, column != "id" { wrong.append((name, .notAChoice)) }
            case "cursor": break
            default: filter(item, source, &wrong)
            }
        }
        if let text = query["cursor"] {
            after = ListCursor.decode(
                text, of: source.model.name, sort: sort, descending: descending)
            if after == nil { wrong.append(("cursor", .invalidValue)) }
        }
        if !wrong.isEmpty { throw .query(wrong) }
    }

    private mutating func filter(
        _ item: QueryItems.Item, _ source: ListSource,
        _ wrong: inout [(name: String, code: FieldError.Code)]
    ) {
        guard let column = source.column(item.name), column.isFilter else {
            wrong.append((item.name.string, .unknownField))
            return
        }
        guard let value = column.value(item.value) else {
            wrong.append((item.name.string, .invalidValue))
            return
        }
        filters.append(ReadModelFilter(column.column.name, .equal, value))
    }

    private static func integer(
        _ text: Text, _ range: ClosedRange<Int64>, _ name: String,
        _ wrong: inout [(name: String, code: FieldError.Code)]
    ) -> Int? {
        guard let value = Int64(text.string) else {
            wrong.append((name, .wrongType))
            return nil
        }
        guard range.contains(value) else {
            wrong.append((name, .outOfRange))
            return nil
        }
        return Int(value)
    }

    /// One more row than the page holds tells whether there is another page.
    package var stored: ReadModelQuery {
        ReadModelQuery(
            filters: filters, sort: sort?.column.name, descending: descending, after: after,
            limit: limit + 1)
    }
}

/// A moment of the log: a position, or the last one recorded by a time.
package enum PastMoment: Hashable, Sendable {
    case position(Int64)
    case time(Instant)

    /// `pos:123`, an RFC 3339 time, or a day, which means its end; nil for anything else.
    package init?(_ text: Text) {
        if text.string.hasPrefix("pos:") {
            let digits = text.string.dropFirst(4)
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(digits)
            else { return nil }
            self = .position(value)
        } else if let day = Day(text.string) {
            self = .time(.endOf(day))
        } else {
            // A `+` that was not escaped has come as a space.
            let repaired = text.string.replacing(" ", with: "+")
            guard let instant = Instant(repaired) else { return nil }
            self = .time(instant)
        }
    }
}
