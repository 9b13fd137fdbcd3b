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

    package var mergeClass: MergeClass { .exclusive }
}
