import Crypto
import Domain

/// The chained hash over a log: H₀ is 32 zero bytes, Hₙ = SHA-256(Hₙ₋₁ ‖ canonical event n).
///
/// The canonical form of an event is its fields in this order. Integers are big-endian: position
/// 8 bytes, stream, version 4, id 16, type, schema 4, occurred on 4 (days since 1970-01-01),
/// occurred at, recorded at 8 (µs since 1970-01-01T00:00Z), actor, device, intent, correlation,
/// causation, imported 1 (0 or 1), payload. Texts and the payload are their length in 4 bytes and
/// their exact bytes, UTF-8 as stored. A field that may be absent is the byte 0, or the byte 1
/// and its value. Any change of it is a new kind of hash: logs are compared by it for ever.
struct PrefixChain {
    static let start = [UInt8](repeating: 0, count: 32)
    static let interval: Int64 = 1_024

    private(set) var position: Int64
    private(set) var hash: [UInt8]
    private var buffer: [UInt8] = []

    init(position: Int64 = 0, hash: [UInt8] = PrefixChain.start) {
        self.position = position
        self.hash = hash
    }

    mutating func add(_ event: RawEvent) throws(EventStoreError) {
        guard event.position == position + 1 else {
            throw .gap(expected: position + 1, found: event.position)
        }
        buffer.removeAll(keepingCapacity: true)
        buffer.append(contentsOf: hash)
        put(event.position)
        put(event.streamName)
        put(Int32(clamping: event.version))
        put(event.id)
        put(event.type)
        put(Int32(clamping: event.schema))
        put(event.occurredOn.number)
        put(event.occurredAt) { chain, moment in chain.put(moment.microseconds) }
        put(event.recordedAt.microseconds)
        put(event.actor)
        put(event.device) { chain, device in chain.put(device) }
        put(event.intent) { chain, number in chain.put(number) }
        put(event.correlation) { chain, id in chain.put(id) }
        put(event.causation) { chain, id in chain.put(id) }
        buffer.append(event.imported ? 1 : 0)
        put(Int32(clamping: event.payload.count))
        buffer.append(contentsOf: event.payload)
        hash = Array(SHA256.hash(data: buffer))
        position = event.position
    }

    private mutating func put<Value>(
        _ value: Value?, _ write: (inout PrefixChain, Value) -> Void
    ) {
        buffer.append(value == nil ? 0 : 1)
        if let value { write(&self, value) }
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.bigEndian) { buffer.append(contentsOf: $0) }
    }

    private mutating func put(_ text: Text) {
        put(Int32(clamping: text.utf8.count))
        buffer.append(contentsOf: text.utf8)
    }

    private mutating func put(_ id: EventID) {
        put(id.high)
        put(id.low)
    }
}

extension PrefixChain {
    /// The chain at the last stored position that is not past `position`.
    static func stored(
        atMost position: Int64, logID: Int16, _ connection: Connection
    ) throws -> PrefixChain {
        let rows = try connection.query(
            """
            SELECT position, hash FROM headwater.prefix_hashes
            WHERE log_id = $1 AND position <= $2 ORDER BY position DESC LIMIT 1
            """, [.int2(logID), .int8(position)], named: true)
        guard rows.count == 1 else { return PrefixChain() }
        return PrefixChain(position: try rows.int64(0, 0), hash: try rows.bytes(0, 1))
    }

    /// Goes on to `end`, or as far as the log goes; `visit` sees the chain after each event.
    mutating func advance(
        to end: Int64, logID: Int16, _ connection: Connection,
        visit: (PrefixChain) -> Void = { _ in }
    ) throws {
        while position < end {
            let batch = try RawEvent.batch(
                after: position, through: end, limit: 2_000, logID: logID, connection)
            if batch.isEmpty { return }
            for event in batch {
                try add(event)
                visit(self)
            }
        }
    }
}
