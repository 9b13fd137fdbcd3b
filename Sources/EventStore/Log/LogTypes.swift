package import Domain

/// Where a log ends.
package struct LogHead: Hashable, Sendable {
    package var position: Int64
    package var epoch: Int64
    package var recordedAt: Instant

    package init(position: Int64, epoch: Int64, recordedAt: Instant) {
        self.position = position
        self.epoch = epoch
        self.recordedAt = recordedAt
    }
}

/// What a stream has for life, and how many events it has.
package struct StreamHeader: Hashable, Sendable {
    package var stream: StreamID
    package var version: Int
    package var part: Text

    package init(stream: StreamID, version: Int, part: Text) {
        self.stream = stream
        self.version = version
        self.part = part
    }
}

/// Consecutive events of a subscription, and the position up to which they reach.
///
/// `through` may lie after the last event: events of kinds that this version does not know are
/// counted and not shown.
package struct EventBatch: Hashable, Sendable {
    package var events: [StoredEvent]
    package var through: Int64

    package init(events: [StoredEvent], through: Int64) {
        self.events = events
        self.through = through
    }
}

/// Which events `events(_:)` gives; every nil lets all pass.
package struct EventFilter: Hashable, Sendable {
    package var after: Int64 = 0
    package var through: Int64?
    package var types: [Text]?
    package var kinds: [AggregateKind]?
    package var stream: StreamID?
    package var actor: Text?
    package var device: Text?
    package var from: Instant?
    package var to: Instant?
    package var correlation: EventID?
    /// At most 10,000.
    package var limit: Int = 100
    package var newestFirst: Bool = false

    package init() {}
}

/// What goes wrong besides an append: the description holds no SQL and no data.
package enum EventStoreError: Error, Hashable, Sendable {
    case unavailable(String)
    case poolFull
    case deadlineExceeded
    /// The server's user may not make the roles; `sql` is what an administrator runs once.
    case rolesMissing(sql: String)
    /// A later version of the program made the database what it is.
    case databaseNewer(found: Int, known: Int)
    /// A migration was applied whose text is not this program's: only a database of an unreleased
    /// version can have it.
    case migrationAltered(number: Int, name: String)
    /// Only UTF8 keeps every character of a name; another encoding checks and converts what comes.
    case wrongEncoding(String)
    /// The database found no room for what it had to write: it goes on when there is some.
    case diskFull
    case database(code: String, message: String)
    /// A subscriber saw `found` where `expected` had to come: an alarm.
    case gap(expected: Int64, found: Int64)
    /// A subscriber has read past `after`, where the epoch of its cursor ended; those events are
    /// lost, and epoch `epoch` has begun. What was made of them has to be undone first.
    case epochChanged(epoch: Int64, after: Int64)
    case malformed(String)
    case unknownModel(String)
    /// A history was to be imported into a log that has events up to `position`.
    case logNotEmpty(position: Int64)
    case stopped(String)
}

extension EventStoreError {
    /// True for what goes away by itself: the database is busy or not there.
    var isPassing: Bool {
        switch self {
        case .unavailable, .poolFull, .deadlineExceeded, .diskFull: true
        case .database(let code, _): code == "40001" || code == "40P01" || code.hasPrefix("53")
        case .rolesMissing, .databaseNewer, .migrationAltered, .wrongEncoding, .gap, .malformed,
            .unknownModel, .logNotEmpty, .stopped:
            false
        case .epochChanged: false
        }
    }
}
