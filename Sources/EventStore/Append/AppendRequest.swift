package import Domain

/// One thing to be recorded: everything in it happens, or none of it.
package struct AppendRequest: Sendable {
    /// What makes it the same request when it is sent again: the actor and the id that the actor
    /// gave. Without an id a fresh key is taken, so that a lost answer can still be settled.
    package let key: RequestKey
    package let actor: Text
    /// Of the command, not of its events: the same key with another command is refused.
    package let command: CommandDigest
    package var writes: [StreamWrite]
    package var guards: [StreamGuard]
    package var claims: [ClaimEdit]
    package var device: Text?
    /// The intent's number on `device`.
    package var intent: Int64?
    package var intake: Intake?

    package init(
        id: Text? = nil, actor: Text, commandHash: [UInt8], writes: [StreamWrite],
        guards: [StreamGuard] = [], claims: [ClaimEdit] = [], device: Text? = nil,
        intent: Int64? = nil, intake: Intake? = nil
    ) {
        key = id.map { RequestKey(actor: actor, id: $0) } ?? RequestKey()
        self.actor = actor
        command = CommandDigest(commandHash)
        self.writes = writes
        self.guards = guards
        self.claims = claims
        self.device = device
        self.intent = intent
        self.intake = intake
    }

    package var eventCount: Int { writes.reduce(0) { $0 + $1.events.count } }
}

/// Events for one stream. A stream appears in one write of a request only.
package struct StreamWrite: Sendable {
    package var stream: StreamID
    /// Stored in the stream's header with its first event, ignored later.
    package var part: Text
    package var expected: ExpectedVersion
    package var events: [NewEvent]

    package init(
        _ stream: StreamID, part: Text, expecting expected: ExpectedVersion, _ events: [NewEvent]
    ) {
        self.stream = stream
        self.part = part
        self.expected = expected
        self.events = events
    }
}

package enum ExpectedVersion: Hashable, Sendable {
    case any
    /// The number of events that the stream must have; 0 stands for a stream that is new.
    case version(Int)
}

/// An event before it has a place in the log; its id follows from the request's key.
package struct NewEvent: Hashable, Sendable {
    package var type: Text
    package var schema: Int
    package var occurredOn: Day
    package var occurredAt: Instant?
    package var correlation: EventID?
    package var causation: EventID?
    package var imported: Bool
    /// One JSON object; these exact bytes are stored, hashed and given back.
    package var payload: [UInt8]

    package init(
        type: Text, schema: Int, occurredOn: Day, occurredAt: Instant? = nil,
        correlation: EventID? = nil, causation: EventID? = nil, imported: Bool = false,
        payload: [UInt8]
    ) {
        self.type = type
        self.schema = schema
        self.occurredOn = occurredOn
        self.occurredAt = occurredAt
        self.correlation = correlation
        self.causation = causation
        self.imported = imported
        self.payload = payload
    }
}

/// A stream that must have this version, though nothing is written to it.
///
/// Two requests that guard the same version do not exclude each other; what is limited is written.
package struct StreamGuard: Hashable, Sendable {
    package var stream: StreamID
    package var version: Int

    package init(_ stream: StreamID, version: Int) {
        self.stream = stream
        self.version = version
    }
}

/// A claim that `holder` takes or gives back. Edits of one claim apply in their order.
package struct ClaimEdit: Hashable, Sendable {
    package var change: ClaimChange
    package var holder: StreamID

    package init(_ change: ClaimChange, holder: StreamID) {
        self.change = change
        self.holder = holder
    }
}

/// A laptop's intent as it is taken in, in the same transaction as its facts.
package struct Intake: Hashable, Sendable {
    package var device: Text
    /// 1, 2, 3 … on that device, without a gap.
    package var n: Int64
    package var previousHash: [UInt8]
    package var hash: [UInt8]
    /// The verdict as one JSON value, kept as long as the log.
    package var verdict: [UInt8]

    package init(
        device: Text, n: Int64, previousHash: [UInt8], hash: [UInt8], verdict: [UInt8]
    ) {
        self.device = device
        self.n = n
        self.previousHash = previousHash
        self.hash = hash
        self.verdict = verdict
    }
}

/// What became of an append that happened.
package struct Appended: Hashable, Sendable {
    /// The positions taken are `first...last`; an intake without events takes none, and then
    /// `first` is `last + 1`.
    package var first: Int64
    package var last: Int64
    /// The version of every stream written, after this request.
    package var versions: [StreamID: Int]
    /// True if an earlier request with the same key had already done it.
    package var duplicate: Bool
    package var recordedAt: Instant

    package init(
        first: Int64, last: Int64, versions: [StreamID: Int], duplicate: Bool, recordedAt: Instant
    ) {
        self.first = first
        self.last = last
        self.versions = versions
        self.duplicate = duplicate
        self.recordedAt = recordedAt
    }
}

/// What an idempotency key is bound to.
package struct RequestRecord: Hashable, Sendable {
    package var command: CommandDigest
    package var first: Int64
    package var last: Int64
    package var recordedAt: Instant

    package init(command: CommandDigest, first: Int64, last: Int64, recordedAt: Instant) {
        self.command = command
        self.first = first
        self.last = last
        self.recordedAt = recordedAt
    }
}
