import Domain
import JSON

extension Device.SettledIntent {
    /// The whole intent with what became of it, for the device's stream.
    init(
        _ intent: Intent, by author: Text, _ outcome: IntentVerdict, reason: Receipt.Reason? = nil,
        conflict: Text? = nil, positions: [Int64] = [], factCount: Int = 0
    ) {
        self.init(
            n: intent.n, verdict: outcome.settled, about: Text(intent.stream.raw),
            command: intent.command, body: intent.bodyValue, author: author,
            occurredOn: intent.occurredOn, baseVersion: Int64(intent.baseVersion),
            reason: reason?.stored, conflict: conflict,
            positions: Array(positions.prefix(Device.positionsLimit)),
            factCount: Int64(factCount))
    }

    /// The whole intent, kept until it can be decided.
    init(held intent: Intent, by author: Text, _ reason: Receipt.Reason) {
        self.init(intent, by: author, .rejected, reason: reason)
    }
}

extension Intent {
    /// The intent as the device's stream keeps it; nil if it names a kind of stream that this
    /// version does not know. Its place in the chain is the intake's affair.
    init?(_ kept: Device.SettledIntent, deviceTime: Instant) {
        guard let stream = StreamID(raw: kept.about.string) else { return nil }
        self.init(
            n: kept.n, stream: stream, command: kept.command, body: kept.body.bytes,
            occurredOn: kept.occurredOn, deviceTime: deviceTime,
            baseVersion: Int(kept.baseVersion), previousHash: Intent.noHash)
    }

    /// The body as one JSON value; an empty object for bytes that are none, which no reader of
    /// messages lets through.
    var bodyValue: JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: body)
        } catch {
            return .object([:])
        }
    }
}
