import Crypto
import CryptoExtras
import EventStore
import Foundation

/// A password as it is kept: scrypt with its own salt and the cost that it was made with, so that
/// the cost can be raised later without asking anybody for a new password.
struct PasswordHash: Hashable, Sendable {
    var salt: [UInt8]
    var hash: [UInt8]
    /// N of scrypt, a power of two: memory is 128 × N × blockSize bytes.
    var rounds: Int
    var blockSize: Int
    var parallelism: Int

    /// 32 MiB and about a tenth of a second: RFC 7914 with OWASP's cost of 2¹⁵.
    static let rounds = 1 << 15
    static let blockSize = 8
    static let parallelism = 1
    static let saltBytes = 16
    static let hashBytes = 32
    /// What a stored row may ask for at most.
    static let roundsMost = 1 << 18

    /// Takes a tenth of a second of one core: never call it on the pool that tasks share.
    init(_ password: [UInt8]) throws {
        salt = RandomBytes.make(PasswordHash.saltBytes)
        rounds = PasswordHash.rounds
        blockSize = PasswordHash.blockSize
        parallelism = PasswordHash.parallelism
        hash = []
        hash = try derive(password)
    }

    init(salt: [UInt8], hash: [UInt8], rounds: Int, blockSize: Int, parallelism: Int) {
        self.salt = salt
        self.hash = hash
        self.rounds = min(rounds, PasswordHash.roundsMost)
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    init(_ stored: StoredPassword) {
        self.init(
            salt: stored.salt, hash: stored.hash, rounds: Int(stored.rounds),
            blockSize: Int(stored.blockSize), parallelism: Int(stored.parallelism))
    }

    var stored: StoredPassword {
        StoredPassword(
            salt: salt, hash: hash, rounds: Int32(rounds), blockSize: Int32(blockSize),
            parallelism: Int32(parallelism))
    }

    /// What is compared with when nobody has the name: it takes as long, and matches nothing.
    static let nobody = PasswordHash(
        salt: [UInt8](repeating: 0, count: saltBytes),
        hash: [UInt8](repeating: 0, count: hashBytes), rounds: rounds, blockSize: blockSize,
        parallelism: parallelism)

    /// Takes as long as making the hash did, whatever the outcome.
    func matches(_ password: [UInt8]) throws -> Bool {
        ConstantTime.equal(try derive(password), hash)
    }

    private func derive(_ password: [UInt8]) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: PasswordHash.hashBytes, rounds: rounds,
            blockSize: blockSize, parallelism: parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

enum ConstantTime {
    /// Looks at every byte, so that the time tells nothing of where two values differ.
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

enum RandomBytes {
    /// From the operating system's generator.
    static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
