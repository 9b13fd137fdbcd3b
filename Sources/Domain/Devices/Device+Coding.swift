import JSON

// Names and keys of devices, in commands and in stored events. Stored names never change.

extension Device.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .enrol(let enrolment): enrolment.write(to: &fields)
        case .revoke(let reason), .suspend(let reason): fields.text("reason", reason)
        case .settleIntent(let intent): intent.write(to: &fields)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "enrol": .enrol(Device.Enrolment(from: &fields))
        case "revoke": .revoke(reason: fields.text("reason"))
        case "suspend": .suspend(reason: fields.text("reason"))
        case "settle-intent": .settleIntent(Device.SettledIntent(from: &fields))
        default: nil
        }
    }
}

extension Device.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .enrolled(let enrolment): enrolment.write(to: &fields)
        case .revoked(let reason), .suspended(let reason): fields.text("reason", reason)
        case .intentSettled(let intent), .intentHeld(let intent): intent.write(to: &fields)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "DeviceEnrolled": .enrolled(Device.Enrolment(from: &fields))
        case "DeviceRevoked": .revoked(reason: fields.text("reason"))
        case "DeviceSuspended": .suspended(reason: fields.text("reason"))
        case "IntentSettled": .intentSettled(Device.SettledIntent(from: &fields))
        case "IntentHeld": .intentHeld(Device.SettledIntent(from: &fields))
        default: nil
        }
    }
}

extension Device.Enrolment {
    init(from fields: inout FieldReader) {
        name = fields.text("name", limit: 200)
        member = fields.id("member")
        publicKey = fields.publicKey("publicKey")
    }

    func write(to fields: inout FieldWriter) {
        fields.text("name", name)
        fields.text("member", member)
        fields.text("publicKey", publicKey)
    }
}

extension FieldReader {
    /// 32 bytes as base64: 43 characters of its alphabet and one `=`.
    fileprivate mutating func publicKey(_ key: String) -> Text {
        let text = text(key, limit: 44)
        if text.isEmpty { return text }
        let isBase64 =
            text.utf8.count == 44 && text.utf8.last == 0x3d
            && text.utf8.dropLast().allSatisfy {
                (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
                    || (0x30...0x39).contains($0) || $0 == 0x2b || $0 == 0x2f
            }
        return isBase64 ? text : wrong(key, .invalidValue, "")
    }
}

extension Device.SettledIntent {
    init(from fields: inout FieldReader) {
        n = fields.integer("n", in: 1...Int64.max)
        verdict = fields.choice("verdict", Verdict.self, standIn: .rejected)
        about = fields.text("about", limit: 100)
        command = fields.text("command", limit: 64)
        body = fields.object("body")
        author = fields.text("author", limit: 200)
        occurredOn = fields.day("occurredOn")
        baseVersion = fields.integer("baseVersion", in: 0...Int64.max)
        reason = fields.nestedReason("reason")
        conflict = fields.optionalID("conflict")
        positions = fields.positions("positions", limit: Device.positionsLimit)
        factCount = fields.optionalInteger("factCount", in: 0...Int64(Int32.max)) ?? 0
    }

    func write(to fields: inout FieldWriter) {
        fields.integer("n", n)
        fields.string("verdict", verdict.rawValue)
        fields.text("about", about)
        fields.text("command", command)
        fields.value("body", body)
        fields.text("author", author)
        fields.day("occurredOn", occurredOn)
        fields.integer("baseVersion", baseVersion)
        if let reason {
            fields.nested("reason") {
                $0.text("code", reason.code)
                $0.text("zh", reason.chinese)
                $0.text("en", reason.english)
            }
        }
        fields.text("conflict", conflict)
        if !positions.isEmpty {
            fields.value("positions", .array(positions.map { .integer($0) }))
        }
        if factCount > 0 { fields.integer("factCount", factCount) }
    }
}

extension FieldReader {
    fileprivate mutating func nestedReason(_ key: String) -> Device.Reason? {
        guard var nested = nested(key) else { return nil }
        let reason = Device.Reason(
            code: nested.text("code", limit: 64), chinese: nested.text("zh"),
            english: nested.text("en"))
        return close(&nested) ? reason : nil
    }

    fileprivate mutating func positions(_ key: String, limit: Int) -> [Int64] {
        guard let value = value(key) else { return [] }
        guard case .array(let values) = value else { return wrong(key, .wrongType, []) }
        guard values.count <= limit else { return wrong(key, .tooMany, []) }
        return values.enumerated().map { index, value in
            guard let position = value.integerValue, position > 0 else {
                note(key, at: index, .wrongType)
                return 1
            }
            return position
        }
    }

    /// One whole JSON object, as it stands.
    mutating func object(_ key: String) -> JSONValue {
        guard let value = value(key) else {
            note(key, .missing)
            return .object([:])
        }
        guard case .object = value else { return wrong(key, .wrongType, .object([:])) }
        return value
    }
}
