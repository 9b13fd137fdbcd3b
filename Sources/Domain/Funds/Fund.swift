/// Placeholder shape, replaced by its author.
package enum Fund: Decider {
    package static let kind = AggregateKind.fund
    package static let initial = State()
    package struct State: Hashable, Sendable {}
    package enum Command: DomainCommand {
        case none
        package static let names: [String] = []
        package var name: String { "" }
        package var mergeClass: MergeClass { .exclusive }
        package func write(to fields: inout FieldWriter) {}
        package static func read(_ name: String, from fields: inout FieldReader) -> Self? { nil }
    }
    package enum Event: DomainEvent {
        case none
        package var type: String { "" }
        package func write(to fields: inout FieldWriter) {}
        package static func read(_ type: String, schema: Int, from fields: inout FieldReader)
            -> Self?
        { nil }
    }
    package enum Rejection: DomainRejection {
        case none
        package var code: String { "" }
        package func text(in language: Language) -> String { "" }
    }
    package static func decide(_ command: Command, _ state: State, _ context: Context)
        throws(Rejection) -> [Event]
    { [] }
    package static func evolve(_ state: inout State, _ event: Event) {}
}
