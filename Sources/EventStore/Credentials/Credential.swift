package import Domain

/// A row of `headwater.credentials`.
package struct Credential: Hashable, Sendable {
    package var name: Text
    package var actor: Actor
    package var hash: StoredPassword
    /// The secret of the time-based code; nil where none is set.
    package var codeSecret: [UInt8]?
    /// The last step whose code was used.
    package var codeStep: Int64
}

/// A password's scrypt hash with what it was made with.
package struct StoredPassword: Hashable, Sendable {
    package var salt: [UInt8]
    package var hash: [UInt8]
    package var rounds: Int32
    package var blockSize: Int32
    package var parallelism: Int32

    package init(
        salt: [UInt8], hash: [UInt8], rounds: Int32, blockSize: Int32, parallelism: Int32
    ) {
        self.salt = salt
        self.hash = hash
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }
}

/// Failures in a row of one account or address.
package struct AttemptCount: Hashable, Sendable {
    package var failures: Int32
    package var lastAt: Instant

    package init(failures: Int32, lastAt: Instant) {
        self.failures = failures
        self.lastAt = lastAt
    }
}
