// Names and keys of epochs, in commands and in stored events. Stored names never change.

extension Epoch.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .start(let start): start.write(to: &fields)
        case .recordOutsideState(let outside): outside.write(to: &fields)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "start": .start(Epoch.Start(from: &fields))
        case "record-outside-state": .recordOutsideState(Epoch.Outside(from: &fields))
        default: nil
        }
    }
}

extension Epoch.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .started(let start): start.write(to: &fields)
        case .outsideStateRecorded(let outside): outside.write(to: &fields)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "EpochStarted": .started(Epoch.Start(from: &fields))
        case "OutsideStateRecorded": .outsideStateRecorded(Epoch.Outside(from: &fields))
        default: nil
        }
    }
}

extension Epoch.Start {
    init(from fields: inout FieldReader) {
        previous = fields.integer("previous", in: 1...Int64.max)
        position = fields.integer("position", in: 0...Int64.max)
        prefixHash = fields.hash("prefixHash")
    }

    func write(to fields: inout FieldWriter) {
        fields.integer("previous", previous)
        fields.integer("position", position)
        fields.text("prefixHash", prefixHash)
    }
}

extension Epoch.Outside {
    init(from fields: inout FieldReader) {
        bank = fields.text("bank")
        register = fields.text("register")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("bank", bank)
        fields.text("register", register)
    }
}

extension FieldReader {
    fileprivate mutating func hash(_ key: String) -> Text {
        let text = text(key, limit: 64)
        if text.isEmpty { return text }
        return Hex.bytes(text.string)?.count == 32 ? text : wrong(key, .invalidValue, "")
    }
}
