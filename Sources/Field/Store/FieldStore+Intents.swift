package import Domain
import Foundation
import GRDB
package import Sync

/// An intent as the laptop keeps it, for good.
package struct KeptIntent: Hashable, Sendable {
    package let intent: Intent
    /// Nil until the server has taken it in.
    package let receipt: Receipt?
    /// True until its verdict is stored and what it led to has come down.
    package let isPending: Bool
}

extension FieldStore {
    /// Records a command as the next intent, durable when this returns.
    ///
    /// `make` gets the number, the stream's confirmed version and the hash before it, inside the
    /// transaction: two windows at once never take one number.
    package func record(
        _ stream: StreamID,
        _ make: (_ n: Int64, _ baseVersion: Int, _ previousHash: [UInt8]) throws -> Intent
    ) throws -> Intent {
        try durably(.intent) { database in
            guard let device = try FieldStore.value(.device, database) else {
                throw LaptopError.notEnrolled
            }
            let last = try Row.fetchOne(
                database, sql: "SELECT n, hash FROM intents ORDER BY n DESC LIMIT 1")
            let previous = (last?["hash"] as Data?).map { Array($0) } ?? Intent.noHash
            let intent = try make(
                (last?["n"] ?? 0) + 1, try FieldStore.version(stream, database), previous)
            try FieldStore.insert(intent, device: Text(device), database)
            return intent
        }
    }

    private static func insert(_ intent: Intent, device: Text, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO intents (
                    n, stream, command, body, occurred_on, device_time, base_version,
                    previous_hash, bytes, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                intent.n, intent.stream.raw, intent.command.string, Data(intent.body),
                intent.occurredOn.description, intent.deviceTime.microseconds,
                intent.baseVersion, Data(intent.previousHash),
                Data(intent.storedBytes(of: device)), Data(intent.hash(on: device)),
            ])
    }

    /// What a sync begins from.
    package func standing() throws -> LaptopStanding {
        try database.read { database in
            guard let mark = try FieldStore.mark(database) else { throw LaptopError.notEnrolled }
            let lastN = try Int64.fetchOne(database, sql: "SELECT max(n) FROM intents") ?? 0
            let ackN =
                try Int64.fetchOne(
                    database, sql: "SELECT max(n) FROM intents WHERE receipt IS NOT NULL") ?? 0
            let unsent = try Row.fetchAll(
                database, sql: "SELECT * FROM intents WHERE n > ? ORDER BY n LIMIT ?",
                arguments: [ackN, SyncLimits.intentsPerPush])
            return LaptopStanding(
                mark: mark, lastN: lastN, ackN: ackN,
                unsent: try unsent.map { try FieldStore.intent($0) })
        }
    }

    /// Stores receipts of a push.
    package func store(_ receipts: [Receipt]) throws {
        guard !receipts.isEmpty else { return }
        try durably(.receipts) { database in
            for receipt in receipts { try FieldStore.store(receipt, database) }
        }
    }

    /// A verdict stands for good; "held" gives way to it, and never comes back.
    static func store(_ receipt: Receipt, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE intents SET receipt = ?, is_held = ?, last_position = ?
                WHERE n = ? AND (receipt IS NULL OR is_held = 1)
                """,
            arguments: [
                Data(receipt.bytes), receipt.isHeld, receipt.positions?.upperBound, receipt.n,
            ])
    }

    /// Every intent ever recorded here, oldest first.
    package func intents() throws -> [KeptIntent] { try intents("ORDER BY n") }

    /// Those whose verdict or whose facts have not come down yet, oldest first.
    package func pendingIntents() throws -> [KeptIntent] {
        try intents("ORDER BY n").filter(\.isPending)
    }

    private func intents(_ order: String) throws -> [KeptIntent] {
        try database.read { database in
            let cursor = try FieldStore.mark(database)?.position ?? 0
            return try Row.fetchAll(database, sql: "SELECT * FROM intents \(order)").map { row in
                let receipt = try (row["receipt"] as Data?).map { try Receipt(parsing: Array($0)) }
                let last = row["last_position"] as Int64? ?? 0
                return KeptIntent(
                    intent: try FieldStore.intent(row), receipt: receipt,
                    isPending: receipt == nil || row["is_held"] || last > cursor)
            }
        }
    }

    private static func intent(_ row: Row) throws -> Intent {
        guard let stream = StreamID(raw: row["stream"] as String),
            let day = Day(row["occurred_on"] as String)
        else { throw LaptopError.databaseNewer }
        return Intent(
            n: row["n"], stream: stream, command: Text(row["command"] as String),
            body: Array(row["body"] as Data), occurredOn: day,
            deviceTime: Instant(microseconds: row["device_time"]),
            baseVersion: row["base_version"], previousHash: Array(row["previous_hash"] as Data))
    }
}
