package import Domain

/// How people prove who they are: passwords (hashed), codes, sessions (by the hash of their token).
/// Nothing of it is an event; what somebody may do is in the log.
///
/// Every statement may be run twice: a connection that breaks is replaced and the work done again.
package struct CredentialStore: Sendable {
    private let log: EventLog
    private var logID: Parameter { .int2(log.logID) }

    package init(_ log: EventLog) { self.log = log }

    /// Sets the password of `actor`, who signs in as `name`; the one they had is gone.
    package func save(name: Text, actor: Actor, hash: StoredPassword) async throws {
        let roles = actor.roles.map(\.rawValue).sorted().joined(separator: " ")
        try await log.read { connection in
            try connection.transaction { connection in
                try connection.query(
                    "DELETE FROM headwater.credentials WHERE log_id = $1 AND member = $2",
                    [logID, .text(actor.id)])
                try connection.query(
                    """
                    INSERT INTO headwater.credentials (
                        log_id, name, member, unit, roles, salt, hash, rounds, block_size,
                        parallelism)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """,
                    [
                        logID, .text(name), .text(actor.id), .text(actor.unit), .text(roles),
                        .bytes(hash.salt), .bytes(hash.hash), .int4(hash.rounds),
                        .int4(hash.blockSize), .int4(hash.parallelism),
                    ])
            }
        }
    }

    package func setCodeSecret(_ secret: [UInt8]?, of member: Text) async throws {
        try await log.read { connection in
            _ = try connection.query(
                """
                UPDATE headwater.credentials
                SET code_secret = nullif($3, ''::bytea), code_step = 0
                WHERE log_id = $1 AND member = $2
                """, [logID, .text(member), .bytes(secret ?? [])])
        }
    }

    package func remove(member: Text) async throws {
        try await log.read { connection in
            _ = try connection.query(
                "DELETE FROM headwater.credentials WHERE log_id = $1 AND member = $2",
                [logID, .text(member)])
        }
    }

    package func credential(name: Text) async throws -> Credential? {
        try await log.read { connection in
            let found = try connection.query(
                """
                SELECT member, unit, roles, salt, hash, rounds, block_size, parallelism,
                    code_secret, code_step
                FROM headwater.credentials
                WHERE log_id = $1 AND name = $2
                """, [logID, .text(name)], named: true)
            guard found.count == 1 else { return nil }
            let hash = StoredPassword(
                salt: try found.bytes(0, 3), hash: try found.bytes(0, 4),
                rounds: try found.int32(0, 5), blockSize: try found.int32(0, 6),
                parallelism: try found.int32(0, 7))
            return Credential(
                name: name,
                actor: CredentialStore.actor(
                    try found.text(0, 0), try found.text(0, 1), roles: try found.text(0, 2)),
                hash: hash, codeSecret: found.isNull(0, 8) ? nil : try found.bytes(0, 8),
                codeStep: try found.int64(0, 9))
        }
    }

    /// True for the first use of a step's code.
    package func use(step: Int64, of member: Text) async throws -> Bool {
        try await log.read { connection in
            let used = try connection.query(
                """
                UPDATE headwater.credentials SET code_step = $3
                WHERE log_id = $1 AND member = $2 AND code_step < $3
                RETURNING code_step
                """, [logID, .text(member), .int8(step)])
            return used.count == 1
        }
    }

    private static func actor(_ member: Text, _ unit: Text, roles: Text) -> Actor {
        let roles = roles.string.split(separator: " ").compactMap { Role(rawValue: String($0)) }
        return Actor(id: member, unit: unit, roles: Set(roles))
    }
}

// MARK: Sessions

extension CredentialStore {
    /// Sessions that have ended and are swept away with one new one, at most.
    private static let sweep = 100

    package func addSession(
        _ hash: [UInt8], member: Text, createdAt: Instant, expiresAt: Instant
    ) async throws {
        try await log.read { connection in
            try connection.query(
                """
                INSERT INTO headwater.sessions (
                    log_id, token_hash, member, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (log_id, token_hash) DO NOTHING
                """,
                [
                    logID, .bytes(hash), .text(member), .timestamp(createdAt),
                    .timestamp(expiresAt),
                ])
            try connection.query(
                """
                DELETE FROM headwater.sessions WHERE log_id = $1 AND token_hash IN (
                    SELECT s.token_hash FROM headwater.sessions AS s
                    WHERE s.log_id = $1 AND s.expires_at < $2
                    ORDER BY s.token_hash LIMIT \(CredentialStore.sweep))
                """, [logID, .timestamp(createdAt)])
        }
    }

    /// The holder of a session, as the credentials know them; nil if it has ended or they may not
    /// sign in any more.
    package func session(_ hash: [UInt8], at now: Instant) async throws -> (
        actor: Actor, name: Text
    )? {
        try await log.read { connection in
            let found = try connection.query(
                """
                SELECT c.member, c.unit, c.roles, c.name
                FROM headwater.sessions AS s
                JOIN headwater.credentials AS c ON c.log_id = s.log_id AND c.member = s.member
                WHERE s.log_id = $1 AND s.token_hash = $2 AND s.expires_at > $3
                """, [logID, .bytes(hash), .timestamp(now)], named: true)
            guard found.count == 1 else { return nil }
            let actor = CredentialStore.actor(
                try found.text(0, 0), try found.text(0, 1), roles: try found.text(0, 2))
            return (actor, try found.text(0, 3))
        }
    }

    package func deleteSession(_ hash: [UInt8]) async throws {
        try await log.read { connection in
            _ = try connection.query(
                "DELETE FROM headwater.sessions WHERE log_id = $1 AND token_hash = $2",
                [logID, .bytes(hash)])
        }
    }

    package func deleteSessions(of member: Text) async throws {
        try await log.read { connection in
            _ = try connection.query(
                "DELETE FROM headwater.sessions WHERE log_id = $1 AND member = $2",
                [logID, .text(member)])
        }
    }
}

// MARK: Attempts

extension CredentialStore {
    /// Counts a try against each subject, if `judge` lets all of them pass; else the seconds to
    /// wait that it says, and nothing is counted.
    ///
    /// The rows are locked in the order of their keys, one after another: two servers cannot both
    /// let the last free guess through.
    ///
    /// - Parameter judge: changes the count of the subject at an index of `subjects`, or refuses.
    package func attempt(
        _ subjects: [[UInt8]], at now: Instant,
        _ judge: @escaping @Sendable (Int, inout AttemptCount) -> Int64?
    ) async throws -> Int64? {
        let order = subjects.indices.sorted {
            subjects[$0].lexicographicallyPrecedes(subjects[$1])
        }
        return try await log.read { connection in
            try connection.transaction { connection in
                var counted: [(key: [UInt8], count: AttemptCount)] = []
                for index in order {
                    var count = try lockedCount(subjects[index], now, connection)
                    if let seconds = judge(index, &count) { return seconds }
                    counted.append((subjects[index], count))
                }
                for (key, count) in counted {
                    try connection.query(
                        """
                        UPDATE headwater.sign_in_attempts SET failures = $3, last_at = $4
                        WHERE log_id = $1 AND subject = $2
                        """,
                        [logID, .bytes(key), .int4(count.failures), .timestamp(count.lastAt)])
                }
                return nil
            }
        }
    }

    private func lockedCount(
        _ key: [UInt8], _ now: Instant, _ connection: Connection
    ) throws -> AttemptCount {
        try connection.query(
            """
            INSERT INTO headwater.sign_in_attempts (log_id, subject, failures, last_at)
            VALUES ($1, $2, 0, $3)
            ON CONFLICT (log_id, subject) DO NOTHING
            """, [logID, .bytes(key), .timestamp(now)])
        let found = try connection.query(
            """
            SELECT failures, last_at FROM headwater.sign_in_attempts
            WHERE log_id = $1 AND subject = $2 FOR UPDATE
            """, [logID, .bytes(key)])
        return AttemptCount(failures: try found.int32(0, 0), lastAt: try found.instant(0, 1))
    }

    /// Forgets every failure of a subject.
    package func forgetAttempts(_ subject: [UInt8]) async throws {
        try await log.read { connection in
            _ = try connection.query(
                "DELETE FROM headwater.sign_in_attempts WHERE log_id = $1 AND subject = $2",
                [logID, .bytes(subject)])
        }
    }

    /// Takes one failure back.
    package func takeBackAttempt(_ subject: [UInt8]) async throws {
        try await log.read { connection in
            _ = try connection.query(
                """
                UPDATE headwater.sign_in_attempts SET failures = greatest(0, failures - 1)
                WHERE log_id = $1 AND subject = $2
                """, [logID, .bytes(subject)])
        }
    }
}
