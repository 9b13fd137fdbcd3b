package import Domain

/// The laptop's preview: pending intents decided over the confirmed state, by the same rules that
/// the server will use.
///
/// It may differ from what comes of them, since others change things meanwhile; it is shown as
/// pending, and never stored.
package struct Overlay: Sendable {
    /// What one intent would lead to.
    package enum Preview: Hashable, Sendable {
        case events([Event])
        case refused(Receipt.Reason)
        /// The stream holds what this version does not understand: recorded, not previewed.
        case none
    }

    package struct Event: Hashable, Sendable {
        package let stream: StreamID
        package let event: BureauEvent
    }

    /// The streams with every preview so far folded in.
    private var known: [StreamID: Snapshot]
    private let load: @Sendable (StreamID) throws -> History
    private let owner: Actor
    private let today: Day
    private let parameters: ParameterTable

    /// Rounds of loading further streams that one decision may ask for.
    private static let loadingRounds = 8

    /// - Parameter load: a stream's confirmed events; an empty history for one that has none.
    package init(
        owner: Actor, today: Day, parameters: ParameterTable,
        load: @escaping @Sendable (StreamID) throws -> History
    ) {
        known = [:]
        self.load = load
        self.owner = owner
        self.today = today
        self.parameters = parameters
    }

    /// How many events the stream has, previews included.
    package mutating func version(of stream: StreamID) throws -> Int {
        if let snapshot = known[stream] { return snapshot.version }
        let snapshot = try load(stream).now
        known[stream] = snapshot
        return snapshot.version
    }

    /// Decides `intent` after those that were taken before, and folds what it leads to.
    package mutating func take(_ intent: Intent) throws -> Preview {
        let command: BureauCommand
        do {
            guard let read = try intent.decodedCommand() else { return .none }
            command = read
        } catch {
            return .refused(Receipt.Reason(unreadable: error))
        }
        var context = Context(actor: owner, today: today, occurredOn: intent.occurredOn)
        context.parameters = parameters
        var needed = [intent.stream]
        for _ in 0..<Overlay.loadingRounds {
            for stream in needed where known[stream] == nil {
                known[stream] = try load(stream).now
            }
            switch Bureau.decide(
                command, on: intent.stream, context, Bureau.Known(known))
            {
            case .needs(let streams): needed = streams
            case .decided(let decision): return .events(fold(decision))
            case .rejected(let rejection): return .refused(Receipt.Reason(rejection))
            case .notUnderstood: return .none
            }
        }
        return .none
    }

    private mutating func fold(_ decision: Bureau.Decision) -> [Event] {
        decision.writes.flatMap { write in
            write.events.map { event in
                known[write.stream]?.take(event)
                return Event(stream: write.stream, event: event)
            }
        }
    }
}
