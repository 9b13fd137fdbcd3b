import Domain
import GRDB

extension FieldStore {
    /// Raised with any change of the tables.
    static let schemaVersion = 1

    func prepare() throws {
        try database.write { database in
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard version <= FieldStore.schemaVersion else { throw LaptopError.databaseNewer }
            if version == 0 {
                for statement in FieldStore.tables { try database.execute(sql: statement) }
                try database.execute(sql: "PRAGMA user_version = \(FieldStore.schemaVersion)")
            }
            for model in models { try prepare(model, database) }
        }
    }

    private static let tables = [
        """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID, STRICT
        """,
        """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            version INTEGER NOT NULL,
            id TEXT NOT NULL,
            type TEXT NOT NULL,
            schema INTEGER NOT NULL,
            occurred_on TEXT NOT NULL,
            occurred_at INTEGER,
            recorded_at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            device TEXT,
            intent INTEGER,
            correlation TEXT,
            causation TEXT,
            imported INTEGER NOT NULL,
            payload BLOB NOT NULL,
            UNIQUE (stream, version)
        ) STRICT
        """,
        """
        CREATE TABLE intents (
            n INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            command TEXT NOT NULL,
            body BLOB NOT NULL,
            occurred_on TEXT NOT NULL,
            device_time INTEGER NOT NULL,
            base_version INTEGER NOT NULL,
            previous_hash BLOB NOT NULL,
            bytes BLOB NOT NULL,
            hash BLOB NOT NULL,
            receipt BLOB,
            is_held INTEGER NOT NULL DEFAULT 0,
            last_position INTEGER
        ) STRICT
        """,
        "CREATE TABLE models (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT",
    ]

    /// Makes the model's table, and folds its rows anew if they are of another version.
    private func prepare(_ model: AnyReadModel, _ database: Database) throws {
        let known = try Int.fetchOne(
            database, sql: "SELECT version FROM models WHERE name = ?", arguments: [model.name])
        if known == model.version { return }
        let columns = model.columns.map { ", \($0.name) \($0.type.sqlite)" }.joined()
        try database.execute(sql: "DROP TABLE IF EXISTS \(model.table)")
        try database.execute(
            sql: """
                CREATE TABLE \(model.table) (
                    row_key TEXT PRIMARY KEY, position INTEGER NOT NULL\(columns)
                ) WITHOUT ROWID, STRICT
                """)
        try database.execute(
            sql: "INSERT OR REPLACE INTO models (name, version) VALUES (?, ?)",
            arguments: [model.name, model.version])
        try refold(model, database)
    }

    private func refold(_ model: AnyReadModel, _ database: Database) throws {
        var last: Int64 = 0
        while true {
            let events = try FieldStore.events(
                database, "position > ? ORDER BY position LIMIT 1000", [last])
            guard let end = events.last else { return }
            try fold(events, into: [model], database)
            last = end.envelope.position
        }
    }
}

extension AnyReadModel {
    var table: String { "rm_\(name)" }
}

extension Domain.Column.ColumnType {
    var sqlite: String {
        switch self {
        case .text, .day, .json: "TEXT"
        case .integer, .boolean: "INTEGER"
        }
    }
}
