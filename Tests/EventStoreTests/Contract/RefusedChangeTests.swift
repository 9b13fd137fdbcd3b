import Domain
import EventStore
import TestKit
import Testing

/// What the database itself refuses, whoever asks and whatever the code above it does.
@Suite struct RefusedChangeTests {
    /// Tables that hold no history: the server works on them directly.
    private static let operational: Set<String> = [
        "checkpoints", "credentials", "enrolment_codes", "sessions", "sign_in_attempts",
    ]

    private func code(_ url: String, _ role: String?, _ statement: String) throws -> String? {
        let connection = try Connection(url, role: role)
        do {
            try connection.run(statement)
            return nil
        } catch {
            return (error as? PostgresError)?.code
        }
    }

    private func tables(_ url: String) throws -> [String] {
        let rows = try Connection(url).query(
            """
            SELECT c.relname::text FROM pg_class AS c
            WHERE c.relnamespace = 'headwater'::regnamespace AND c.relkind IN ('r', 'p')
            ORDER BY c.relname
            """)
        return try (0..<rows.count).map { try rows.text($0, 0).string }
    }

    @Test(arguments: [
        "UPDATE headwater.events SET actor = 'x'",
        "UPDATE headwater.events SET payload = payload WHERE position = 1",
        "DELETE FROM headwater.events", "DELETE FROM headwater.events WHERE position = 1",
        "TRUNCATE headwater.events", "TRUNCATE headwater.events CASCADE",
    ])
    func `nobody rewrites the log, not even its owner or a superuser`(statement: String)
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log async throws in
            try await log.append(request(write(task("a"), events: 2)))
            let before = try await log.load(task("a"))
            for role in [Migrator.app, Migrator.reader, Migrator.owner, nil] {
                #expect(try code(url, role, statement) == "42501")
            }
            #expect(try await log.load(task("a")) == before)
            #expect(try await log.head().position == 2)
        }
    }

    @Test func `the server's role changes no table of the log in any way but by appending`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log async throws in
            let claim = Claim("letter/2025/1")
            try await log.append(
                request(
                    write(task("a")), claims: [ClaimEdit(.take(claim), holder: task("a"))],
                    intake: Intake(
                        device: "laptop", n: 1, previousHash: [], hash: [1],
                        verdict: Array("1".utf8))))
            let all = try tables(url)
            #expect(RefusedChangeTests.operational.isSubset(of: all))
            let kept = all.filter { !RefusedChangeTests.operational.contains($0) }
            #expect(Set(kept).isSuperset(of: ["logs", "events", "claims", "intakes"]))
            for table in kept {
                for statement in [
                    "INSERT INTO headwater.\(table) SELECT * FROM headwater.\(table)",
                    "DELETE FROM headwater.\(table)", "TRUNCATE headwater.\(table)",
                    "BEGIN; LOCK TABLE headwater.\(table) IN EXCLUSIVE MODE",
                    "ALTER TABLE headwater.\(table) DISABLE TRIGGER ALL",
                    "DROP TABLE headwater.\(table)",
                ] {
                    #expect(try code(url, Migrator.app, statement) == "42501", "\(statement)")
                }
            }
            #expect(try await log.verify().isSound)
        }
    }

    /// No column of no table, so that a new one cannot be forgotten.
    @Test func `the server's role may update no column of the log`() throws {
        let url = try TestCluster.freshDatabase()
        let rows = try Connection(url).query(
            """
            SELECT DISTINCT c.relname::text FROM pg_class AS c
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'headwater'::regnamespace AND c.relkind IN ('r', 'p')
                AND (has_column_privilege('headwater_app', c.oid, a.attnum, 'UPDATE')
                    OR has_column_privilege('headwater_app', c.oid, a.attnum, 'INSERT'))
            ORDER BY 1
            """)
        let writable = try (0..<rows.count).map { try rows.text($0, 0).string }
        #expect(writable == RefusedChangeTests.operational.sorted())
    }

    @Test(arguments: [
        "CREATE TABLE headwater.mine (a integer)",
        "CREATE FUNCTION headwater.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "DROP TRIGGER events_are_final ON headwater.events",
        "ALTER FUNCTION headwater.refuse_change() RENAME TO mine",
        "SET session_replication_role = replica", "SET ROLE postgres",
    ])
    func `the server's role cannot make its own way round`(statement: String) throws {
        let url = try TestCluster.freshDatabase()
        let connection = try Connection(
            url.replacing("user=postgres", with: "user=\(try login(url))"), role: Migrator.app)
        var refused: String?
        do { try connection.run(statement) } catch { refused = (error as? PostgresError)?.code }
        #expect(refused == "42501")
    }

    /// A user as an administrator would make one for the server: no superuser behind `SET ROLE`.
    private func login(_ url: String) throws -> String {
        let name = "plain_server"
        try Connection(url).run(
            """
            DO $$ BEGIN
                CREATE ROLE \(name) LOGIN;
                GRANT headwater_app TO \(name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$
            """)
        return name
    }

    @Test
    func `an analyst reads events and stream headers, nothing else of the log, and calls nothing`()
        throws
    {
        let url = try TestCluster.freshDatabase()
        let rows = try Connection(url).query(
            """
            SELECT c.relname::text FROM pg_class AS c
            WHERE c.relnamespace = 'headwater'::regnamespace AND c.relkind IN ('r', 'p', 'v')
                AND has_any_column_privilege('headwater_reader', c.oid,
                    'SELECT, INSERT, UPDATE, REFERENCES')
            UNION ALL
            SELECT p.proname::text FROM pg_proc AS p
            WHERE p.pronamespace = 'headwater'::regnamespace
                AND has_function_privilege('headwater_reader', p.oid, 'EXECUTE')
            ORDER BY 1
            """)
        #expect(try (0..<rows.count).map { try rows.text($0, 0).string } == ["events", "streams"])
        #expect(try code(url, Migrator.reader, "SELECT * FROM headwater.events") == nil)
        #expect(try code(url, Migrator.reader, "SELECT headwater.open_log('mine')") == "42501")
    }
}
