/// How a command recorded offline stands to one event that somebody else's command led to after
/// its base.
package enum Relation: Hashable, Sendable {
    /// Both stand, whatever the order.
    case independent
    /// It says what the event already says.
    case same
    /// The rules may not choose: a person must. `field` names what differs, where it is one field.
    case clash(field: Text?)
}

/// A decider whose commands laptops record offline.
///
/// `relation` is a symmetric table over pairs of commands on one base. A pair that it calls
/// independent must come out the same in either order, or be refused by the rules in both.
package protocol Mergeable: Decider {
    static func relation(of mine: Command, to theirs: Event) -> Relation

    /// True for a rule that is judged on the author's base alone, because somebody else's later
    /// change must not undo what was right when it was done.
    static func isJudgedOnBase(_ rejection: Rejection) -> Bool

    /// What `command`, recorded on `base`, changes of it: a field that says again what its author
    /// saw is no word against somebody who changes it.
    static func narrowed(_ command: Command, on base: State) -> Command

    /// Decides `command` where a person has preferred it to what stands (`ConflictResolved`): what
    /// it contradicts is not a reason to refuse it, every other rule is.
    static func overrule(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event]
}

extension Mergeable {
    package static func isJudgedOnBase(_ rejection: Rejection) -> Bool { false }

    package static func narrowed(_ command: Command, on base: State) -> Command { command }

    package static func overrule(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        try decide(command, state, context)
    }
}

/// What becomes of one intent.
package enum Settlement<Event: Hashable & Sendable, Rejection: DomainRejection>: Hashable, Sendable
{
    /// Nobody else changed the stream since the base.
    case accepted([Event])
    /// Others changed it, and the rules let both stand.
    case merged([Event])
    case duplicate
    /// `theirs` is the index of the foreign event that it clashes with.
    case conflict(field: Text?, theirs: Int)
    case rejected(Rejection)
}

extension Mergeable {
    /// Settles `mine`, recorded on `base`, after the `foreign` events that others caused since.
    ///
    /// - Parameters:
    ///   - base: the state at the intent's base version with the device's own later events.
    ///   - current: the state now, foreign events included.
    package static func settle(
        _ mine: Command, base: State, foreign: [Event], current: State, _ context: Context
    ) -> Settlement<Event, Rejection> {
        let mine = narrowed(mine, on: base)
        var saysSame = false
        for (index, theirs) in foreign.enumerated() {
            switch relation(of: mine, to: theirs) {
            case .independent: break
            case .same: saysSame = true
            case .clash(let field): return .conflict(field: field, theirs: index)
            }
        }
        if saysSame { return .duplicate }
        do throws(Rejection) {
            let events = try decide(mine, current, context)
            if events.isEmpty { return .duplicate }
            return foreign.isEmpty ? .accepted(events) : .merged(events)
        } catch {
            return settle(refused: error, mine, base: base, foreign: foreign, context)
        }
    }

    /// Refused now: was it right on its base? Then two people's changes contradict each other.
    private static func settle(
        refused rejection: Rejection, _ mine: Command, base: State, foreign: [Event],
        _ context: Context
    ) -> Settlement<Event, Rejection> {
        guard !foreign.isEmpty else { return .rejected(rejection) }
        do throws(Rejection) {
            let events = try decide(mine, base, context)
            if isJudgedOnBase(rejection) { return .merged(events) }
            return .conflict(field: nil, theirs: foreign.count - 1)
        } catch {
            return .rejected(error)
        }
    }
}
