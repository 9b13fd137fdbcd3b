// The nested shapes that commands and events of tasks share.

extension WorkTask.Plan {
    init(from fields: inout FieldReader) {
        title = fields.text("title", limit: 300)
        theme = fields.text("theme", limit: 64)
        assignment = WorkTask.Assignment(
            leadUnit: fields.text("leadUnit", limit: 200),
            responsible: fields.optionalText("responsible", limit: 200),
            cooperating: fields.texts("cooperating", limit: WorkTask.partsLimit))
        due = fields.optionalDay("due")
        targets = fields.list("targets", limit: WorkTask.partsLimit) {
            WorkTask.Target(from: &$0)
        }
        milestones = fields.list("milestones", limit: WorkTask.partsLimit) {
            WorkTask.Milestone(name: $0.text("name", limit: 200), due: $0.day("due"))
        }
        source = fields.optionalText("source", limit: 300)
    }

    func write(to fields: inout FieldWriter) {
        fields.text("title", title)
        fields.text("theme", theme)
        fields.text("leadUnit", assignment.leadUnit)
        fields.text("responsible", assignment.responsible)
        fields.texts("cooperating", assignment.cooperating)
        fields.day("due", due)
        fields.list("targets", targets) { $1.write(to: &$0) }
        fields.list("milestones", milestones) {
            $0.text("name", $1.name)
            $0.day("due", $1.due)
        }
        fields.text("source", source)
    }
}

extension WorkTask.Target {
    init(from fields: inout FieldReader) {
        code = fields.text("code", limit: 64)
        name = fields.text("name", limit: 200)
        unit = fields.choice("unit", Unit.self, standIn: .count)
        let decimal = fields.optionalText("goal", limit: 40)
        let unit = unit
        goal = decimal.flatMap { Quantity($0.string, unit) }
        if decimal != nil, goal == nil { fields.note("goal", .invalidQuantity) }
    }

    func write(to fields: inout FieldWriter) {
        fields.text("code", code)
        fields.text("name", name)
        fields.string("unit", unit.rawValue)
        fields.text("goal", goal?.decimal)
    }
}

extension WorkTask.AssignmentChange {
    /// A command names at least one field; an event may name none.
    init(command fields: inout FieldReader) {
        self.init(from: &fields)
        if isEmpty { fields.note("responsible", .missing) }
    }

    init(from fields: inout FieldReader) {
        leadUnit = fields.optionalText("leadUnit", limit: 200)
        responsible = fields.optionalText("responsible", limit: 200)
        cooperating =
            fields.has("cooperating")
            ? fields.texts("cooperating", limit: WorkTask.partsLimit) : nil
    }

    func write(to fields: inout FieldWriter) {
        fields.text("leadUnit", leadUnit)
        fields.text("responsible", responsible)
        fields.clearableTexts("cooperating", cooperating)
    }
}

extension WorkTask.Progress {
    init(from fields: inout FieldReader) {
        text = fields.optionalText("text")
        readings = fields.list("readings", limit: WorkTask.partsLimit) {
            WorkTask.Reading(from: &$0)
        }
    }

    func write(to fields: inout FieldWriter) {
        fields.text("text", text)
        fields.list("readings", readings) { $1.write(to: &$0) }
    }
}

extension WorkTask.Reading {
    init(from fields: inout FieldReader) {
        target = fields.text("target", limit: 64)
        value = fields.quantity("value")
        qualifier = fields.qualifier("qualifier")
        asOf = fields.day("asOf")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("target", target)
        fields.quantity("value", value)
        fields.qualifier("qualifier", qualifier)
        fields.day("asOf", asOf)
    }
}

extension WorkTask.Blocker {
    init(from fields: inout FieldReader) {
        id = fields.id("blocker")
        text = fields.text("text")
        needs = fields.optionalText("needs")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("blocker", id)
        fields.text("text", text)
        fields.text("needs", needs)
    }
}

extension WorkTask.Completion {
    init(from fields: inout FieldReader) {
        summary = fields.text("summary")
        overTargetReason = fields.optionalText("overTargetReason")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("summary", summary)
        fields.text("overTargetReason", overTargetReason)
    }
}
