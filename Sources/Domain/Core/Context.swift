/// What a decision needs to know besides command and state: who, when, and the rules of the day.
/// Time and identity come in as values; the Domain has no clock.
package struct Context: Hashable, Sendable {
    package var actor: Actor
    /// The server's day of recording: what protects (notice, cooling, class E) uses this one.
    package var today: Day
    /// The day that the author says it happened: what describes (was it late?) uses this one.
    package var occurredOn: Day
    /// True while a history is loaded: only then may recorded days be supplied.
    package var imported: Bool
    /// Rates, days of notice and the like, as recorded in the log.
    package var parameters: ParameterTable

    package init(
        actor: Actor, today: Day, occurredOn: Day? = nil, imported: Bool = false,
        parameters: ParameterTable = ParameterTable()
    ) {
        self.actor = actor
        self.today = today
        self.occurredOn = occurredOn ?? today
        self.imported = imported
        self.parameters = parameters
    }
}

/// The person (or, for a few system events, the server) who does something.
package struct Actor: Hashable, Sendable {
    package let id: Text
    package let unit: Text
    package let roles: Set<Role>

    package init(id: Text, unit: Text = "", roles: Set<Role>) {
        self.id = id
        self.unit = unit
        self.roles = roles
    }
}

/// The duties of the bureau; each has its rights in `Policy`.
package enum Role: String, Hashable, Sendable, CaseIterable {
    case viewer, field, unit, office
    case riverOffice = "river-office"
    case migrant
    case financeMaker = "finance-maker"
    case financeChecker = "finance-checker"
    case deputy, head, administrator, security, auditor
}

/// Dated parameters as recorded in the log: name → (from day, value), oldest first.
package struct ParameterTable: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let from: Day
        package let value: Text
        package init(from: Day, value: Text) {
            self.from = from
            self.value = value
        }
    }

    private var entries: [Text: [Entry]] = [:]
    /// True from a new epoch until a person has recorded what stands at the bank and in the
    /// register: commands that leave the building are refused meanwhile.
    package var isOutsideUnsettled = false

    package init() {}

    package mutating func set(_ name: Text, from: Day, value: Text) {
        var list = entries[name, default: []]
        list.removeAll { $0.from == from }
        list.append(Entry(from: from, value: value))
        list.sort { $0.from < $1.from }
        entries[name] = list
    }

    /// The value in force on `day`; nil if none has begun by then.
    package func value(_ name: Text, on day: Day) -> Text? {
        entries[name]?.last { $0.from <= day }?.value
    }

    package func integer(_ name: Text, on day: Day) -> Int? {
        value(name, on: day).flatMap { Int($0.string) }
    }

    /// An amount kept in yuan (`50.00`).
    package func fen(_ name: Text, on day: Day) -> Fen? {
        value(name, on: day).flatMap { Fen(yuan: $0.string) }
    }

    package func day(_ name: Text, on day: Day) -> Day? {
        value(name, on: day).flatMap { Day($0.string) }
    }

    package func month(_ name: Text, on day: Day) -> Month? {
        value(name, on: day).flatMap { Month($0.string) }
    }

    package var names: [Text] { entries.keys.sorted() }
}
