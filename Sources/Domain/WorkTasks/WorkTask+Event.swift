extension WorkTask {
    /// What happened to one task, oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        /// 列入计划.
        case planned(Plan)
        /// 交办: only the fields that changed; none where the plan is taken up as it stands.
        case assigned(AssignmentChange)
        /// 填报进展.
        case progressReported(Progress)
        /// 反映困难.
        case blockerRaised(Blocker)
        /// 困难已解决.
        case blockerCleared(id: Text, how: Text)
        /// 调整时限.
        case deadlineChanged(due: Day, reason: Text)
        /// 申请办结.
        case completed(Completion, by: Text)
        /// 确认办结.
        case verified(opinion: Text?)
        /// 取消任务.
        case cancelled(reason: Text)
        case noteAdded(text: Text)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case alreadyPlanned, notPlanned, notDone, verifierCompleted, emptyReport
        case notOpen(State.Phase)
        case noSuchTarget(Text)
        case otherUnit(Text)
        case blockerKnown(Text)
        case noSuchBlocker(Text)
        case blockerAlreadyCleared(Text)
        case stillBlocked(Text)
        case overTarget(Text)
    }
}

extension WorkTask.Event: DomainEvent {
    package var type: String {
        switch self {
        case .planned: "TaskPlanned"
        case .assigned: "TaskAssigned"
        case .progressReported: "ProgressReported"
        case .blockerRaised: "BlockerRaised"
        case .blockerCleared: "BlockerCleared"
        case .deadlineChanged: "DeadlineChanged"
        case .completed: "TaskCompleted"
        case .verified: "TaskVerified"
        case .cancelled: "TaskCancelled"
        case .noteAdded: "NoteAdded"
        }
    }
}
