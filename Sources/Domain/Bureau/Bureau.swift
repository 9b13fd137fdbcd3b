/// Decides any command over the streams that it concerns, as a pure function: the server's command
/// service and the laptop's overlay both call it.
package enum Bureau {
    /// The streams that the caller has loaded so far.
    package struct Known: Sendable {
        private var snapshots: [StreamID: Snapshot]

        package init(_ snapshots: [StreamID: Snapshot] = [:]) { self.snapshots = snapshots }

        package subscript(stream: StreamID) -> Snapshot? {
            get { snapshots[stream] }
            set { snapshots[stream] = newValue }
        }

        /// The streams among `needed` that are not loaded yet.
        package func missing(_ needed: [StreamID]) -> [StreamID] {
            needed.filter { snapshots[$0] == nil }
        }
    }

    /// Events for one stream, expected at the version at which it was decided.
    package struct Write: Hashable, Sendable {
        package let stream: StreamID
        package let expected: Int
        package let events: [BureauEvent]
        package init(_ stream: StreamID, expected: Int, _ events: [BureauEvent]) {
            self.stream = stream
            self.expected = expected
            self.events = events
        }
    }

    /// What is to be appended, all or nothing.
    package struct Decision: Hashable, Sendable {
        package var writes: [Write]
        /// Streams that were read and must not have changed.
        package var guards: [StreamID: Int]
        package init(_ writes: [Write], guards: [StreamID: Int] = [:]) {
            self.writes = writes.filter { !$0.events.isEmpty }
            self.guards = guards
        }
    }

    package enum Outcome: Sendable {
        /// Load these streams, add them to what is known, and ask again.
        case needs([StreamID])
        case decided(Decision)
        case rejected(any DomainRejection)
        /// The stream holds an event of a newer version of Headwater.
        case notUnderstood(StreamID, version: Int)
    }

    /// - Parameter stream: the aggregate commanded; new ones have no events yet.
    package static func decide(
        _ command: BureauCommand, on stream: StreamID, _ context: Context, _ known: Known
    ) -> Outcome {
        guard let snapshot = known[stream] else { return .needs([stream]) }
        if let version = snapshot.blockedAt { return .notUnderstood(stream, version: version) }
        if context.parameters.isOutsideUnsettled, command.base.leavesTheBuilding {
            return .rejected(OutsideUnsettled.unsettled)
        }
        switch command {
        case .task(let command):
            return single(WorkTask.self, command, stream, context, known)
        case .letter(let command):
            return single(Letter.self, command, stream, context, known)
        case .roster(let command):
            return single(Roster.self, command, stream, context, known)
        case .disbursement(let command):
            return Disbursement.orchestrate(command, on: stream, context, known)
        case .fund(let command):
            return single(Fund.self, command, stream, context, known)
        case .indicator(let command):
            return single(Indicator.self, command, stream, context, known)
        case .project(let command):
            return single(Project.self, command, stream, context, known)
        case .parameter(let command):
            return single(Parameter.self, command, stream, context, known)
        case .conflict(let command):
            return Conflict.orchestrate(command, on: stream, context, known)
        case .device(let command):
            return single(Device.self, command, stream, context, known)
        case .member(let command):
            return single(Member.self, command, stream, context, known)
        case .epoch(let command):
            return single(Epoch.self, command, stream, context, known)
        }
    }

    /// A command that concerns one stream only.
    package static func single<D: BureauDecider>(
        _ decider: D.Type, _ command: D.Command, _ stream: StreamID, _ context: Context,
        _ known: Known
    ) -> Outcome {
        guard let snapshot = known[stream] else { return .needs([stream]) }
        guard let state = D.state(in: snapshot.state) else { return .needs([stream]) }
        do throws(D.Rejection) {
            let events = try D.decide(command, state, context).map { D.bureauEvent($0) }
            return .decided(Decision([Write(stream, expected: snapshot.version, events)]))
        } catch {
            return .rejected(error)
        }
    }

    /// Every claim that `events` take or release on `stream`, in order, given the state before.
    package static func claims(
        of events: [BureauEvent], before state: BureauState
    ) -> [ClaimChange] {
        var state = state
        return events.flatMap { event in
            defer { state.evolve(event) }
            return claims(of: event, before: state)
        }
    }
}

/// A decider that knows its place among the bureau's.
package protocol BureauDecider: Decider {
    static func bureauEvent(_ event: Event) -> BureauEvent
    static func bureauCommand(_ command: Command) -> BureauCommand
    static func event(in event: BureauEvent) -> Event?
    static func state(in state: BureauState) -> State?
}
