/// One dated rule of the bureau (参数): a rate, a number of days, an end of entitlement.
///
/// Rules differ from place to place and change by a document of a certain day, so they are facts of
/// the log and never constants. One stream a name, `parameter/<name>`.
package enum Parameter: Decider {
    package static let kind = AggregateKind.parameter
    package static let initial = State()

    package struct State: Hashable, Sendable {
        /// Nil before the first value.
        package var name: Text?
        /// The value from each day on; the last one recorded for a day stands.
        package var values: [Day: Text] = [:]
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        switch command {
        case .set(let setting):
            if let name = state.name, name != setting.name { throw .otherName(name) }
            guard let form = ParameterNames.form(of: setting.name) else {
                throw .unknownName(setting.name)
            }
            guard form.holds(setting.value) else { throw .notOfItsForm(setting.name, form) }
            return state.values[setting.from] == setting.value ? [] : [.set(setting)]
        }
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .set(let setting):
            state.name = setting.name
            state.values[setting.from] = setting.value
        }
    }
}

extension ParameterTable {
    /// Takes a value over as the log tells it; call it with every event, in position order.
    package mutating func take(_ event: Parameter.Event) {
        switch event {
        case .set(let setting): set(setting.name, from: setting.from, value: setting.value)
        }
    }
}
