extension WorkTask {
    package enum Command: Hashable, Sendable {
        case plan(Plan)
        case assign(AssignmentChange)
        case reportProgress(Progress)
        case addNote(text: Text)
        case raiseBlocker(Blocker)
        case clearBlocker(id: Text, how: Text)
        case changeDeadline(due: Day, reason: Text)
        case complete(Completion)
        case verify(opinion: Text?)
        case cancel(reason: Text)
    }
}

extension WorkTask.Command: DomainCommand {
    package static let names = [
        "plan", "assign", "report-progress", "add-note", "raise-blocker", "clear-blocker",
        "change-deadline", "complete", "verify", "cancel",
    ]

    package var name: String {
        switch self {
        case .plan: "plan"
        case .assign: "assign"
        case .reportProgress: "report-progress"
        case .addNote: "add-note"
        case .raiseBlocker: "raise-blocker"
        case .clearBlocker: "clear-blocker"
        case .changeDeadline: "change-deadline"
        case .complete: "complete"
        case .verify: "verify"
        case .cancel: "cancel"
        }
    }

    package var mergeClass: MergeClass {
        switch self {
        case .reportProgress, .addNote: .additive
        case .assign: .field
        case .raiseBlocker, .clearBlocker, .complete, .verify: .transition
        case .plan, .changeDeadline, .cancel: .exclusive
        }
    }
}
