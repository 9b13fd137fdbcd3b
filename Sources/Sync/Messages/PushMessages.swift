package import Domain

/// `POST /v1/sync/push`: a laptop's next intents, as one signed batch.
package struct PushRequest: Message {
    package static let byteLimit = SyncLimits.pushBytes

    package var version: Int64
    package var mark: LogMark
    package var device: Text
    /// The number of the first intent; the others follow without a gap.
    package var fromN: Int64
    package var intents: [Intent]
    /// The hash of the last intent.
    package var chainHead: [UInt8]
    /// Of the device's key over `signedBytes`.
    package var signature: [UInt8]

    /// `intents` are not empty and follow each other.
    package init(_ intents: [Intent], mark: LogMark, by signer: DeviceSigner) throws {
        version = SyncLimits.protocolVersion
        self.mark = mark
        device = signer.device
        fromN = intents.first?.n ?? 1
        self.intents = intents
        chainHead = intents.last?.hash(on: signer.device) ?? Intent.noHash
        signature = []
        signature = try signer.signature(over: signedBytes)
    }

    /// The chain's head covers every intent, so the signature need not.
    package var signedBytes: [UInt8] {
        var framed = Framed("headwater-push-1")
        framed.add(mark.logID.description)
        framed.add(mark.epoch)
        framed.add(mark.position)
        framed.add(mark.prefixHash)
        framed.add(device)
        framed.add(fromN)
        framed.add(Int64(intents.count))
        framed.add(chainHead)
        return framed.bytes
    }

    /// True if the intents are numbered and chained without a gap up to `chainHead`.
    package var isChained: Bool {
        guard let first = intents.first, first.n == fromN else { return false }
        var n = fromN
        var previous = first.previousHash
        for intent in intents {
            guard intent.n == n, intent.previousHash == previous else { return false }
            previous = intent.hash(on: device)
            n += 1
        }
        return previous == chainHead
    }

    package func write(to fields: inout FieldWriter) {
        fields.integer("protocol", version)
        fields.string("logId", mark.logID.description)
        fields.integer("epoch", mark.epoch)
        fields.integer("position", mark.position)
        fields.string("prefixHash", Hex.text(mark.prefixHash))
        fields.text("deviceId", device)
        fields.integer("fromN", fromN)
        fields.list("intents", intents) { $1.write(to: &$0) }
        fields.string("chainHead", Hex.text(chainHead))
        fields.string("signature", Hex.text(signature))
    }

    package init(from fields: inout FieldReader) {
        version = fields.count("protocol")
        mark = LogMark(
            logID: fields.eventID("logId"), epoch: fields.count("epoch"),
            position: fields.count("position"),
            prefixHash: fields.hex("prefixHash", count: hashBytes))
        device = fields.id("deviceId")
        fromN = fields.integer("fromN", in: 1...Int64.max)
        intents = fields.list("intents", limit: SyncLimits.intentsPerPush) { Intent(from: &$0) }
        chainHead = fields.hex("chainHead", count: hashBytes)
        signature = fields.hex("signature", count: DeviceSignature.bytes)
    }
}

package struct PushAnswer: Message {
    package static let byteLimit = SyncLimits.pullAnswerBytes

    /// Every intent up to here is taken in; the laptop sends from `ackN + 1` next.
    package var ackN: Int64
    package var receipts: [Receipt]
    package var epoch: Int64
    package var serverTime: Instant

    package init(ackN: Int64, receipts: [Receipt], epoch: Int64, serverTime: Instant) {
        self.ackN = ackN
        self.receipts = receipts
        self.epoch = epoch
        self.serverTime = serverTime
    }

    package func write(to fields: inout FieldWriter) {
        fields.integer("ackN", ackN)
        fields.list("receipts", receipts) { $1.write(to: &$0) }
        fields.integer("epoch", epoch)
        fields.string("serverTime", serverTime.description)
    }

    package init(from fields: inout FieldReader) {
        ackN = fields.count("ackN")
        receipts = fields.list("receipts", limit: SyncLimits.intentsPerPush) {
            Receipt(from: &$0)
        }
        epoch = fields.count("epoch")
        serverTime = fields.instant("serverTime")
    }
}
