package import Domain

/// One-time codes with which laptops enrol, by their hashes.
///
/// Every statement may be run twice: a connection that breaks is replaced and the work done again.
package struct EnrolmentCodeStore: Sendable {
    private let log: EventLog
    private var logID: Parameter { .int2(log.logID) }

    package init(_ log: EventLog) { self.log = log }

    package func save(
        _ hash: [UInt8], member: Text, createdAt: Instant, expiresAt: Instant
    ) async throws {
        try await log.read { connection in
            _ = try connection.query(
                """
                INSERT INTO headwater.enrolment_codes (
                    log_id, code_hash, member, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (log_id, code_hash) DO NOTHING
                """,
                [
                    logID, .bytes(hash), .text(member), .timestamp(createdAt),
                    .timestamp(expiresAt),
                ])
        }
    }

    /// Uses the code up for `device` and says whose it is; nil for one that is unknown, past its
    /// time, or used by another device.
    package func use(_ hash: [UInt8], device: Text, at now: Instant) async throws -> Text? {
        try await log.read { connection in
            let found = try connection.query(
                """
                UPDATE headwater.enrolment_codes SET used_by = $3
                WHERE log_id = $1 AND code_hash = $2 AND expires_at > $4
                    AND (used_by IS NULL OR used_by = $3)
                RETURNING member
                """, [logID, .bytes(hash), .text(device), .timestamp(now)])
            return found.count == 1 ? try found.text(0, 0) : nil
        }
    }
}
