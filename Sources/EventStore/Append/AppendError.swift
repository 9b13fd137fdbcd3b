package import Domain

/// Why an append did not happen, or why nobody knows.
package enum AppendError: Error, Hashable, Sendable {
    /// Streams that had another version than expected or guarded, ordered by stream.
    case conflicts([StreamConflict])
    /// Claims held by other streams, ordered by claim, at most 100.
    case claimed([ClaimHolder])
    /// The key is bound to another command.
    case keyReused
    /// The device's next intent has number `expected` and follows `hash` (empty: it has none yet).
    case intakeOutOfOrder(expected: Int64, hash: [UInt8])
    case queueFull
    /// It waited too long and was never sent; it did not and will not happen.
    case deadlineExceeded
    /// It may have happened: only sending it again with the same key settles that.
    case outcomeUnknown
    /// Writing is stopped because the log may have lost its tail, or the server is ending.
    case stopped(String)
    case unavailable(String)
    case diskFull
    /// A bound of `AppendLimits` was passed; the field is named.
    case tooLarge(String)
    /// The request itself makes no sense (no events, a stream written twice); the field is named.
    case invalid(String)
}

/// A stream that moved on, with what happened meanwhile.
package struct StreamConflict: Hashable, Sendable {
    package var stream: StreamID
    package var expected: Int
    package var actual: Int
    /// The events after `expected`, oldest first, at most 100.
    package var since: [StoredEvent]

    package init(stream: StreamID, expected: Int, actual: Int, since: [StoredEvent]) {
        self.stream = stream
        self.expected = expected
        self.actual = actual
        self.since = since
    }
}

package struct ClaimHolder: Hashable, Sendable {
    package var claim: Claim
    package var stream: StreamID

    package init(claim: Claim, stream: StreamID) {
        self.claim = claim
        self.stream = stream
    }
}

/// Bounds of one append request and of a wave.
package enum AppendLimits {
    package static let eventsPerRequest = 50_000
    /// The greatest version that anybody can name: a request's events still fit behind it.
    package static let version = Int(Int32.max) - eventsPerRequest
    package static let claimsPerRequest = 500_000
    package static let payloadBytes = 4 << 20
    package static let requestBytes = 256 << 20
    /// Above this, in events or claims, a request is a wave of its own.
    package static let largeRequest = 2_000
    package static let requestsPerWave = 512
    package static let eventsPerWave = 4_096
    package static let conflictEvents = 100
    package static let claimHolders = 100
}
