extension Epoch {
    package enum Command: Hashable, Sendable {
        case start(Start)
    }
}

extension Epoch.Command: DomainCommand {
    package static let names = ["start"]

    package var name: String {
        switch self {
        case .start: "start"
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
