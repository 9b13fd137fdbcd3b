import Crypto
package import Domain
package import EventStore
import Foundation
import Synchronization

/// Passwords, codes, sessions. Nothing of it is in the log: the log says who somebody is and what
/// they may do, this says how they prove it.
package final class SignIn: Sendable {
    /// What a new session is: the only time that its token is seen.
    package struct Session: Hashable, Sendable {
        package let token: String
        package let expiresAt: Instant
    }

    package static let sessionHours: Int64 = 12
    /// Bits of a token's randomness: 256.
    static let tokenBytes = 32
    package static let passwordLeast = 10

    private let store: CredentialStore
    private let workers = PasswordWorkers()
    private let clock: @Sendable () -> Instant
    /// The member as the log knows it now; nil for one that it does not know.
    private let member: @Sendable (Text) async throws -> Actor?
    private let cache = SessionCache()

    /// - Parameter member: says what the log knows of somebody; until the log knows them, the
    ///   roles given with the password count.
    package init(
        _ log: EventLog, clock: @escaping @Sendable () -> Instant = { SystemClock.now() },
        member: @escaping @Sendable (Text) async throws -> Actor? = { _ in nil }
    ) {
        store = CredentialStore(log)
        self.clock = clock
        self.member = member
    }

    /// Takes roles from the rows of the read model of members.
    package convenience init(
        _ log: EventLog, members: ReadModelStore,
        clock: @escaping @Sendable () -> Instant = { SystemClock.now() }
    ) {
        let directory = MemberDirectory(members)
        self.init(log, clock: clock) { try await directory.actor($0) }
    }

    /// Sets or replaces the password of `actor`, who signs in as `name`. Ends their sessions.
    package func setPassword(name: Text, password: Text, actor: Actor) async throws {
        guard password.string.count >= SignIn.passwordLeast else {
            throw Problem.fields(FieldErrors([FieldError("/password", .outOfRange)]))
        }
        let bytes = Array(password.utf8)
        let hash = try await workers.run { try PasswordHash(bytes) }
        try await store.save(name: name, actor: actor, hash: hash.stored)
        try await revokeSessions(of: actor.id)
    }

    /// Sets the secret of the time-based code, or takes the code away.
    package func setCodeSecret(_ secret: [UInt8]?, of member: Text) async throws {
        try await store.setCodeSecret(secret, of: member)
    }

    /// Takes the password away and ends every session.
    package func remove(member: Text) async throws {
        try await store.remove(member: member)
        try await revokeSessions(of: member)
    }

    package func revokeSessions(of member: Text) async throws {
        try await store.deleteSessions(of: member)
        cache.clear()
    }

    /// Signs in. The same problem for an unknown name, a wrong password and a wrong code, after the
    /// same time; too many tries are `429` with the seconds to wait.
    package func signIn(
        name: Text, password: Text, code: Text?, address: String
    ) async throws -> Session {
        let now = clock()
        let subjects = SignIn.subjects(name: name, address: address)
        let wait = try await store.attempt([subjects.account, subjects.address], at: now) {
            index, count in
            var throttle = Throttle(failures: Int(count.failures), lastAt: count.lastAt)
            let seconds = throttle.attempt(index == 0 ? .account : .address, at: now)
            count = AttemptCount(
                failures: Int32(clamping: throttle.failures), lastAt: throttle.lastAt)
            return seconds
        }
        if let wait { throw Problem.throttled(seconds: wait) }
        let credential = try await store.credential(name: name)
        let hash = credential.map { PasswordHash($0.hash) } ?? .nobody
        let bytes = Array(password.utf8)
        let isRight = try await workers.run { try hash.matches(bytes) }
        guard let credential, isRight, try await accepts(code, credential, now),
            try await isActive(credential.actor)
        else { throw Problem.signInRefused }
        // The account starts anew; the address only takes this one try back, or a guesser with one
        // account of their own could guess for ever.
        try await store.forgetAttempts(subjects.account)
        try await store.takeBackAttempt(subjects.address)
        let token = Base64URL.encode(RandomBytes.make(SignIn.tokenBytes))
        let hours = SignIn.sessionHours * 3_600_000_000
        let expiresAt = Instant(microseconds: now.microseconds + hours)
        try await store.addSession(
            SignIn.hash(token), member: credential.actor.id, createdAt: now, expiresAt: expiresAt)
        return Session(token: token, expiresAt: expiresAt)
    }

    /// Who holds `token`, with the roles of this moment; nil if nobody does.
    package func caller(token: String) async throws -> Caller? {
        let hash = SignIn.hash(token)
        let now = clock()
        if let known = cache.caller(hash, at: now) { return known }
        guard let found = try await store.session(hash, at: now) else { return nil }
        let actor = try await member(found.actor.id) ?? found.actor
        guard !actor.roles.isEmpty else { return nil }
        let caller = Caller(actor: actor, name: found.name)
        cache.remember(hash, caller, at: now)
        return caller
    }

    package func signOut(token: String) async throws {
        let hash = SignIn.hash(token)
        cache.forget(hash)
        try await store.deleteSession(hash)
    }

    private func accepts(
        _ code: Text?, _ credential: Credential, _ now: Instant
    ) async throws -> Bool {
        guard let secret = credential.codeSecret else { return true }
        guard let code,
            let step = TimeCode.step(
                of: code, secret: secret, at: now, after: credential.codeStep)
        else { return false }
        // A code works once, on whichever server it comes first.
        return try await store.use(step: step, of: credential.actor.id)
    }

    /// Somebody whom the log has suspended has no roles left.
    private func isActive(_ actor: Actor) async throws -> Bool {
        let known = try await member(actor.id) ?? actor
        return !known.roles.isEmpty
    }

    static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    /// Names and addresses are counted by their hashes: the table must not become a list of either.
    private static func subjects(
        name: Text, address: String
    ) -> (account: [UInt8], address: [UInt8]) {
        (hash("account/\(name.string)"), hash("address/\(address)"))
    }
}

extension SignIn {
    /// Letters and digits that cannot be taken for one another, for credentials that a machine
    /// makes: 20 of 32 are 100 bits.
    package static func randomPassword() -> Text {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
        let bytes = RandomBytes.make(20).map { letters[Int($0) % letters.count] }
        return Text(String(decoding: bytes, as: UTF8.self))
    }
}

/// Sessions looked up a moment ago, so that a busy client costs no query a request. A session
/// revoked by another server is refused at most `milliseconds` later.
private final class SessionCache: Sendable {
    private static let most = 4_096
    private static let milliseconds: Int64 = 1_000

    private let entries = Mutex<[[UInt8]: (caller: Caller, at: Instant)]>([:])

    func caller(_ hash: [UInt8], at now: Instant) -> Caller? {
        entries.withLock { entries in
            guard let entry = entries[hash] else { return nil }
            let age = now.microseconds - entry.at.microseconds
            return (0..<SessionCache.milliseconds * 1_000).contains(age) ? entry.caller : nil
        }
    }

    func remember(_ hash: [UInt8], _ caller: Caller, at now: Instant) {
        entries.withLock { entries in
            if entries.count >= SessionCache.most { entries = [:] }
            entries[hash] = (caller, now)
        }
    }

    func forget(_ hash: [UInt8]) { entries.withLock { $0[hash] = nil } }

    func clear() { entries.withLock { $0 = [:] } }
}
