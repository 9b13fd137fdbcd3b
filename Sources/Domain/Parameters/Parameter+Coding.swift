// Names and keys of parameters, in commands and in stored events. Stored names never change.

extension Parameter.Setting {
    init(from fields: inout FieldReader) {
        name = fields.id("name")
        from = fields.day("from")
        value = fields.text("value", limit: 100)
        reason = fields.optionalText("reason")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("name", name)
        fields.day("from", from)
        fields.text("value", value)
        fields.text("reason", reason)
    }
}

extension Parameter.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .set(let setting): setting.write(to: &fields)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "set": .set(Parameter.Setting(from: &fields))
        default: nil
        }
    }
}

extension Parameter.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .set(let setting): setting.write(to: &fields)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "ParameterSet": .set(Parameter.Setting(from: &fields))
        default: nil
        }
    }
}
