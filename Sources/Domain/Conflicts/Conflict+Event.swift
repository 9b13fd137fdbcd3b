extension Conflict {
    /// What happened to one pair of changes that the rules may not merge (待裁定事项).
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        case opened(Opening)
        /// 裁定: `by` is the person who chose. What the choice leads to stands on the stream in
        /// dispute, appended with it.
        case resolved(Resolution, by: Text)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case alreadyOpened, notOpened
        /// The standing choice, and who made it.
        case alreadyResolved(Choice, by: Text)
        /// Only a role that may give the command concerned may settle it.
        case notYours(command: Text)
        /// `other` needs a body; the two choices between the sides need none.
        case bodyNeeded, bodyNotNeeded
        /// The chosen command cannot be read by this version, or the given body is not one of it.
        case notReadable(command: Text, field: Text?)
    }
}

extension Conflict.Event: DomainEvent {
    package var type: String {
        switch self {
        case .opened: "ConflictOpened"
        case .resolved: "ConflictResolved"
        }
    }
}
