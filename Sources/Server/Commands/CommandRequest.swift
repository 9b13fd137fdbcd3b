package import Domain
package import EventStore
package import JSON

/// One command as it comes from the API, the seeds or the command line.
package struct CommandRequest: Sendable {
    package var kind: AggregateKind
    /// Nil for a creating command whose id the server makes.
    package var id: Text?
    /// The command's word in kebab case.
    package var name: String
    /// The fields in clear text, personal ones too: the service seals them. `occurredOn` may stand
    /// beside the command's own fields: the day it happened, for a late entry (补录).
    package var body: JSONValue
    package var actor: Actor
    package var idempotencyKey: Text?
    /// The version that the caller has seen; nil if it names none.
    package var ifMatch: Int?
    /// True while a history is loaded: then `occurredOn` is the day of recording too.
    package var imported: Bool
    /// The part (township or reach with a visibility) of a new stream.
    package var part: Text
    package var correlation: EventID?

    package init(
        kind: AggregateKind, id: Text? = nil, name: String, body: JSONValue, actor: Actor,
        idempotencyKey: Text? = nil, ifMatch: Int? = nil, imported: Bool = false,
        part: Text = "bureau", correlation: EventID? = nil
    ) {
        self.kind = kind
        self.id = id
        self.name = name
        self.body = body
        self.actor = actor
        self.idempotencyKey = idempotencyKey
        self.ifMatch = ifMatch
        self.imported = imported
        self.part = part
        self.correlation = correlation
    }
}

/// What a command led to.
package struct CommandResult: Hashable, Sendable {
    package let stream: StreamID
    /// The version of `stream` after the command.
    package let version: Int
    /// The position up to which a reader must have come to see the outcome.
    package let position: Int64
    /// The positions that the command took; empty if it said nothing new.
    package let positions: ClosedRange<Int64>?
    /// True if an earlier request with the same key had done it.
    package let duplicate: Bool
}

/// Why a command led to nothing, in the order in which things are checked.
package enum CommandFailure: Error, Sendable {
    case unknownCommand
    case forbidden
    case keyReused
    /// A class E command on an existing stream must say which version its author has seen.
    case ifMatchMissing
    case fields(FieldErrors)
    case notFound(StreamID)
    case stale(actual: Int, since: [StoredEvent])
    case rejected(any DomainRejection)
    case claimed([ClaimHolder])
    case notUnderstood(StreamID, version: Int)
    case tooLarge(String)
    case busy
    case diskFull
    /// Writing is stopped until a person has looked at what may be lost.
    case stopped(String)
    /// `outcomeUnknown`: it may have happened; only sending it again with the same key tells.
    case unavailable(String, outcomeUnknown: Bool)
}
