package import Domain

/// `POST /v1/devices/enrol`: a laptop introduces its key with a one-time code.
package struct EnrolRequest: Message {
    package static let byteLimit = SyncLimits.enrolBytes

    package var code: Text
    /// What the bureau calls the laptop, for people.
    package var name: Text
    /// Ed25519, 32 bytes; base64 on the wire.
    package var publicKey: [UInt8]

    package init(code: Text, name: Text, publicKey: [UInt8]) {
        self.code = code
        self.name = name
        self.publicKey = publicKey
    }

    package func write(to fields: inout FieldWriter) {
        fields.text("code", code)
        fields.text("name", name)
        fields.string("publicKey", Base64.text(publicKey))
    }

    package init(from fields: inout FieldReader) {
        code = fields.text("code", limit: 200)
        name = fields.text("name", limit: SyncLimits.deviceNameBytes)
        publicKey = fields.base64("publicKey", count: DeviceSignature.publicKeyBytes)
    }
}

package struct EnrolAnswer: Message {
    package static let byteLimit = SyncLimits.enrolBytes

    package var device: Text
    package var logID: EventID
    package var epoch: Int64
    /// The member whose laptop it is: the author of its intents.
    package var member: Text
    package var unit: Text
    /// For the preview on the laptop; the server checks the roles of the day anew.
    package var roles: Set<Role>
    package var serverTime: Instant

    package init(
        device: Text, logID: EventID, epoch: Int64, owner: Actor, serverTime: Instant
    ) {
        self.device = device
        self.logID = logID
        self.epoch = epoch
        member = owner.id
        unit = owner.unit
        roles = owner.roles
        self.serverTime = serverTime
    }

    package var owner: Actor { Actor(id: member, unit: unit, roles: roles) }

    package func write(to fields: inout FieldWriter) {
        fields.text("deviceId", device)
        fields.string("logId", logID.description)
        fields.integer("epoch", epoch)
        fields.text("member", member)
        fields.text("unit", unit.isEmpty ? nil : unit)
        fields.texts("roles", roles.map { Text($0.rawValue) }.sorted())
        fields.string("serverTime", serverTime.description)
    }

    package init(from fields: inout FieldReader) {
        device = fields.id("deviceId")
        logID = fields.eventID("logId")
        epoch = fields.count("epoch")
        member = fields.text("member", limit: 200)
        unit = fields.optionalText("unit", limit: 200) ?? ""
        roles = Set(
            fields.texts("roles", limit: Role.allCases.count).compactMap {
                Role(rawValue: $0.string)
            })
        serverTime = fields.instant("serverTime")
    }
}
