package import Domain

/// What the log says about one laptop: folded from its device stream.
package struct DeviceBook: Sendable {
    /// An intent that is taken in and not decided.
    struct Held: Sendable {
        let intent: Intent
        let reason: Receipt.Reason
    }

    package private(set) var phase = Device.State.Phase.none
    package private(set) var member: Text = ""
    package private(set) var publicKey: [UInt8] = []
    /// Held intents that the log may decide, in their order; those in quarantine wait for a person.
    private(set) var held: [Held] = []
    /// Conflicts that intents of this laptop opened, by the stream that they are about.
    private(set) var contested: [StreamID: [Text]] = [:]
    /// Receipts that replaced held ones, with the position of the event that says so.
    private(set) var settledLater: [Int64: (receipt: Receipt, position: Int64)] = [:]
    private var everHeld: Set<Int64> = []

    package var hasHeld: Bool { !held.isEmpty }

    package init(_ history: History) {
        take(history.entries)
    }

    mutating func take(_ entries: some Sequence<History.Entry>) {
        for entry in entries {
            guard case .device(let event) = entry.event else { continue }
            take(event, entry)
        }
    }

    private mutating func take(_ event: Device.Event, _ entry: History.Entry) {
        switch event {
        case .enrolled(let enrolment):
            phase = .enrolled
            member = enrolment.member
            publicKey = Base64.bytes(enrolment.publicKey.string) ?? []
        case .revoked: phase = .revoked
        case .suspended: phase = .suspended
        case .intentHeld(let intent): hold(intent, entry)
        case .intentSettled(let intent): settle(intent, entry)
        }
    }

    private mutating func hold(_ settled: Device.SettledIntent, _ entry: History.Entry) {
        guard let reason = settled.reason.map({ Receipt.Reason($0) }), !reason.isQuarantine,
            let intent = Intent(settled, deviceTime: entry.occurredAt)
        else { return }
        everHeld.insert(intent.n)
        held.append(Held(intent: intent, reason: reason))
        held.sort { $0.intent.n < $1.intent.n }
    }

    private mutating func settle(_ settled: Device.SettledIntent, _ entry: History.Entry) {
        if let conflict = settled.conflict, let stream = StreamID(raw: settled.about.string) {
            contested[stream, default: []].append(conflict)
        }
        guard everHeld.contains(settled.n) else { return }
        held.removeAll { $0.intent.n == settled.n }
        let receipt = Receipt(
            n: settled.n, .verdict(Verdict(settled.verdict)),
            positions: Receipt.range(settled.factCount, before: entry.position),
            conflict: settled.conflict, reason: settled.reason.map { Receipt.Reason($0) })
        settledLater[settled.n] = (receipt, entry.position)
    }

    /// What stands in place of a receipt that said "held".
    package func current(_ receipt: Receipt) -> Receipt {
        receipt.isHeld ? settledLater[receipt.n]?.receipt ?? receipt : receipt
    }

    /// Receipts of held intents that were settled at positions in `range`, in order, and the
    /// position of the last where there are more than fit into one answer.
    package func receipts(
        settledIn range: ClosedRange<Int64>
    ) -> (receipts: [Receipt], cut: Int64?) {
        let settled = settledLater.values.filter { range.contains($0.position) }
            .sorted { $0.position < $1.position }
        let fitting = settled.prefix(SyncLimits.receiptsPerPull)
        return (
            fitting.map(\.receipt), fitting.count < settled.count ? fitting.last?.position : nil
        )
    }
}

extension Receipt {
    /// The facts stand right before the event that settles them, which is written last.
    static func range(_ facts: Int64, before position: Int64) -> ClosedRange<Int64> {
        (position - facts)...position
    }
}

extension Verdict {
    init(_ verdict: Device.SettledIntent.Verdict) {
        self =
            switch verdict {
            case .accepted: .accepted
            case .merged: .merged
            case .duplicate: .duplicate
            case .rejected: .rejected
            case .conflict: .conflict
            }
    }

    var settled: Device.SettledIntent.Verdict {
        switch self {
        case .accepted: .accepted
        case .merged: .merged
        case .duplicate: .duplicate
        case .rejected: .rejected
        case .conflict: .conflict
        }
    }
}

extension Receipt.Reason {
    init(_ reason: Device.Reason) {
        self.init(code: reason.code, chinese: reason.chinese, english: reason.english)
    }

    var stored: Device.Reason {
        Device.Reason(code: code, chinese: chinese, english: english)
    }

    /// True for reasons that only a person takes away.
    var isQuarantine: Bool {
        self.code == Receipt.Reason.deviceRevoked.code
            || self.code == Receipt.Reason.otherBranch.code
    }
}
