package import JSON

/// Any command of any aggregate, as the API, the seeds and intents carry it.
package enum BureauCommand: Hashable, Sendable {
    case task(WorkTask.Command)
    case letter(Letter.Command)
    case roster(Roster.Command)
    case disbursement(Disbursement.Command)
    case fund(Fund.Command)
    case indicator(Indicator.Command)
    case project(Project.Command)
    case parameter(Parameter.Command)
    case conflict(Conflict.Command)
    case device(Device.Command)
    case member(Member.Command)
    case epoch(Epoch.Command)

    package var kind: AggregateKind {
        switch self {
        case .task: .task
        case .letter: .letter
        case .roster: .roster
        case .disbursement: .disbursement
        case .fund: .fund
        case .indicator: .indicator
        case .project: .project
        case .parameter: .parameter
        case .conflict: .conflict
        case .device: .device
        case .member: .member
        case .epoch: .epoch
        }
    }

    package var base: any DomainCommand {
        switch self {
        case .task(let command): command
        case .letter(let command): command
        case .roster(let command): command
        case .disbursement(let command): command
        case .fund(let command): command
        case .indicator(let command): command
        case .project(let command): command
        case .parameter(let command): command
        case .conflict(let command): command
        case .device(let command): command
        case .member(let command): command
        case .epoch(let command): command
        }
    }

    package var name: String { base.name }
    package var mergeClass: MergeClass { base.mergeClass }
    package var hasHappened: Bool { base.hasHappened }

    /// The body's exact bytes.
    package var body: [UInt8] {
        var fields = FieldWriter()
        base.write(to: &fields)
        return fields.finish()
    }

    /// The command words of one kind, the creating one first.
    package static func names(of kind: AggregateKind) -> [String] {
        switch kind {
        case .task: WorkTask.Command.names
        case .letter: Letter.Command.names
        case .roster: Roster.Command.names
        case .disbursement: Disbursement.Command.names
        case .fund: Fund.Command.names
        case .indicator: Indicator.Command.names
        case .project: Project.Command.names
        case .parameter: Parameter.Command.names
        case .conflict: Conflict.Command.names
        case .device: Device.Command.names
        case .member: Member.Command.names
        case .epoch: Epoch.Command.names
        }
    }

    /// Reads a body; throws what is wrong with its fields, nil if there is no such command.
    package static func read(
        _ kind: AggregateKind, _ name: String, _ body: JSONValue
    ) throws(FieldErrors) -> BureauCommand? {
        var fields = FieldReader(body)
        guard let command = read(kind, name, &fields) else { return nil }
        try fields.finish()
        return command
    }

    /// Reads with stand-ins for what is wrong: nothing may be done with it before
    /// `fields.finish()`.
    package static func read(
        _ kind: AggregateKind, _ name: String, _ fields: inout FieldReader
    ) -> BureauCommand? {
        switch kind {
        case .task: WorkTask.Command.read(name, from: &fields).map { .task($0) }
        case .letter: Letter.Command.read(name, from: &fields).map { .letter($0) }
        case .roster: Roster.Command.read(name, from: &fields).map { .roster($0) }
        case .disbursement: Disbursement.Command.read(name, from: &fields).map { .disbursement($0) }
        case .fund: Fund.Command.read(name, from: &fields).map { .fund($0) }
        case .indicator: Indicator.Command.read(name, from: &fields).map { .indicator($0) }
        case .project: Project.Command.read(name, from: &fields).map { .project($0) }
        case .parameter: Parameter.Command.read(name, from: &fields).map { .parameter($0) }
        case .conflict: Conflict.Command.read(name, from: &fields).map { .conflict($0) }
        case .device: Device.Command.read(name, from: &fields).map { .device($0) }
        case .member: Member.Command.read(name, from: &fields).map { .member($0) }
        case .epoch: Epoch.Command.read(name, from: &fields).map { .epoch($0) }
        }
    }
}
