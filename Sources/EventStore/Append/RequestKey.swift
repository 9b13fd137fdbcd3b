import Crypto
package import Domain

/// What makes a request the same request when it is sent again, and what its events are called.
///
/// 112 bits that stand for the actor and the id that the actor gave, and 16 bits of zeros: the
/// event at place k of the request has the id key + k (a UUID of version 8, RFC 9562). So the
/// unique index on event ids is also what refuses a request twice, and an event's id need not
/// travel. An id that is a UUID of version 7 lends its time, so that keys made together lie
/// together in the index.
package struct RequestKey: Hashable, Sendable {
    package let first: EventID

    /// Places in a request: what 16 bits hold, more than `AppendLimits.eventsPerRequest`.
    static let places = 1 << 16

    /// Of `actor`'s request `id`; the same id of another actor is another key.
    package init(actor: Text, id: Text) {
        var hash = SHA256()
        hash.update(data: Array(actor.utf8) + [0] + Array(id.utf8))
        var words = [UInt64](repeating: 0, count: 2)
        for (index, byte) in hash.finalize().prefix(16).enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        if let uuid = EventID(id.string), uuid.high >> 12 & 0xf == 7 {
            words[0] = uuid.high & 0xffff_ffff_ffff_0000 | words[0] & 0xffff
        }
        first = RequestKey.shaped(words[0], words[1])
    }

    /// Of a request that nobody will ever repeat by name.
    package init(at now: Instant = SystemClock.now()) {
        let fresh = EventID.generate(at: now)
        first = RequestKey.shaped(fresh.high, fresh.low << 16)
    }

    private static func shaped(_ high: UInt64, _ low: UInt64) -> EventID {
        EventID(
            high: high & 0xffff_ffff_ffff_0fff | 0x8000,
            low: low & 0x3fff_ffff_ffff_0000 | 0x8000_0000_0000_0000)
    }

    /// The id of the event at `place`, counted from 0 over all writes of the request.
    package func id(at place: Int) -> EventID {
        EventID(high: first.high, low: first.low | UInt64(place & (RequestKey.places - 1)))
    }
}

/// What a request's key is bound to: the first 16 bytes of the hash of its command.
package struct CommandDigest: Hashable, Sendable {
    let value: EventID

    package init(_ hash: [UInt8]) {
        var words: [UInt64] = [0, 0]
        // A shorter one ends in its length, so that nought added makes another.
        if hash.count < 16 { words[1] = UInt64(hash.count) }
        for (index, byte) in hash.prefix(16).enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(56 - index % 8 * 8)
        }
        value = EventID(high: words[0], low: words[1])
    }

    init(stored value: EventID) { self.value = value }
}
