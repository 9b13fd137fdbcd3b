import Domain
import EventStore

/// The sign-in's tables. Every statement may be run twice: a connection that breaks is replaced and
/// the work done again.
struct SignInStore: Sendable {
    struct Credential: Sendable {
        var name: Text
        var actor: Actor
        var hash: PasswordHash
        var codeSecret: [UInt8]?
        /// The last step whose code was used.
        var codeStep: Int64
    }

    let log: EventLog

    private var logID: EventStore.Parameter { .int2(log.logID) }

    func save(name: Text, actor: Actor, hash: PasswordHash) async throws {
        let roles = actor.roles.map(\.rawValue).sorted().joined(separator: " ")
        try await log.withConnection { connection in
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
                        .bytes(hash.salt), .bytes(hash.hash), .int4(Int32(hash.rounds)),
                        .int4(Int32(hash.blockSize)), .int4(Int32(hash.parallelism)),
                    ])
            }
        }
    }

    func setCodeSecret(_ secret: [UInt8]?, of member: Text) async throws {
        try await log.withConnection { connection in
            _ = try connection.query(
                """
                UPDATE headwater.credentials
                SET code_secret = nullif($3, ''::bytea), code_step = 0
                WHERE log_id = $1 AND member = $2
                """, [logID, .text(member), .bytes(secret ?? [])])
        }
    }

    func remove(member: Text) async throws {
        try await log.withConnection { connection in
            _ = try connection.query(
                "DELETE FROM headwater.credentials WHERE log_id = $1 AND member = $2",
                [logID, .text(member)])
        }
    }

    func credential(name: Text) async throws -> Credential? {
        try await log.withConnection { connection in
            let found = try connection.query(
                """
                SELECT member, unit, roles, salt, hash, rounds, block_size, parallelism,
                    code_secret, code_step
                FROM headwater.credentials
                WHERE log_id = $1 AND name = $2
                """, [logID, .text(name)], named: true)
            guard found.count == 1 else { return nil }
            let hash = PasswordHash(
                salt: try found.bytes(0, 3), hash: try found.bytes(0, 4),
                rounds: Int(try found.int32(0, 5)), blockSize: Int(try found.int32(0, 6)),
                parallelism: Int(try found.int32(0, 7)))
            return Credential(
                name: name,
                actor: SignInStore.actor(
                    try found.text(0, 0), try found.text(0, 1), roles: try found.text(0, 2)),
                hash: hash, codeSecret: found.isNull(0, 8) ? nil : try found.bytes(0, 8),
                codeStep: try found.int64(0, 9))
        }
    }

    /// True for the first use of a step's code.
    func use(step: Int64, of member: Text) async throws -> Bool {
        try await log.withConnection { connection in
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

extension SignInStore {
    /// Sessions that have ended and are swept away with one new one, at most.
    private static let sweep = 100

    func addSession(
        _ hash: [UInt8], member: Text, createdAt: Instant, expiresAt: Instant
    ) async throws {
        try await log.withConnection { connection in
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
                    ORDER BY s.token_hash LIMIT \(SignInStore.sweep))
                """, [logID, .timestamp(createdAt)])
        }
    }

    /// The holder of a session, as the credentials know them; nil if it has ended or they may not
    /// sign in any more.
    func session(_ hash: [UInt8], at now: Instant) async throws -> (actor: Actor, name: Text)? {
        try await log.withConnection { connection in
            let found = try connection.query(
                """
                SELECT c.member, c.unit, c.roles, c.name
                FROM headwater.sessions AS s
                JOIN headwater.credentials AS c ON c.log_id = s.log_id AND c.member = s.member
                WHERE s.log_id = $1 AND s.token_hash = $2 AND s.expires_at > $3
                """, [logID, .bytes(hash), .timestamp(now)], named: true)
            guard found.count == 1 else { return nil }
            let actor = SignInStore.actor(
                try found.text(0, 0), try found.text(0, 1), roles: try found.text(0, 2))
            return (actor, try found.text(0, 3))
        }
    }

    func deleteSession(_ hash: [UInt8]) async throws {
        try await log.withConnection { connection in
            _ = try connection.query(
                "DELETE FROM headwater.sessions WHERE log_id = $1 AND token_hash = $2",
                [logID, .bytes(hash)])
        }
    }

    func deleteSessions(of member: Text) async throws {
        try await log.withConnection { connection in
            _ = try connection.query(
                "DELETE FROM headwater.sessions WHERE log_id = $1 AND member = $2",
                [logID, .text(member)])
        }
    }
}

// MARK: Attempts

extension SignInStore {
    typealias Subjects = [(key: [UInt8], subject: Throttle.Subject)]

    /// Counts a try against each subject; the seconds to wait if one of them may not try yet, and
    /// then nothing is counted.
    ///
    /// The rows are locked in one order, and one after another: two servers cannot both let the
    /// last free guess through.
    func attempt(_ subjects: Subjects, at now: Instant) async throws -> Int64? {
        let keys = subjects.map(\.key)
        let kinds = subjects.map(\.subject)
        return try await log.withConnection { connection in
            try connection.transaction { connection in
                var counted: [Throttle] = []
                for (key, kind) in zip(keys, kinds) {
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
                    var throttle = Throttle(
                        failures: Int(try found.int32(0, 0)), lastAt: try found.instant(0, 1))
                    if let seconds = throttle.attempt(kind, at: now) { return seconds }
                    counted.append(throttle)
                }
                for (key, throttle) in zip(keys, counted) {
                    try connection.query(
                        """
                        UPDATE headwater.sign_in_attempts SET failures = $3, last_at = $4
                        WHERE log_id = $1 AND subject = $2
                        """,
                        [
                            logID, .bytes(key), .int4(Int32(clamping: throttle.failures)),
                            .timestamp(throttle.lastAt),
                        ])
                }
                return nil
            }
        }
    }

    /// An account that has signed in starts anew; an address only takes this one try back, or a
    /// guesser with one account of their own could guess for ever.
    func succeeded(_ subjects: Subjects) async throws {
        let keys = subjects.map(\.key)
        let kinds = subjects.map(\.subject)
        try await log.withConnection { connection in
            for (key, kind) in zip(keys, kinds) {
                switch kind {
                case .account:
                    try connection.query(
                        "DELETE FROM headwater.sign_in_attempts WHERE log_id = $1 AND subject = $2",
                        [logID, .bytes(key)])
                case .address:
                    try connection.query(
                        """
                        UPDATE headwater.sign_in_attempts SET failures = greatest(0, failures - 1)
                        WHERE log_id = $1 AND subject = $2
                        """, [logID, .bytes(key)])
                }
            }
        }
    }
}
