extension Conflict {
    package enum Command: Hashable, Sendable {
        /// The server's own, when it settles an intent: no role may give it.
        case open(Opening)
        case resolve(Resolution)
    }
}

extension Conflict.Command: DomainCommand {
    package static let names = ["open", "resolve"]

    package var name: String {
        switch self {
        case .open: "open"
        case .resolve: "resolve"
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
