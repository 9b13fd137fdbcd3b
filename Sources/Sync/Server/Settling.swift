import Domain

/// What the server rules about one intent, before anything is appended.
enum Ruling: Sendable {
    /// Ask again with these streams loaded.
    case needs([StreamID])
    /// Facts for the log.
    case facts(Verdict, Bureau.Decision)
    /// No fact on the stream: it was there already, or the rules refuse it. `from` are the streams
    /// that were read, which must not have changed.
    case none(Verdict, Receipt.Reason?, positions: [Int64], from: [StreamID: Int])
    /// A person must choose. `theirs` are the foreign events since the base.
    case conflict(Contradiction)
    /// It cannot be decided yet.
    case held(Receipt.Reason)
}

/// Two changes of one thing that the rules may not merge.
struct Contradiction: Sendable {
    let intent: Intent
    let command: BureauCommand
    let field: Text?
    /// The state that the intent's author knew.
    let base: BureauState
    /// The foreign events since the base, and the one among them that the intent clashes with.
    let foreign: [History.Entry]
    let clash: Int
    let version: Int
}

/// Decides one intent against the streams as they are. Pure.
enum Settling {
    /// The kinds of things that a laptop may change.
    static let kinds: Set<AggregateKind> = [.task, .letter, .conflict]

    static func rule(
        on intent: Intent, of device: Text, _ context: Context, _ known: [StreamID: History]
    ) -> Ruling {
        let command: BureauCommand
        do {
            guard let read = try intent.decodedCommand() else {
                return .none(.rejected, .unknownCommand, positions: [], from: [:])
            }
            command = read
        } catch {
            return .none(.rejected, Receipt.Reason(unreadable: error), positions: [], from: [:])
        }
        guard kinds.contains(intent.stream.kind) else {
            return .none(.rejected, .notFromLaptops, positions: [], from: [:])
        }
        guard Policy.allows(command, to: context.actor) else {
            // What was seen in the world is kept for whoever may give the right back.
            if command.mergeClass == .additive { return .held(.notAllowed) }
            return .none(.rejected, .notAllowed, positions: [], from: [:])
        }
        guard let history = known[intent.stream] else { return .needs([intent.stream]) }
        if history.now.blockedAt != nil { return .held(.notUnderstood) }
        guard intent.baseVersion <= history.version else {
            return .none(
                .rejected, .baseAhead, positions: [], from: [intent.stream: history.version])
        }
        switch command {
        case .task(let mine):
            return merge(WorkTask.self, mine, command, intent, device, context, history)
        case .letter(let mine):
            return merge(Letter.self, mine, command, intent, device, context, history)
        case .conflict:
            return decide(command, intent, context, known)
        case .roster, .disbursement, .fund, .indicator, .project, .parameter, .device, .member,
            .epoch:
            return .none(.rejected, .notFromLaptops, positions: [], from: [:])
        }
    }

    private static func merge<D: Mergeable & BureauDecider>(
        _ decider: D.Type, _ mine: D.Command, _ command: BureauCommand, _ intent: Intent,
        _ device: Text, _ context: Context, _ history: History
    ) -> Ruling {
        let (base, others) = history.split(
            base: intent.baseVersion, device: device, before: intent.n)
        guard let baseState = D.state(in: base), let current = D.state(in: history.now.state)
        else { return .none(.rejected, .notFromLaptops, positions: [], from: [:]) }
        let foreign = others.compactMap { D.event(in: $0.event) }
        let from = [intent.stream: history.version]
        switch D.settle(mine, base: baseState, foreign: foreign, current: current, context) {
        case .accepted(let events):
            return .facts(.accepted, decision(D.self, events, history))
        case .merged(let events):
            return .facts(.merged, decision(D.self, events, history))
        case .duplicate:
            return .none(.duplicate, nil, positions: others.map(\.position), from: from)
        case .conflict(let field, let clash):
            return .conflict(
                Contradiction(
                    intent: intent, command: command, field: field, base: base,
                    foreign: others, clash: clash, version: history.version))
        case .rejected(let rejection):
            return .none(.rejected, Receipt.Reason(rejection), positions: [], from: from)
        }
    }

    private static func decision<D: BureauDecider>(
        _ decider: D.Type, _ events: [D.Event], _ history: History
    ) -> Bureau.Decision {
        Bureau.Decision([
            Bureau.Write(
                history.stream, expected: history.version, events.map { D.bureauEvent($0) })
        ])
    }

    /// A command without merge rules: decided on the state as it is now, over every stream that it
    /// asks for.
    private static func decide(
        _ command: BureauCommand, _ intent: Intent, _ context: Context,
        _ known: [StreamID: History]
    ) -> Ruling {
        let snapshots = Bureau.Known(known.mapValues(\.now))
        switch Bureau.decide(command, on: intent.stream, context, snapshots) {
        case .needs(let streams): return .needs(streams)
        case .decided(let decision):
            if !decision.writes.isEmpty { return .facts(.accepted, decision) }
            let version = known[intent.stream]?.version ?? 0
            return .none(.duplicate, nil, positions: [], from: [intent.stream: version])
        case .rejected(let rejection):
            let version = known[intent.stream]?.version ?? 0
            return .none(
                .rejected, Receipt.Reason(rejection), positions: [],
                from: [intent.stream: version])
        case .notUnderstood: return .held(.notUnderstood)
        }
    }
}

extension Receipt.Reason {
    static let unknownCommand = Self(
        code: "unknown-command", chinese: "没有这种办理事项", english: "There is no such command.")
    static let notFromLaptops = Self(
        code: "not-from-laptops", chinese: "此事项不能在现场终端办理",
        english: "This cannot be done on a laptop.")
    static let notAllowed = Self(
        code: "not-allowed", chinese: "使用人没有办理此事项的权限",
        english: "The laptop's member may not do this.")
    static let baseAhead = Self(
        code: "base-ahead", chinese: "填报所依据的记录在服务器上不存在",
        english: "The intent is based on events that the log does not hold.")
    static let notUnderstood = Self(
        code: "not-understood", chinese: "事项中有本版本尚不认识的记录,待升级后处理",
        english: "The stream holds an event that this version does not understand.")
    static let waitsForConflict = Self(
        code: "waits-for-conflict", chinese: "同一事项有本终端的填报待裁定,裁定后处理",
        english: "An earlier intent of this laptop on the same thing is in conflict.")
    static let waitsForEarlier = Self(
        code: "waits-for-earlier", chinese: "同一事项前一条填报处理后再处理",
        english: "An earlier intent of this laptop on the same thing is held.")
    static let deviceRevoked = Self(
        code: "device-revoked", chinese: "终端已停用,填报已保管,待人工处理",
        english: "The device is revoked; the intent is kept for a person to look at.")
    static let otherBranch = Self(
        code: "device-suspended", chinese: "同一序号出现两份不同填报,此份已保管,待人工处理",
        english: "One number came with two different intents; this one is kept for a person.")

    init(unreadable error: any Error) {
        let first = (error as? FieldErrors)?.errors.first
        self.init(
            code: "invalid-fields",
            chinese: Text(first?.text(in: .chinese) ?? "填报内容无法读取"),
            english: Text(first?.text(in: .english) ?? "the body cannot be read"))
    }
}
