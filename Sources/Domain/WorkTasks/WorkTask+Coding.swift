// Names and keys of tasks, in commands and in stored events. Stored names never change.

extension WorkTask.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .plan(let plan): plan.write(to: &fields)
        case .assign(let change): change.write(to: &fields)
        case .reportProgress(let progress): progress.write(to: &fields)
        case .addNote(let text): fields.text("text", text)
        case .raiseBlocker(let blocker): blocker.write(to: &fields)
        case .clearBlocker(let id, let how):
            fields.text("blocker", id)
            fields.text("how", how)
        case .changeDeadline(let due, let reason):
            fields.day("due", due)
            fields.text("reason", reason)
        case .complete(let completion): completion.write(to: &fields)
        case .verify(let opinion): fields.text("opinion", opinion)
        case .cancel(let reason): fields.text("reason", reason)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "plan": .plan(WorkTask.Plan(from: &fields))
        case "assign": .assign(WorkTask.AssignmentChange(command: &fields))
        case "report-progress": .reportProgress(WorkTask.Progress(from: &fields))
        case "add-note": .addNote(text: fields.text("text"))
        case "raise-blocker": .raiseBlocker(WorkTask.Blocker(from: &fields))
        case "clear-blocker":
            .clearBlocker(id: fields.id("blocker"), how: fields.text("how"))
        case "change-deadline":
            .changeDeadline(due: fields.day("due"), reason: fields.text("reason"))
        case "complete": .complete(WorkTask.Completion(from: &fields))
        case "verify": .verify(opinion: fields.optionalText("opinion"))
        case "cancel": .cancel(reason: fields.text("reason"))
        default: nil
        }
    }
}

extension WorkTask.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .planned(let plan): plan.write(to: &fields)
        case .assigned(let change): change.write(to: &fields)
        case .progressReported(let progress): progress.write(to: &fields)
        case .blockerRaised(let blocker): blocker.write(to: &fields)
        case .blockerCleared(let id, let how):
            fields.text("blocker", id)
            fields.text("how", how)
        case .deadlineChanged(let due, let reason):
            fields.day("due", due)
            fields.text("reason", reason)
        case .completed(let completion, let by):
            completion.write(to: &fields)
            fields.text("by", by)
        case .verified(let opinion): fields.text("opinion", opinion)
        case .cancelled(let reason): fields.text("reason", reason)
        case .noteAdded(let text): fields.text("text", text)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "TaskPlanned": .planned(WorkTask.Plan(from: &fields))
        case "TaskAssigned": .assigned(WorkTask.AssignmentChange(from: &fields))
        case "ProgressReported": .progressReported(WorkTask.Progress(from: &fields))
        case "BlockerRaised": .blockerRaised(WorkTask.Blocker(from: &fields))
        case "BlockerCleared":
            .blockerCleared(id: fields.id("blocker"), how: fields.text("how"))
        case "DeadlineChanged":
            .deadlineChanged(due: fields.day("due"), reason: fields.text("reason"))
        case "TaskCompleted":
            .completed(WorkTask.Completion(from: &fields), by: fields.text("by"))
        case "TaskVerified": .verified(opinion: fields.optionalText("opinion"))
        case "TaskCancelled": .cancelled(reason: fields.text("reason"))
        case "NoteAdded": .noteAdded(text: fields.text("text"))
        default: nil
        }
    }
}
