package import Domain
import JSON

/// `POST /v1/sync/pull`: the events after the laptop's cursor.
package struct PullRequest: Message {
    package static let byteLimit = SyncLimits.pullRequestBytes

    package var version: Int64
    /// The cursor and the prefix hash there.
    package var mark: LogMark
    /// The parts in scope; none stands for all that the member may see.
    package var parts: [Text]
    /// Most events wanted in the answer.
    package var limit: Int

    package init(mark: LogMark, parts: [Text] = [], limit: Int = SyncLimits.eventsPerPull) {
        version = SyncLimits.protocolVersion
        self.mark = mark
        self.parts = parts
        self.limit = limit
    }

    package func write(to fields: inout FieldWriter) {
        fields.integer("protocol", version)
        fields.string("logId", mark.logID.description)
        fields.integer("epoch", mark.epoch)
        fields.integer("cursor", mark.position)
        fields.string("prefixHash", Hex.text(mark.prefixHash))
        fields.texts("parts", parts)
        fields.integer("limit", Int64(limit))
    }

    package init(from fields: inout FieldReader) {
        version = fields.count("protocol")
        mark = LogMark(
            logID: fields.eventID("logId"), epoch: fields.count("epoch"),
            position: fields.count("cursor"),
            prefixHash: fields.hex("prefixHash", count: hashBytes))
        parts = fields.texts("parts", limit: SyncLimits.partsPerPull)
        limit = Int(fields.integer("limit", in: 1...Int64(SyncLimits.eventsPerPull)))
    }
}

/// A page of the log as far as the laptop may see it.
package struct PullAnswer: Message {
    package static let byteLimit = SyncLimits.pullAnswerBytes

    package var epoch: Int64
    /// In position order; events outside the laptop's scope are left out, so positions jump.
    package var events: [StoredEvent]
    /// The cursor after this page: everything up to it has been seen or is none of the laptop's.
    package var nextCursor: Int64
    package var head: Int64
    /// The log's hash at `nextCursor`.
    package var prefixHash: [UInt8]
    package var more: Bool
    /// Verdicts of held intents that were settled in this page's range.
    package var receipts: [Receipt]

    package init(
        epoch: Int64, events: [StoredEvent], nextCursor: Int64, head: Int64,
        prefixHash: [UInt8], more: Bool, receipts: [Receipt]
    ) {
        self.epoch = epoch
        self.events = events
        self.nextCursor = nextCursor
        self.head = head
        self.prefixHash = prefixHash
        self.more = more
        self.receipts = receipts
    }

    package func write(to fields: inout FieldWriter) {
        fields.integer("epoch", epoch)
        fields.list("events", events) { $1.write(to: &$0) }
        fields.integer("nextCursor", nextCursor)
        fields.integer("head", head)
        fields.string("prefixHash", Hex.text(prefixHash))
        fields.boolean("more", more)
        fields.list("receipts", receipts) { $1.write(to: &$0) }
    }

    package init(from fields: inout FieldReader) {
        epoch = fields.count("epoch")
        events = fields.list("events", limit: SyncLimits.eventsPerPull) {
            StoredEvent(from: &$0)
        }
        nextCursor = fields.count("nextCursor")
        head = fields.count("head")
        prefixHash = fields.hex("prefixHash", count: hashBytes)
        more = fields.boolean("more")
        receipts = fields.list("receipts", limit: SyncLimits.receiptsPerPull) {
            Receipt(from: &$0)
        }
    }
}

extension StoredEvent {
    func write(to fields: inout FieldWriter) {
        fields.integer("position", envelope.position)
        fields.string("stream", envelope.stream.raw)
        fields.integer("version", Int64(envelope.version))
        fields.string("id", envelope.id.description)
        fields.text("type", envelope.type)
        fields.integer("schema", Int64(envelope.schema))
        fields.day("occurredOn", envelope.occurredOn)
        if let at = envelope.occurredAt { fields.string("occurredAt", at.description) }
        fields.string("recordedAt", envelope.recordedAt.description)
        fields.text("actor", envelope.actor)
        fields.text("device", envelope.device)
        fields.integer("intent", envelope.intent)
        if let id = envelope.correlation { fields.string("correlation", id.description) }
        if let id = envelope.causation { fields.string("causation", id.description) }
        if envelope.imported { fields.boolean("imported", true) }
        fields.raw("payload", payload)
    }

    init(from fields: inout FieldReader) {
        let small = 1...Int64(Int32.max)
        var envelope = Envelope(
            position: fields.integer("position", in: 1...Int64.max),
            stream: fields.stream("stream"),
            version: Int(fields.integer("version", in: small)), id: fields.eventID("id"),
            type: fields.text("type", limit: 100),
            schema: Int(fields.integer("schema", in: small)),
            occurredOn: fields.day("occurredOn"), recordedAt: fields.instant("recordedAt"),
            actor: fields.text("actor", limit: 200))
        envelope.occurredAt = fields.optionalInstant("occurredAt")
        envelope.device = fields.optionalText("device", limit: 64)
        envelope.intent = fields.optionalInteger("intent", in: 1...Int64.max)
        envelope.correlation = fields.optionalEventID("correlation")
        envelope.causation = fields.optionalEventID("causation")
        envelope.imported = fields.optionalBoolean("imported") ?? false
        if !fields.has("payload") { fields.note("payload", .missing) }
        self.init(envelope, payload: fields.value("payload")?.bytes ?? [])
    }
}
