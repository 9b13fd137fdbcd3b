package import Domain
import JSON

/// A command recorded on a laptop, with its place in the laptop's own chain.
package struct Intent: Hashable, Sendable {
    /// 1, 2, 3 … on the device, without a gap.
    package let n: Int64
    package let stream: StreamID
    /// The command's word, for example `report-progress`.
    package let command: Text
    /// The exact bytes of the command's body: what was recorded is what is decided.
    package let body: [UInt8]
    /// The day it happened, as its author says.
    package let occurredOn: Day
    /// The laptop's clock when it was recorded; a fact to read, nothing is decided by it.
    package let deviceTime: Instant
    /// How many of the stream's events the laptop had. Its own earlier intents are part of the
    /// base too: they follow from `n`.
    package let baseVersion: Int
    /// The hash of intent `n - 1`; zeros before the first.
    package let previousHash: [UInt8]

    package init(
        n: Int64, stream: StreamID, command: Text, body: [UInt8], occurredOn: Day,
        deviceTime: Instant, baseVersion: Int, previousHash: [UInt8]
    ) {
        self.n = n
        self.stream = stream
        self.command = command
        self.body = body
        self.occurredOn = occurredOn
        self.deviceTime = deviceTime
        self.baseVersion = baseVersion
        self.previousHash = previousHash
    }

    /// Stands for the intent before the first.
    package static let noHash = [UInt8](repeating: 0, count: hashBytes)

    /// The bytes that the laptop keeps and the chain hashes, whatever form travels.
    package func storedBytes(of device: Text) -> [UInt8] {
        var framed = Framed("headwater-intent-1")
        framed.add(device)
        framed.add(n)
        framed.add(stream.raw)
        framed.add(command)
        framed.add(body)
        framed.add(occurredOn.description)
        framed.add(deviceTime.description)
        framed.add(Int64(baseVersion))
        framed.add(previousHash)
        return framed.bytes
    }

    /// SHA-256 of the stored bytes: binds the intent to its device and to all before it.
    package func hash(on device: Text) -> [UInt8] { sha256(storedBytes(of: device)) }

    /// The command itself; nil if this version does not know it. Throws what is wrong with the
    /// body's fields.
    package func decodedCommand() throws -> BureauCommand? {
        try BureauCommand.read(stream.kind, command.string, try JSONValue(parsing: body))
    }
}

extension Intent {
    package func write(to fields: inout FieldWriter) {
        fields.integer("n", n)
        fields.string("stream", stream.raw)
        fields.text("command", command)
        fields.raw("body", body)
        fields.day("occurredOn", occurredOn)
        fields.string("deviceTime", deviceTime.description)
        fields.integer("baseVersion", Int64(baseVersion))
        fields.string("previousHash", Hex.text(previousHash))
    }

    package init(from fields: inout FieldReader) {
        n = fields.integer("n", in: 1...Int64.max)
        stream = fields.stream("stream")
        command = fields.text("command", limit: 64)
        body = Intent.body(from: &fields)
        occurredOn = fields.day("occurredOn")
        deviceTime = fields.instant("deviceTime")
        baseVersion = Int(fields.integer("baseVersion", in: 0...Int64(Int32.max)))
        previousHash = fields.hex("previousHash", count: hashBytes)
    }

    /// Our writer's form of the body: another spelling has another hash, and the chain refuses it.
    private static func body(from fields: inout FieldReader) -> [UInt8] {
        guard let value = fields.value("body") else {
            fields.note("body", .missing)
            return []
        }
        let bytes = value.bytes
        if value.objectValue == nil { fields.note("body", .wrongType) }
        if bytes.count > SyncLimits.intentBytes { fields.note("body", .tooLong) }
        return bytes
    }
}
