import Domain

/// Brings a database to the shape that this version knows.
package enum Migrator {
    package static let owner = "headwater_owner"
    package static let app = "headwater_app"
    package static let reader = "headwater_reader"

    /// The number of the last migration that this version knows.
    package static var latest: Int { Int(Migration.all.last?.number ?? 0) }

    /// Any number; all servers lock the same one of their database.
    private static let advisoryLock = 4_849_664

    private static let rolesSQL = """
        CREATE ROLE headwater_owner NOLOGIN;
        CREATE ROLE headwater_app NOLOGIN;
        CREATE ROLE headwater_reader NOLOGIN;
        GRANT headwater_owner, headwater_app TO %USER%;
        CREATE SCHEMA headwater AUTHORIZATION headwater_owner;
        """

    /// Makes roles and schema where missing and applies what is not applied. Throws
    /// `rolesMissing` with the SQL for an administrator, and `databaseNewer`.
    package static func migrate(_ url: String, deadlineMs: Int64 = 60_000) throws {
        do {
            let connection = try Connection(url)
            connection.statementMs = deadlineMs
            try checkEncoding(connection)
            if try appliedNumber(connection) == Migration.all.last?.number { return }
            try connection.transaction { connection in
                // Roles and schema too: two programs that start together both find none.
                try connection.run("SELECT pg_advisory_xact_lock(\(advisoryLock))")
                try makeRoles(connection)
                try apply(connection)
            }
        } catch let error as PostgresError {
            throw error.asStoreError
        }
    }

    private static func checkEncoding(_ connection: Connection) throws {
        let found = try connection.query("SELECT current_setting('server_encoding')")
        let encoding = try found.text(0, 0).string
        guard encoding == "UTF8" else { throw EventStoreError.wrongEncoding(encoding) }
    }

    private static func apply(_ connection: Connection) throws {
        try connection.run("SET LOCAL ROLE \(owner)")
        try connection.run(
            """
            CREATE TABLE IF NOT EXISTS headwater.migrations (
                number integer PRIMARY KEY,
                name text COLLATE "C" NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """)
        let applied = try appliedNumber(connection)
        for migration in Migration.all where migration.number > applied {
            for file in migration.files { try connection.run(file.sql) }
            try connection.query(
                "INSERT INTO headwater.migrations (number, name) VALUES ($1, $2)",
                [.int4(migration.number), .text(migration.name)])
        }
    }

    /// The last migration applied, 0 for an empty database; throws if it is one of the future.
    private static func appliedNumber(_ connection: Connection) throws -> Int32 {
        let found = try connection.query("SELECT to_regclass('headwater.migrations') IS NOT NULL")
        guard try found.boolean(0, 0) else { return 0 }
        let applied = try connection.query(
            "SELECT coalesce(max(number), 0) FROM headwater.migrations")
        let number = try applied.int32(0, 0)
        let known = Migration.all.last?.number ?? 0
        guard number <= known else {
            throw EventStoreError.databaseNewer(found: Int(number), known: Int(known))
        }
        return number
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
