extension Parameter {
    package enum Command: Hashable, Sendable {
        case set(Setting)
    }

    /// A value and the day from which it holds.
    package struct Setting: Hashable, Sendable {
        package let name: Text
        package let from: Day
        /// In the form that the name asks for: yuan, a number, a day or a month.
        package let value: Text
        /// The document or decision behind it.
        package let reason: Text?

        package init(name: Text, from: Day, value: Text, reason: Text? = nil) {
            self.name = name
            self.from = from
            self.value = value
            self.reason = reason
        }
    }
}

extension Parameter.Command: DomainCommand {
    package static let names = ["set"]

    package var name: String {
        switch self {
        case .set: "set"
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
