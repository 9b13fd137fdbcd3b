/// The rules of one aggregate, as Jérémie Chassaing's decider: what a command leads to in a
/// state, and how an event changes that state. Pure: the same inputs always give the same events,
/// on the server and on a laptop.
package protocol Decider {
    associatedtype State: Hashable, Sendable
    associatedtype Command: DomainCommand
    associatedtype Event: DomainEvent
    associatedtype Rejection: DomainRejection

    static var kind: AggregateKind { get }

    /// The state before the first event.
    static var initial: State { get }

    /// What happens now. No events means that nothing new happened (a retry); a rejection states
    /// the fact that stands in the way.
    static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event]

    /// Total: a reader never dies on a log, whatever it holds.
    static func evolve(_ state: inout State, _ event: Event)

    /// Unique things that `event` takes or releases, given the state before it. A pure function of
    /// the log, so that verification can recompute every claim.
    static func claims(_ event: Event, before state: State) -> [ClaimChange]
}

extension Decider {
    package static func claims(_ event: Event, before state: State) -> [ClaimChange] { [] }

    package static func state(after events: some Sequence<Event>) -> State {
        events.reduce(into: initial) { evolve(&$0, $1) }
    }
}

/// A command of one aggregate: an imperative.
package protocol DomainCommand: Hashable, Sendable {
    /// The path word in kebab case (`report-progress`); the creating command has its event's
    /// imperative too (`plan`), though the API reaches it by `POST /v1/tasks`.
    var name: String { get }

    /// How two of them on one base may be merged; class E asks an API caller for `If-Match`.
    var mergeClass: MergeClass { get }

    /// True for what has already happened in the world (cash handed over): it is recorded
    /// whatever version its author has seen, on a stream that may be new.
    var hasHappened: Bool { get }

    /// True for what cannot be taken back once it is out: a file for the bank, an official number.
    var leavesTheBuilding: Bool { get }

    /// The body as the API, the seeds and intents carry it.
    func write(to fields: inout FieldWriter)

    /// Reads the body of the command called `name`; nil if there is no such command. What is wrong
    /// with the fields is recorded in `fields`.
    static func read(_ name: String, from fields: inout FieldReader) -> Self?

    /// Names of all commands, the creating one first, for routes and the OpenAPI description.
    static var names: [String] { get }
}

extension DomainCommand {
    package var hasHappened: Bool { false }
    package var leavesTheBuilding: Bool { false }
}

/// A past-tense fact. Stored forever: add cases, never change one; a new shape is a new schema
/// number.
package protocol DomainEvent: Hashable, Sendable {
    /// The stored type, by which logs will always name it: `TaskPlanned`.
    var type: String { get }

    /// The schema number of the shape that `write` writes.
    var schema: Int { get }

    func write(to fields: inout FieldWriter)

    /// Reads a payload of the present schema; nil for an unknown type or any other schema. What is
    /// wrong with the fields is recorded in `fields`. For what is stored use `decode`.
    static func read(_ type: String, schema: Int, from fields: inout FieldReader) -> Self?

    /// The steps from every older schema that ever lay in a log to the present one.
    static var upcasters: [Upcaster] { get }

    /// The day that the event is about where it says another than its recording (a correction
    /// takes the day of what it corrects); nil takes the envelope's `occurredOn`.
    var effectiveDay: Day? { get }
}

extension DomainEvent {
    package var schema: Int { 1 }
    package static var upcasters: [Upcaster] { [] }
    package var effectiveDay: Day? { nil }
}

/// Why a command was refused, as a fact.
package protocol DomainRejection: Error, Hashable, Sendable {
    /// Stable, in kebab case, listed for API clients: `other-response-stands`.
    var code: String { get }
    func text(in language: Language) -> String
}

package enum Language: Sendable, Hashable, CaseIterable { case chinese, english }

/// How changes of two people on the same base are merged.
package enum MergeClass: String, Hashable, Sendable, CaseIterable {
    /// Additive: changes no state that a rule reads; both kept.
    case additive = "A"
    /// A set: add wins.
    case set = "B"
    /// Fields: three-way by field.
    case field = "C"
    /// A transition: merged where legal in either order.
    case transition = "D"
    /// Money, roster, approval, deadline, official number: never merged.
    case exclusive = "E"
}
