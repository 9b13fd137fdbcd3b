import JSON

/// Any event of any aggregate. No `default:` anywhere over it: a new aggregate makes the compiler
/// name every place that it concerns.
package enum BureauEvent: Hashable, Sendable {
    case task(WorkTask.Event)
    case letter(Letter.Event)
    case roster(Roster.Event)
    case disbursement(Disbursement.Event)
    case fund(Fund.Event)
    case indicator(Indicator.Event)
    case project(Project.Event)
    case parameter(Parameter.Event)
    case conflict(Conflict.Event)
    case device(Device.Event)
    case member(Member.Event)
    case epoch(Epoch.Event)
    /// A type or schema that this version does not know, or a payload that is not of its shape. It
    /// is kept and carried, and nobody acts past it.
    case unknown

    package var base: (any DomainEvent)? {
        switch self {
        case .task(let event): event
        case .letter(let event): event
        case .roster(let event): event
        case .disbursement(let event): event
        case .fund(let event): event
        case .indicator(let event): event
        case .project(let event): event
        case .parameter(let event): event
        case .conflict(let event): event
        case .device(let event): event
        case .member(let event): event
        case .epoch(let event): event
        case .unknown: nil
        }
    }

    /// Type, schema and payload bytes as they are stored; nil for an unknown event, which is
    /// stored once by whoever knew it.
    package var encoded: (type: Text, schema: Int, payload: [UInt8])? {
        guard let base else { return nil }
        var fields = FieldWriter()
        base.write(to: &fields)
        return (Text(base.type), base.schema, fields.finish())
    }

    /// Reads a stored event; what cannot be read is `.unknown`.
    package static func decode(_ stored: StoredEvent) -> Recorded<BureauEvent> {
        Recorded(stored.envelope, decode(stored.envelope, stored.payload))
    }

    private static func decode(_ envelope: Envelope, _ payload: [UInt8]) -> BureauEvent {
        do {
            let payload = try JSONDocument.parse(payload).root
            let type = envelope.type.string
            return decode(envelope.stream.kind, type, envelope.schema, payload) ?? .unknown
        } catch {
            return .unknown
        }
    }

    private static func decode(
        _ kind: AggregateKind, _ type: String, _ schema: Int, _ payload: JSONElement
    ) -> BureauEvent? {
        switch kind {
        case .task:
            WorkTask.Event.decode(type, schema: schema, payload).map { .task($0) }
        case .letter:
            Letter.Event.decode(type, schema: schema, payload).map { .letter($0) }
        case .roster:
            Roster.Event.decode(type, schema: schema, payload).map { .roster($0) }
        case .disbursement:
            Disbursement.Event.decode(type, schema: schema, payload).map { .disbursement($0) }
        case .fund:
            Fund.Event.decode(type, schema: schema, payload).map { .fund($0) }
        case .indicator:
            Indicator.Event.decode(type, schema: schema, payload).map { .indicator($0) }
        case .project:
            Project.Event.decode(type, schema: schema, payload).map { .project($0) }
        case .parameter:
            Parameter.Event.decode(type, schema: schema, payload).map { .parameter($0) }
        case .conflict:
            Conflict.Event.decode(type, schema: schema, payload).map { .conflict($0) }
        case .device:
            Device.Event.decode(type, schema: schema, payload).map { .device($0) }
        case .member:
            Member.Event.decode(type, schema: schema, payload).map { .member($0) }
        case .epoch:
            Epoch.Event.decode(type, schema: schema, payload).map { .epoch($0) }
        }
    }
}

extension Recorded<BureauEvent> {
    /// The day that the event is about: the day stated, or that of what it corrects.
    package var effectiveDay: Day { event.base?.effectiveDay ?? envelope.occurredOn }
}
