/// Rows folded from events, one row a key. One definition runs in the server's projector, the
/// rebuild, `asOf`, the laptop and the tests.
///
/// No fold reads another row; folds accept any subset of events in position order (`effective`
/// leaves some out) and events that come twice are not passed on by their callers.
package protocol ReadModel: SendableMetatype {
    associatedtype Row: Hashable, Sendable

    /// The table's name, in snake case.
    static var name: String { get }
    /// Raise it with any change of the fold or the columns: the rows are built anew.
    static var version: Int { get }
    /// Only events of these kinds of streams are shown to the fold.
    static var kinds: Set<AggregateKind> { get }
    /// The typed columns of a row, in the order of `values`; the key is not among them.
    static var columns: [Column] { get }

    /// Rows that the event touches. All that it needs stands in the event itself.
    static func keys(for recorded: Recorded<BureauEvent>) -> [Text]
    /// Folds the event into the row called `key`; nil deletes the row.
    static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>)

    static func values(of row: Row) -> [ColumnValue]
    static func row(from values: [ColumnValue]) -> Row?
}

/// A column of a read model: an ordinary, typed SQL column that an analyst can read.
package struct Column: Hashable, Sendable {
    package enum ColumnType: Hashable, Sendable { case text, integer, day, boolean, json }

    /// In snake case; the API says it in camel case.
    package let name: String
    package let type: ColumnType
    /// True if lists may be filtered or sorted by it.
    package let indexed: Bool
    /// The heading in tables and CSV, as the bureau says it.
    package let chinese: String
    package let english: String

    package init(
        _ name: String, _ type: ColumnType, indexed: Bool = false, _ chinese: String,
        _ english: String
    ) {
        self.name = name
        self.type = type
        self.indexed = indexed
        self.chinese = chinese
        self.english = english
    }

    /// `due_on` as the API says it: `dueOn`.
    package var apiName: String {
        let words = name.split(separator: "_")
        let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return String(words.first ?? "") + rest.joined()
    }
}

package enum ColumnValue: Hashable, Sendable {
    case null
    case text(Text)
    case integer(Int64)
    case day(Day)
    case boolean(Bool)
    /// The exact bytes of one JSON value.
    case json([UInt8])
}

extension ColumnValue {
    package static func text(_ text: Text?) -> ColumnValue {
        text.map { value in ColumnValue.text(value) } ?? .null
    }
    package static func day(_ day: Day?) -> ColumnValue {
        day.map { value in ColumnValue.day(value) } ?? .null
    }
    package static func fen(_ fen: Fen) -> ColumnValue { .integer(fen.amount) }

    package var textValue: Text? { if case .text(let value) = self { value } else { nil } }
    package var integerValue: Int64? { if case .integer(let value) = self { value } else { nil } }
    package var dayValue: Day? { if case .day(let value) = self { value } else { nil } }
    package var booleanValue: Bool? { if case .boolean(let value) = self { value } else { nil } }
    package var jsonValue: [UInt8]? { if case .json(let value) = self { value } else { nil } }
}

/// A read model without its types, so that shells can run all of them alike.
package struct AnyReadModel: Sendable {
    package let name: String
    package let version: Int
    package let kinds: Set<AggregateKind>
    package let columns: [Column]
    package let keys: @Sendable (Recorded<BureauEvent>) -> [Text]
    /// Folds an event into a stored row; nil stands for "no row".
    package let fold: @Sendable (inout [ColumnValue]?, Text, Recorded<BureauEvent>) -> Void

    package init<Model: ReadModel>(_ model: Model.Type) {
        name = Model.name
        version = Model.version
        kinds = Model.kinds
        columns = Model.columns
        keys = { Model.keys(for: $0) }
        fold = { values, key, recorded in
            var row = values.flatMap { Model.row(from: $0) }
            Model.fold(&row, key: key, recorded)
            values = row.map { Model.values(of: $0) }
        }
    }
}
