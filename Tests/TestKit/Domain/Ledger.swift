package import Domain

/// A log in memory: it appends as the store does (all or nothing, expected versions, guards,
/// claims), so that commands over several streams can be tested without PostgreSQL.
package struct Ledger: Sendable {
    package enum Answer: Sendable {
        case appended([BureauEvent])
        case rejected(any DomainRejection)
        /// A claim that another stream holds.
        case claimed(Claim, by: StreamID)
        case stale(StreamID)
        case notUnderstood(StreamID)
    }

    package private(set) var known = Bureau.Known()
    package private(set) var claims: [Claim: StreamID] = [:]
    package private(set) var log: [(stream: StreamID, event: BureauEvent)] = []

    package init() {}

    package func snapshot(_ stream: StreamID) -> Snapshot {
        known[stream] ?? Snapshot(stream.kind)
    }

    package mutating func run(
        _ command: BureauCommand, on stream: StreamID, _ context: Context = .test
    ) -> Answer {
        var read = Bureau.Known()
        while true {
            switch Bureau.decide(command, on: stream, context, read) {
            case .needs(let streams): for stream in streams { read[stream] = snapshot(stream) }
            case .rejected(let rejection): return .rejected(rejection)
            case .notUnderstood(let stream, _): return .notUnderstood(stream)
            case .decided(let decision): return append(decision)
            }
        }
    }

    private mutating func append(_ decision: Bureau.Decision) -> Answer {
        for (stream, version) in decision.guards where snapshot(stream).version != version {
            return .stale(stream)
        }
        var held = claims
        for write in decision.writes {
            let snapshot = snapshot(write.stream)
            guard snapshot.version == write.expected else { return .stale(write.stream) }
            for change in Bureau.claims(of: write.events, before: snapshot.state) {
                switch change {
                case .release(let claim): held[claim] = nil
                case .take(let claim):
                    if let holder = held[claim] { return .claimed(claim, by: holder) }
                    held[claim] = write.stream
                }
            }
        }
        claims = held
        for write in decision.writes {
            var snapshot = snapshot(write.stream)
            for event in write.events {
                snapshot.take(event)
                log.append((write.stream, event))
            }
            known[write.stream] = snapshot
        }
        return .appended(decision.writes.flatMap(\.events))
    }
}

extension Ledger.Answer {
    /// Nil unless appended.
    package var events: [BureauEvent]? {
        if case .appended(let events) = self { events } else { nil }
    }

    /// The rejection's code, or what else stood in the way; nil if appended.
    package var refusal: String? {
        switch self {
        case .appended: nil
        case .rejected(let rejection): rejection.code
        case .claimed: "claimed"
        case .stale: "stale"
        case .notUnderstood: "not-understood"
        }
    }
}
