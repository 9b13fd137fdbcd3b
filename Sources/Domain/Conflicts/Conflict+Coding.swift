import JSON

// Names and keys of conflicts, in commands and in stored events. Stored names never change.

extension Conflict.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .open(let opening): opening.write(to: &fields)
        case .resolve(let resolution): resolution.write(to: &fields)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "open": .open(Conflict.Opening(from: &fields))
        case "resolve": .resolve(Conflict.Resolution(from: &fields))
        default: nil
        }
    }
}

extension Conflict.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .opened(let opening): opening.write(to: &fields)
        case .resolved(let resolution, let by):
            resolution.write(to: &fields)
            fields.text("by", by)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "ConflictOpened": .opened(Conflict.Opening(from: &fields))
        case "ConflictResolved":
            .resolved(Conflict.Resolution(from: &fields), by: fields.text("by"))
        default: nil
        }
    }
}

extension Conflict.Opening {
    init(from fields: inout FieldReader) {
        self.init(
            rawAbout: fields.text("about", limit: 100), command: fields.text("command", limit: 64),
            body: fields.object("body"), field: fields.optionalText("field", limit: 100),
            device: fields.text("device", limit: 64),
            intent: fields.integer("intent", in: 1...Int64.max),
            author: fields.text("author", limit: 200),
            authorUnit: fields.optionalText("authorUnit", limit: 200),
            occurredOn: fields.day("occurredOn"), base: fields.side("base"),
            ours: fields.side("ours"), theirs: fields.side("theirs"),
            oursPosition: fields.optionalInteger("oursPosition", in: 1...Int64.max))
    }

    func write(to fields: inout FieldWriter) {
        fields.text("about", about)
        fields.text("command", command)
        fields.value("body", body)
        fields.text("field", field)
        fields.text("device", device)
        fields.integer("intent", intent)
        fields.text("author", author)
        fields.text("authorUnit", authorUnit)
        fields.day("occurredOn", occurredOn)
        fields.nested("base") { base.write(to: &$0) }
        fields.nested("ours") { ours.write(to: &$0) }
        fields.nested("theirs") { theirs.write(to: &$0) }
        fields.integer("oursPosition", oursPosition)
    }
}

extension Conflict.Side {
    package init(from fields: inout FieldReader) {
        values = fields.object("values")
        author = fields.optionalText("author", limit: 200)
        day = fields.optionalDay("day")
    }

    package func write(to fields: inout FieldWriter) {
        fields.value("values", values)
        fields.text("author", author)
        fields.day("day", day)
    }
}

extension FieldReader {
    fileprivate mutating func side(_ key: String) -> Conflict.Side {
        guard var nested = nested(key) else {
            note(key, .missing)
            return Conflict.Side(.object([:]))
        }
        let side = Conflict.Side(from: &nested)
        _ = close(&nested)
        return side
    }
}

extension Conflict.Resolution {
    init(from fields: inout FieldReader) {
        choice = fields.choice("choice", Conflict.Choice.self, standIn: .ours)
        reason = fields.text("reason")
        body = fields.has("body") ? fields.object("body") : nil
    }

    func write(to fields: inout FieldWriter) {
        fields.string("choice", choice.rawValue)
        fields.text("reason", reason)
        fields.value("body", body)
    }
}
