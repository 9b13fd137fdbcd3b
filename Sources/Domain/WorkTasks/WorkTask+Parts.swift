extension WorkTask {
    /// Who does the work: the fields of class C, merged three-way by field.
    package struct Assignment: Hashable, Sendable {
        package var leadUnit: Text = ""
        package var responsible: Text?
        package var cooperating: [Text] = []

        package init(leadUnit: Text = "", responsible: Text? = nil, cooperating: [Text] = []) {
            self.leadUnit = leadUnit
            self.responsible = responsible
            self.cooperating = cooperating
        }

        package mutating func apply(_ change: AssignmentChange) {
            if let leadUnit = change.leadUnit { self.leadUnit = leadUnit }
            if let responsible = change.responsible { self.responsible = responsible }
            if let cooperating = change.cooperating { self.cooperating = cooperating }
        }
    }

    /// The fields that one 交办 sets; nil leaves a field as it is.
    package struct AssignmentChange: Hashable, Sendable {
        package var leadUnit: Text?
        package var responsible: Text?
        package var cooperating: [Text]?

        package init(
            leadUnit: Text? = nil, responsible: Text? = nil, cooperating: [Text]? = nil
        ) {
            self.leadUnit = leadUnit
            self.responsible = responsible
            self.cooperating = cooperating
        }

        /// The fields that differ from `known`.
        package func beyond(_ known: Assignment) -> AssignmentChange {
            AssignmentChange(
                leadUnit: leadUnit == known.leadUnit ? nil : leadUnit,
                responsible: responsible == known.responsible ? nil : responsible,
                cooperating: cooperating == known.cooperating ? nil : cooperating)
        }

        package var isEmpty: Bool {
            leadUnit == nil && responsible == nil && cooperating == nil
        }
    }

    /// What the task is to reach; `code` is the figure's id in the bureau's report.
    package struct Target: Hashable, Sendable {
        package let code: Text
        package let name: Text
        package let unit: Unit
        /// Nil where the plan names no number (the report's L02).
        package let goal: Quantity?

        package init(code: Text, name: Text, unit: Unit, goal: Quantity? = nil) {
            self.code = code
            self.name = name
            self.unit = unit
            self.goal = goal
        }
    }

    package struct Milestone: Hashable, Sendable {
        package let name: Text
        package let due: Day
        package init(name: Text, due: Day) {
            self.name = name
            self.due = due
        }
    }

    package struct Plan: Hashable, Sendable {
        package var title: Text
        /// The report's section, for example `rural_water`.
        package var theme: Text
        package var assignment: Assignment
        package var due: Day?
        package var targets: [Target]
        package var milestones: [Milestone]
        /// The incoming document (收文) that it comes from, as sender and number.
        package var source: Text?

        package init(
            title: Text, theme: Text, assignment: Assignment, due: Day? = nil,
            targets: [Target] = [], milestones: [Milestone] = [], source: Text? = nil
        ) {
            self.title = title
            self.theme = theme
            self.assignment = assignment
            self.due = due
            self.targets = targets
            self.milestones = milestones
            self.source = source
        }
    }

    /// A cumulative reading (累计) of one target as of a day.
    package struct Reading: Hashable, Sendable {
        package let target: Text
        package let value: Quantity
        package let qualifier: Qualifier
        package let asOf: Day

        package init(target: Text, value: Quantity, qualifier: Qualifier = .actual, asOf: Day) {
            self.target = target
            self.value = value
            self.qualifier = qualifier
            self.asOf = asOf
        }
    }

    package struct Progress: Hashable, Sendable {
        package let text: Text?
        package let readings: [Reading]
        package init(text: Text? = nil, readings: [Reading] = []) {
            self.text = text
            self.readings = readings
        }
    }

    /// Something that stops the work (存在问题).
    package struct Blocker: Hashable, Sendable {
        package let id: Text
        package let text: Text
        /// Whose help it takes, in the author's words.
        package let needs: Text?
        package init(id: Text, text: Text, needs: Text? = nil) {
            self.id = id
            self.text = text
            self.needs = needs
        }
    }

    package struct Completion: Hashable, Sendable {
        package let summary: Text
        /// Needed where a reading is above its target.
        package let overTargetReason: Text?
        package init(summary: Text, overTargetReason: Text? = nil) {
            self.summary = summary
            self.overTargetReason = overTargetReason
        }
    }

    /// Most targets, milestones, cooperating units or readings in one command.
    static let partsLimit = 50
}
