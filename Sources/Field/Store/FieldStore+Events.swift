package import Domain
import Foundation
import GRDB
package import Sync

extension FieldStore {
    /// A stream's confirmed events; an empty history if there are none.
    package func history(_ stream: StreamID) throws -> History {
        try database.read { try FieldStore.history(stream, $0) }
    }

    static func history(_ stream: StreamID, _ database: Database) throws -> History {
        let events = try events(
            database, "stream = ? ORDER BY version", [stream.raw])
        return History(stream, events)
    }

    /// The stream's confirmed events as stored, oldest first.
    package func events(of stream: StreamID) throws -> [StoredEvent] {
        try database.read {
            try FieldStore.events($0, "stream = ? ORDER BY version", [stream.raw])
        }
    }

    static func version(_ stream: StreamID, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT max(version) FROM events WHERE stream = ?",
            arguments: [stream.raw]) ?? 0
    }

    /// Every dated parameter that the rules of the preview ask for.
    package func parameters() throws -> ParameterTable {
        let events = try database.read {
            try FieldStore.events(
                $0, "stream >= 'parameter/' AND stream < 'parameter0' ORDER BY position", [])
        }
        return events.reduce(into: ParameterTable()) { table, stored in
            if case .parameter(let event) = BureauEvent.decode(stored).event { table.take(event) }
        }
    }

    /// Applies a page that follows the cursor: events, rows, cursor and receipts in one
    /// transaction. A page that was applied before changes nothing.
    package func apply(_ page: PullAnswer, after cursor: Int64) throws {
        try durably(.page) { database in
            guard try FieldStore.mark(database)?.position == cursor else { return }
            for event in page.events { try FieldStore.insert(event, database) }
            try fold(page.events, into: models, database)
            for receipt in page.receipts { try FieldStore.store(receipt, database) }
            try FieldStore.set(.cursor, String(page.nextCursor), database)
            try FieldStore.set(.prefixHash, Hex.text(page.prefixHash), database)
        }
    }

    private static func insert(_ event: StoredEvent, _ database: Database) throws {
        let envelope = event.envelope
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO events (
                    position, stream, version, id, type, schema, occurred_on, occurred_at,
                    recorded_at, actor, device, intent, correlation, causation, imported, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(arguments: [
            envelope.position, envelope.stream.raw, envelope.version, envelope.id.description,
            envelope.type.string, envelope.schema, envelope.occurredOn.description,
            envelope.occurredAt?.microseconds, envelope.recordedAt.microseconds,
            envelope.actor.string, envelope.device?.string, envelope.intent,
            envelope.correlation?.description, envelope.causation?.description,
            envelope.imported, Data(event.payload),
        ])
    }

    /// `condition` is fixed text with `?` for each of `arguments`.
    static func events(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [StoredEvent] {
        let select = try database.cachedStatement(
            sql: "SELECT * FROM events WHERE \(condition)")
        return try Row.fetchAll(select, arguments: arguments).compactMap { event($0) }
    }

    private static func event(_ row: Row) -> StoredEvent? {
        guard let stream = StreamID(raw: row["stream"] as String),
            let id = EventID(row["id"] as String), let day = Day(row["occurred_on"] as String)
        else { return nil }
        var envelope = Envelope(
            position: row["position"], stream: stream, version: row["version"], id: id,
            type: Text(row["type"] as String), schema: row["schema"], occurredOn: day,
            recordedAt: Instant(microseconds: row["recorded_at"]),
            actor: Text(row["actor"] as String), imported: row["imported"])
        envelope.occurredAt = (row["occurred_at"] as Int64?).map { Instant(microseconds: $0) }
        envelope.device = (row["device"] as String?).map { Text($0) }
        envelope.intent = row["intent"]
        envelope.correlation = (row["correlation"] as String?).flatMap { EventID($0) }
        envelope.causation = (row["causation"] as String?).flatMap { EventID($0) }
        return StoredEvent(envelope, payload: Array(row["payload"] as Data))
    }
}
