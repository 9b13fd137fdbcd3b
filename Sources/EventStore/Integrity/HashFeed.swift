import Domain
import Synchronization

/// Waves that this server appended a moment ago, for the hashing: what it has in hand need not be
/// read back. What is missing here, because others wrote it or there was too much, is read.
///
/// The hash is then one of what was sent; `headwater verify` and every other server compute it
/// from the rows.
final class HashFeed: Sendable {
    struct Wave: Sendable {
        /// The position before its first event.
        var base: Int64
        var at: Instant
        var requests: [AppendRequest]

        /// Of the payloads, and of a little more for each event.
        var bytes: Int {
            requests.reduce(0) { sum, request in
                request.writes.reduce(sum) { sum, write in
                    write.events.reduce(sum) { $0 + $1.payload.count + HashFeed.eventBytes }
                }
            }
        }
    }

    /// Bytes kept at most; a wave that would pass it is left out, and read back.
    static let limitBytes = 32 << 20
    /// What an event counts for besides its payload.
    private static let eventBytes = 256

    private struct State {
        var waves: [Int64: Wave] = [:]
        var bytes = 0
    }

    private let state = Mutex(State())

    func add(_ wave: Wave) {
        state.withLock { state in
            let bytes = wave.bytes
            guard state.bytes + bytes <= HashFeed.limitBytes else { return }
            state.bytes += bytes
            state.waves[wave.base] = wave
        }
    }

    /// Waves between two positions in order; they and all before them leave.
    func take(after position: Int64, through end: Int64) -> [Wave] {
        state.withLock { state in
            let past = state.waves.values.filter { $0.base < end }
            for wave in past { state.waves[wave.base] = nil }
            state.bytes -= past.reduce(0) { $0 + $1.bytes }
            return past.filter { $0.base >= position }.sorted { $0.base < $1.base }
        }
    }

    func clear() { state.withLock { $0 = State() } }
}

extension PrefixChain {
    /// Goes on to `end` with the waves at hand, and reads what lies between them.
    mutating func advance(
        to end: Int64, by waves: [HashFeed.Wave], logID: Int16, _ connection: Connection,
        visit: (PrefixChain) -> Void
    ) throws {
        for wave in waves where wave.base >= position && wave.base < end {
            try advance(to: wave.base, logID: logID, connection, visit: visit)
            guard wave.base == position else { break }
            for request in wave.requests {
                try add(request, at: wave.at, through: end, visit: visit)
            }
        }
        try advance(to: end, logID: logID, connection, visit: visit)
    }

    private mutating func add(
        _ request: AppendRequest, at moment: Instant, through end: Int64,
        visit: (PrefixChain) -> Void
    ) throws(EventStoreError) {
        var place = 0
        for write in request.writes {
            guard case .version(let expected) = write.expected else { return }
            for (offset, event) in write.events.enumerated() where position < end {
                try add(
                    RawEvent(
                        event, of: request, place: place, in: write.stream,
                        version: expected + offset + 1, position: position + 1, at: moment))
                visit(self)
                place += 1
            }
        }
    }
}

extension RawEvent {
    /// The row that an append of `event` made.
    fileprivate init(
        _ event: NewEvent, of request: AppendRequest, place: Int, in stream: StreamID,
        version: Int, position: Int64, at moment: Instant
    ) {
        self.stream = .known(stream)
        self.position = position
        self.version = version
        id = request.key.id(at: place)
        type = event.type
        schema = event.schema
        occurredOn = event.occurredOn
        occurredAt = event.occurredAt
        recordedAt = moment
        actor = request.actor
        device = request.device
        intent = request.intent
        correlation = event.correlation
        causation = event.causation
        imported = event.imported
        payload = event.payload
    }
}
