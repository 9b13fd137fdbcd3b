import Crypto
package import Foundation
import GRDB

/// One AES-256 key a person, wrapped under the master key, in an SQLite file beside the server.
///
/// Destroying a person's key erases the person and leaves the log whole.
package final class PersonKeyStore: Sendable {
    private let queue: DatabaseQueue
    private let keys: ServerKeys

    /// Persons asked for in one statement; SQLite allows 32,766 variables.
    private static let batch = 5_000

    package init(_ file: URL, _ keys: ServerKeys) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // A destroyed key must not stay in free pages of the file.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        queue = try DatabaseQueue(path: file.path, configuration: configuration)
        self.keys = keys
        guard chmod(file.path, 0o600) == 0 else {
            throw PersonalDataError.fileNotWritable(file.path)
        }
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS person_keys (
                        person TEXT NOT NULL PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID
                    """)
        }
    }

    /// The persons' keys, made where there are none, durable before this returns: what is sealed
    /// with them goes into the log next.
    func make(_ persons: [String]) throws -> [String: SymmetricKey] {
        try queue.write { database in
            var known = try read(persons, database)
            for person in persons where known[person] == nil {
                let key = SymmetricKey(size: .bits256)
                let plain = key.withUnsafeBytes { Data($0) }
                let box = try AES.GCM.seal(
                    plain, using: keys.master, authenticating: Data(person.utf8))
                try database.execute(
                    sql: "INSERT INTO person_keys (person, wrapped) VALUES (?, ?)",
                    arguments: [person, box.combined])
                known[person] = key
            }
            return known
        }
    }

    /// The keys that exist; an erased person has none.
    func find(_ persons: [String]) throws -> [String: SymmetricKey] {
        try queue.read { try read(persons, $0) }
    }

    package var count: Int {
        get throws {
            try queue.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM person_keys") ?? 0
            }
        }
    }

    private func read(
        _ persons: [String], _ database: Database
    ) throws -> [String: SymmetricKey] {
        var found: [String: SymmetricKey] = [:]
        for start in stride(from: 0, to: persons.count, by: PersonKeyStore.batch) {
            let part = persons[start..<min(persons.count, start + PersonKeyStore.batch)]
            let marks = databaseQuestionMarks(count: part.count)
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT person, wrapped FROM person_keys WHERE person IN (\(marks))",
                arguments: StatementArguments(Array(part)))
            for row in rows {
                let person: String = row["person"]
                let wrapped: Data = row["wrapped"]
                found[person] = try unwrap(wrapped, person)
            }
        }
        return found
    }

    private func unwrap(_ wrapped: Data, _ person: String) throws -> SymmetricKey {
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped)
            return SymmetricKey(
                data: try AES.GCM.open(
                    box, using: keys.master, authenticating: Data(person.utf8)))
        } catch {
            throw PersonalDataError.keyDamaged("persons.sqlite (\(person))")
        }
    }
}
