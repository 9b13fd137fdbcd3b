import Domain
import JSON

// What the person who settles a conflict is shown: base, ours, theirs.

extension Contradiction {
    func opening(device: Text, author: Actor) -> Conflict.Opening {
        let standing = foreign.indices.contains(clash) ? foreign[clash] : nil
        let ours = standing.map { payload(of: $0.event) } ?? .object([:])
        let keys = intent.bodyValue.keys + ours.keys.filter { !intent.bodyValue.has($0) }
        return Conflict.Opening(
            about: intent.stream, command: intent.command, body: intent.bodyValue, field: field,
            device: device, intent: intent.n, author: author.id,
            authorUnit: author.unit.isEmpty ? nil : author.unit, occurredOn: intent.occurredOn,
            base: Conflict.Side(base.values(of: keys)),
            ours: Conflict.Side(ours, author: standing?.actor, day: standing?.occurredOn),
            theirs: Conflict.Side(
                intent.bodyValue, author: author.id, day: intent.occurredOn),
            oursPosition: standing?.position)
    }

    private func payload(of event: BureauEvent) -> JSONValue {
        guard let base = event.base else { return .object([:]) }
        var fields = FieldWriter()
        base.write(to: &fields)
        do throws(JSONError) {
            return try JSONValue(parsing: fields.finish())
        } catch {
            return .object([:])
        }
    }
}

extension JSONValue {
    fileprivate var keys: [String] { objectValue?.keys ?? [] }
    fileprivate func has(_ key: String) -> Bool { objectValue?[key] != nil }
}

extension BureauState {
    /// What the state says of the fields called `keys`, and the step that it is at; a field that
    /// has no value yet is `null`.
    fileprivate func values(of keys: [String]) -> JSONValue {
        let all = JSONObject(described)
        var values = JSONObject()
        if let state = all["state"] { values.set("state", state) }
        for key in keys where key != "state" {
            if let value = all[key] { values.set(key, value) }
        }
        return .object(values)
    }

    private var described: [(key: String, value: JSONValue)] {
        switch self {
        case .task(let state): state.described
        case .letter(let state): state.described
        case .roster, .disbursement, .fund, .indicator, .project, .parameter, .conflict, .device,
            .member, .epoch:
            []
        }
    }
}

extension WorkTask.State {
    /// The fields that commands set, by their names in a body.
    fileprivate var described: [(key: String, value: JSONValue)] {
        [
            ("state", .string(phase.rawValue)),
            ("leadUnit", .string(assignment.leadUnit.string)),
            ("responsible", JSONValue(assignment.responsible)),
            ("cooperating", .array(assignment.cooperating.map { .string($0.string) })),
            ("due", JSONValue(due.map { Text($0.description) })),
            ("summary", JSONValue(completion?.summary)),
            ("by", JSONValue(completedBy)),
        ]
    }
}

extension Letter.State {
    fileprivate var described: [(key: String, value: JSONValue)] {
        [
            ("state", .string(phase.rawValue)),
            ("number", JSONValue(number.map { Text($0.description) })),
            ("due", JSONValue(due.map { Text($0.description) })),
            ("until", JSONValue(due.map { Text($0.description) })),
            ("receiver", JSONValue(receiver)),
            ("text", JSONValue(response?.text)),
            ("evidence", .array((response?.evidence ?? []).map { .string($0.string) })),
            ("by", JSONValue(respondedBy)),
        ]
    }
}

extension JSONValue {
    fileprivate init(_ text: Text?) { self = text.map { .string($0.string) } ?? .null }
}
