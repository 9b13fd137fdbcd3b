extension Epoch {
    package enum Command: Hashable, Sendable {
        case start(Start)
        /// 核对外部情况: what the bank has paid and which numbers the register has given.
        case recordOutsideState(Outside)
    }
}

extension Epoch.Command: DomainCommand {
    package static let names = ["start", "record-outside-state"]

    package var name: String {
        switch self {
        case .start: "start"
        case .recordOutsideState: "record-outside-state"
        }
    }

    /// What stands outside is a fact, whatever version of the epoch its author has seen.
    package var hasHappened: Bool {
        switch self {
        case .start: false
        case .recordOutsideState: true
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
