import Domain

/// Brings a database to the shape that this version knows.
package enum Migrator {
    package static let owner = "headwater_owner"
    package static let app = "headwater_app"
    package static let reader = "headwater_reader"

    /// The number of the last migration that this version knows.
    package static var latest: Int { Migration.all.count }

    /// Any number; all servers lock the same one of their database.
    private static let advisoryLock = 4_849_664

    private static let tableSQL = """
        CREATE TABLE IF NOT EXISTS headwater.migrations (
            number integer PRIMARY KEY,
            name text COLLATE "C" NOT NULL,
            sha256 text COLLATE "C" NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """

    private static let rolesSQL = """
        CREATE ROLE headwater_owner NOLOGIN;
        CREATE ROLE headwater_app NOLOGIN;
        CREATE ROLE headwater_reader NOLOGIN;
        GRANT headwater_owner, headwater_app TO %USER%;
        CREATE SCHEMA headwater AUTHORIZATION headwater_owner;
        """

    /// Makes roles and schema where missing and applies what is not applied, each migration in a
    /// transaction of its own: one that fails leaves nothing behind, and those before it stay.
    ///
    /// Throws `rolesMissing` with the SQL for an administrator, `databaseNewer`,
    /// `migrationAltered`, and whatever a statement failed with.
    ///
    /// - Parameter migrations: the steps to bring it to, numbered from 1; tests stop earlier.
    /// - Parameter deadlineMs: for each statement, and for the wait until another server is done.
    package static func migrate(
        _ url: String, to migrations: [Migration] = Migration.all, deadlineMs: Int64 = 60_000
    ) throws {
        do {
            let connection = try Connection(url)
            connection.statementMs = deadlineMs
            try checkEncoding(connection)
            // A look without the lock: nearly every start finds nothing to do.
            if try next(of: migrations, connection) == nil { return }
            try locked(connection) { connection in
                // Under the lock too: two programs that start together both find none.
                try makeRoles(connection)
                try connection.run("SET LOCAL ROLE \(owner)")
                try connection.run(tableSQL)
            }
            while try locked(connection, { try step(of: migrations, $0) }) {}
        } catch let error as PostgresError {
            throw error.asStoreError
        }
    }

    private static func locked<Result>(
        _ connection: Connection, _ body: (Connection) throws -> Result
    ) throws -> Result {
        try connection.transaction { connection in
            try connection.run("SELECT pg_advisory_xact_lock(\(advisoryLock))")
            return try body(connection)
        }
    }

    /// Applies one migration; false if there was none left to apply.
    private static func step(of migrations: [Migration], _ connection: Connection) throws -> Bool {
        guard let migration = try next(of: migrations, connection) else { return false }
        try connection.run("SET LOCAL ROLE \(owner)")
        for file in migration.files { try connection.run(file.sql) }
        try connection.query(
            "INSERT INTO headwater.migrations (number, name, sha256) VALUES ($1, $2, $3)",
            [
                .int4(migration.number), .text(migration.name),
                .text(migration.sha256),
            ])
        return true
    }

    /// The first migration that is not applied. Throws if the database is of a later version, or
    /// if what was applied is not what these migrations say.
    private static func next(
        of migrations: [Migration], _ connection: Connection
    ) throws -> Migration? {
        let table = try connection.query("SELECT to_regclass('headwater.migrations') IS NOT NULL")
        guard try table.boolean(0, 0) else { return migrations.first }
        // As JSON: the first developers' tables have no such column, and are refused as altered.
        let applied = try connection.query(
            """
            SELECT m.number, coalesce(to_json(m) ->> 'sha256', '')
            FROM headwater.migrations AS m ORDER BY m.number
            """)
        let rows = try (0..<applied.count).map {
            (number: try applied.int32($0, 0), sha256: try applied.text($0, 1).string)
        }
        if let last = rows.last, last.number > migrations.count {
            throw EventStoreError.databaseNewer(found: Int(last.number), known: migrations.count)
        }
        for (migration, row) in zip(migrations, rows)
        where (migration.number, migration.sha256) != row {
            throw EventStoreError.migrationAltered(
                number: Int(migration.number), name: migration.name)
        }
        return rows.count < migrations.count ? migrations[rows.count] : nil
    }

    private static func checkEncoding(_ connection: Connection) throws {
        let found = try connection.query("SELECT current_setting('server_encoding')")
        let encoding = try found.text(0, 0).string
        guard encoding == "UTF8" else { throw EventStoreError.wrongEncoding(encoding) }
    }

    private static func makeRoles(_ connection: Connection) throws {
        let state = try connection.query(
            """
            SELECT count(*) FILTER (WHERE r.rolname = ANY ($1)),
                coalesce(bool_or(
                    r.rolname = current_user AND (r.rolsuper OR r.rolcreaterole)), false),
                to_regnamespace('headwater') IS NOT NULL,
                quote_ident(current_user),
                has_database_privilege(current_database(), 'CREATE'),
                coalesce(bool_and(pg_has_role(current_user, r.oid, 'MEMBER'))
                    FILTER (WHERE r.rolname = ANY ($2)), false)
            FROM pg_roles AS r
            """,
            [.texts([Text(owner), Text(app), Text(reader)]), .texts([Text(owner), Text(app)])])
        let hasRoles = try state.int64(0, 0) == 3
        let mayCreate = try state.boolean(0, 1)
        let hasSchema = try state.boolean(0, 2)
        let user = try state.text(0, 3).string
        let isMember = try state.boolean(0, 5)
        if hasRoles, hasSchema, isMember { return }
        let maySchema = try hasSchema || state.boolean(0, 4)
        guard mayCreate || (hasRoles && isMember), maySchema else {
            throw EventStoreError.rolesMissing(sql: rolesSQL.replacing("%USER%", with: user))
        }
        for role in [owner, app, reader] where !hasRoles {
            // Another database of the same cluster may be making them at this moment.
            try connection.run(
                """
                DO $$ BEGIN
                    CREATE ROLE \(role) NOLOGIN;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$
                """)
        }
        if !isMember { try connection.run("GRANT \(owner), \(app) TO CURRENT_USER") }
        try connection.run("CREATE SCHEMA IF NOT EXISTS headwater AUTHORIZATION \(owner)")
    }
}
