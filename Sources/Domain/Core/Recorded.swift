/// A 128-bit identifier of an event (UUID, version 7 where made by the server).
package struct EventID: Hashable, Sendable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Lower-case, hyphenated: 8-4-4-4-12.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for place in 0..<32 {
            if place == 8 || place == 12 || place == 16 || place == 20 { text.append(0x2d) }
            let half = place < 16 ? high : low
            text.append(digits[Int(truncatingIfNeeded: half >> UInt64(60 - place % 16 * 4)) & 15])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the hyphenated form; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let hex = String(text).filter { $0 != "-" }
        guard text.utf8.count == 36, hex.utf8.count == 32,
            let high = UInt64(hex.prefix(16), radix: 16),
            let low = UInt64(hex.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}

/// What the log keeps about an event besides its payload.
package struct Envelope: Hashable, Sendable {
    /// Place in the log: 1, 2, 3 … without a gap.
    package var position: Int64
    package var stream: StreamID
    /// Place in the stream, from 1.
    package var version: Int
    package var id: EventID
    package var type: Text
    package var schema: Int
    /// The day it happened, as its author says.
    package var occurredOn: Day
    /// The moment it happened, where a device recorded one.
    package var occurredAt: Instant?
    /// Server time; never decreases along positions.
    package var recordedAt: Instant
    package var actor: Text
    package var device: Text?
    /// The intent's number on that device.
    package var intent: Int64?
    package var correlation: EventID?
    package var causation: EventID?
    package var imported: Bool

    package init(
        position: Int64, stream: StreamID, version: Int, id: EventID, type: Text, schema: Int,
        occurredOn: Day, occurredAt: Instant? = nil, recordedAt: Instant, actor: Text,
        device: Text? = nil, intent: Int64? = nil, correlation: EventID? = nil,
        causation: EventID? = nil, imported: Bool = false
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.id = id
        self.type = type
        self.schema = schema
        self.occurredOn = occurredOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.actor = actor
        self.device = device
        self.intent = intent
        self.correlation = correlation
        self.causation = causation
        self.imported = imported
    }
}

/// An event as it lies in the log: envelope and the exact stored bytes (one JSON object).
package struct StoredEvent: Hashable, Sendable {
    package var envelope: Envelope
    package var payload: [UInt8]

    package init(_ envelope: Envelope, payload: [UInt8]) {
        self.envelope = envelope
        self.payload = payload
    }
}

/// A decoded event with its envelope: what folds see.
package struct Recorded<Event: Hashable & Sendable>: Hashable, Sendable {
    package var envelope: Envelope
    package var event: Event

    package init(_ envelope: Envelope, _ event: Event) {
        self.envelope = envelope
        self.event = event
    }

    package var stream: StreamID { envelope.stream }
    package var position: Int64 { envelope.position }
}
