package import Domain

/// One list of the API: a path, and the read model whose rows it shows.
package struct ListSource: Sendable {
    package let model: AnyReadModel
    package let kind: AggregateKind
    /// The rows of one parent only: the column that names it, and the word of the sub-list's path.
    package let parent: (column: Column, path: String)?
    package let columns: [ListColumn]

    package init(
        _ model: AnyReadModel, kind: AggregateKind, parent: (column: Column, path: String)? = nil
    ) {
        self.model = model
        self.kind = kind
        self.parent = parent
        columns = model.columns.enumerated().map { ListColumn($0.element, index: $0.offset) }
    }

    /// Devices, members, conflicts and the like do not have days of their own.
    package var hasDays: Bool {
        switch kind {
        case .task, .letter, .roster, .disbursement, .fund, .indicator, .project: true
        case .parameter, .conflict, .device, .member, .epoch: false
        }
    }

    package func column(_ name: Text) -> ListColumn? {
        columns.first { Text($0.apiName) == name }
    }

    /// Words of every list's query, whatever its columns are called.
    package static let reservedNames: Set<String> = [
        "sort", "limit", "cursor", "asOf", "minPosition", "effective", "bureau",
    ]

    /// Every name that a list's query may hold.
    package var queryNames: [String] {
        let own = columns.filter { $0.isFilter }.map(\.apiName)
        return own + ["sort", "limit", "cursor", "asOf", "minPosition"]
            + (hasDays ? ["effective"] : [])
    }
}

/// A column as the API shows it.
package struct ListColumn: Hashable, Sendable {
    package let column: Column
    package let index: Int
    package let apiName: String
    /// Ciphertext of one person's data. It never leaves the server in a list: a mask stands there.
    package let isSealed: Bool

    init(_ column: Column, index: Int) {
        self.column = column
        self.index = index
        isSealed = column.name.hasSuffix("_sealed")
        let name = column.apiName
        apiName = isSealed ? String(name.dropLast("Sealed".count)) : name
    }

    /// True if a list may be sorted by it.
    package var isSortable: Bool { column.indexed && !isSealed && column.type != .json }
    /// True if its name in a query filters by it. An indicator's `asOf` does not: the word means
    /// what the log knew, on every list.
    package var isFilter: Bool { isSortable && !ListSource.reservedNames.contains(apiName) }
    package var isFen: Bool { column.name.hasSuffix("_fen") && column.type == .integer }

    static let mask = "***"

    /// A filter's value as text of the query; nil if it is not one of the column's type.
    package func value(_ text: Text) -> ColumnValue? {
        switch column.type {
        case .text: .text(text)
        case .integer: Int64(text.string).map { .integer($0) }
        case .day: Day(text.string).map { .day($0) }
        case .boolean:
            text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
        case .json: nil
        }
    }
}

/// Which lists there are: made from the read models and the kinds of aggregates, so that a new one
/// is served without another line.
package enum ListCatalogue {
    /// Lists below one thing: `/v1/<kind>/{id}/<path>`, the rows of the model whose column names
    /// it.
    private static let parts: [(model: String, kind: AggregateKind, path: String, column: String)] =
        [
            ("disbursement_lines", .disbursement, "lines", "batch"),
            ("roster_persons", .roster, "persons", "roster"),
            ("unmet_intents", .device, "intents", "device"),
        ]

    /// The main list of each kind: the first read model of that kind alone that is no part of one.
    package static func lists(_ models: [AnyReadModel]) -> [ListSource] {
        AggregateKind.allCases.compactMap { kind in
            models.first { model in
                model.kinds == [kind] && !parts.contains { $0.model == model.name }
            }.map { ListSource($0, kind: kind) }
        }
    }

    package static func subLists(_ models: [AnyReadModel]) -> [ListSource] {
        parts.compactMap { part in
            guard let model = models.first(where: { $0.name == part.model }),
                let column = model.columns.first(where: { $0.name == part.column })
            else { return nil }
            return ListSource(model, kind: part.kind, parent: (column, part.path))
        }
    }
}
