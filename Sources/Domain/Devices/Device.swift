/// The rules of one laptop (现场终端).
///
/// enrolled → suspended → enrolled again; revoked ends it. What a revoked or suspended laptop still
/// sends is never dropped, so a verdict is recorded in any state but before the first enrolment.
package enum Device: Decider {
    package static let kind = AggregateKind.device
    package static let initial = State()

    /// What the rules read; rows for people are `DeviceBoard`.
    package struct State: Hashable, Sendable {
        package enum Phase: String, Hashable, Sendable, CaseIterable {
            case none, enrolled, suspended, revoked
        }
        package var phase = Phase.none
        package var enrolment: Enrolment?
        /// The largest number among the intents settled without facts. A held intent is settled
        /// after later ones, so numbers do not come in order; the log's intake counts them all.
        package var lastSettled: Int64 = 0
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        switch command {
        case .enrol(let enrolment): return try enrol(enrolment, state)
        case .revoke(let reason):
            if state.phase == .revoked { return [] }
            guard state.phase != .none else { throw .notEnrolled }
            return [.revoked(reason: reason)]
        case .suspend(let reason):
            switch state.phase {
            case .none: throw .notEnrolled
            case .suspended: return []
            case .revoked: throw .revoked
            case .enrolled: return [.suspended(reason: reason)]
            }
        case .settleIntent(let intent):
            guard state.phase != .none else { throw .notEnrolled }
            return [.intentSettled(intent)]
        }
    }

    private static func enrol(
        _ enrolment: Enrolment, _ state: State
    ) throws(Rejection) -> [Event] {
        switch state.phase {
        case .none, .suspended: return [.enrolled(enrolment)]
        case .enrolled:
            guard state.enrolment == enrolment else { throw .alreadyEnrolled }
            return []
        case .revoked: throw .revoked
        }
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .enrolled(let enrolment):
            state.phase = .enrolled
            state.enrolment = enrolment
        case .revoked: state.phase = .revoked
        case .suspended: state.phase = .suspended
        case .intentSettled(let intent): state.lastSettled = max(state.lastSettled, intent.n)
        case .intentHeld: break
        }
    }
}
