package import Domain
package import Testing

/// A decider's specification: `given(WorkTask.self, events).when(command).then(events)`.
package struct Specification<D: Decider> {
    fileprivate let history: [D.Event]
}

/// Starts from the state after `history`, oldest first.
package func given<D: Decider>(_ decider: D.Type, _ history: D.Event...) -> Specification<D> {
    Specification(history: history)
}

package func given<D: Decider>(_ decider: D.Type, _ history: [D.Event]) -> Specification<D> {
    Specification(history: history)
}

extension Specification {
    /// Decides `command` as `actor` on `today`.
    package func when(
        _ command: D.Command, _ context: Context = .test
    ) -> Consequence<D> {
        let state = D.state(after: history)
        do throws(D.Rejection) {
            return Consequence(result: .success(try D.decide(command, state, context)))
        } catch {
            return Consequence(result: .failure(error))
        }
    }
}

/// What a command led to.
package struct Consequence<D: Decider> {
    fileprivate let result: Result<[D.Event], D.Rejection>

    /// Exactly these events, in this order.
    package func then(
        _ events: D.Event..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(result == .success(events), sourceLocation: sourceLocation)
    }

    package func thenRejected(
        _ rejection: D.Rejection, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(result == .failure(rejection), sourceLocation: sourceLocation)
    }
}

extension Context {
    /// A clerk of the office on 10 June 2025.
    package static let test = Context(
        actor: Actor(id: "clerk", unit: "office", roles: [.office]), today: Day.test)

    package func by(_ id: Text, _ roles: Set<Role> = [.office], unit: Text = "office") -> Context {
        var copy = self
        copy.actor = Actor(id: id, unit: unit, roles: roles)
        return copy
    }

    package func on(_ day: Day) -> Context {
        var copy = self
        copy.today = day
        copy.occurredOn = day
        return copy
    }
}

extension Day {
    /// 10 June 2025, the day of the report.
    package static let test = day(2025, 6, 10)
}

/// A day that surely exists; 1970-01-01 if it does not, which no test expects.
package func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
    Day(year: year, month: month, day: day) ?? Day(number: 0)
}

package func quantity(_ decimal: String, _ unit: Unit) -> Quantity {
    Quantity(decimal, unit) ?? .zero
}
