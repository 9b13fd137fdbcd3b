/// The kinds of things that have a stream of events of their own.
///
/// `rawValue` is stored in the log and never changes; `path` is the word in the API's routes.
package enum AggregateKind: String, Hashable, Sendable, CaseIterable, Comparable {
    case task, letter, roster, disbursement, fund, indicator, project, parameter, conflict, device
    case member, epoch

    package var path: String {
        switch self {
        case .task: "tasks"
        case .letter: "letters"
        case .roster: "rosters"
        case .disbursement: "disbursements"
        case .fund: "funds"
        case .indicator: "indicators"
        case .project: "projects"
        case .parameter: "parameters"
        case .conflict: "conflicts"
        case .device: "devices"
        case .member: "members"
        case .epoch: "epochs"
        }
    }

    package static func < (left: AggregateKind, right: AggregateKind) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Names one aggregate's stream: stored as `kind/id`, for example `task/rural-maintenance-2025`.
package struct StreamID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let kind: AggregateKind
    package let id: Text

    package init(_ kind: AggregateKind, _ id: Text) {
        self.kind = kind
        self.id = id
    }

    /// Reads the stored form; nil for a kind that this version does not know.
    package init?(raw: String) {
        guard let slash = raw.utf8.firstIndex(of: 0x2f),
            let kind = AggregateKind(rawValue: String(raw[..<slash]))
        else { return nil }
        let id = raw[raw.utf8.index(after: slash)...]
        guard !id.isEmpty else { return nil }
        self.init(kind, Text(String(id)))
    }

    package init?(raw: some StringProtocol) { self.init(raw: String(raw)) }

    package var raw: String { "\(kind.rawValue)/\(id)" }
    package var description: String { raw }

    package static func < (left: StreamID, right: StreamID) -> Bool {
        (left.kind, left.id) < (right.kind, right.id)
    }

    /// Ids match `[a-z0-9-]{1,64}`; a client may supply one.
    package static func isValid(id: Text) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
            }
    }
}
