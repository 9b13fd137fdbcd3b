import Domain
import EventStore
import TestKit
import Testing

@Suite struct MigratorTests {
    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? PostgresError)?.code
        }
    }

    @Test(arguments: [
        "UPDATE headwater.events SET actor = 'x'", "DELETE FROM headwater.events",
        "TRUNCATE headwater.events", "TRUNCATE headwater.events CASCADE",
    ])
    func `nobody rewrites the log, not even its owner`(statement: String) async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            try await log.append(request(write(task("a"))))
            for role in [Migrator.app, Migrator.owner, nil] {
                let connection = try Connection(url, role: role)
                #expect(code { try connection.run(statement) } == "42501")
            }
            #expect(try await log.head().position == 1)
            #expect(try await log.load(task("a")).count == 1)
        }
    }

    @Test(arguments: [
        "INSERT INTO headwater.events SELECT * FROM headwater.events",
        "UPDATE headwater.logs SET epoch = 9", "DELETE FROM headwater.intakes",
        "DELETE FROM headwater.claims",
        "UPDATE headwater.intakes SET n = 1",
        "INSERT INTO headwater.prefix_hashes VALUES (1, 1, '')",
        "CREATE TABLE headwater.mine (a integer)",
        "ALTER TABLE headwater.events DISABLE TRIGGER ALL",
    ])
    func `the server's role can only append`(statement: String) throws {
        let connection = try Connection(try TestCluster.freshDatabase(), role: Migrator.app)
        #expect(code { try connection.run(statement) } == "42501")
    }

    @Test(arguments: ["logs", "claims", "intakes", "prefix_hashes", "checkpoints"])
    func `an analyst reads events and nothing else of the log`(table: String) throws {
        let connection = try Connection(try TestCluster.freshDatabase(), role: Migrator.reader)
        try connection.run("SELECT * FROM headwater.events")
        #expect(code { try connection.run("SELECT * FROM headwater.\(table)") } == "42501")
        let call = "SELECT headwater.open_log('mine')"
        #expect(code { try connection.run(call) } == "42501")
    }

    @Test func `a database that cannot hold every character is refused`() throws {
        let url = try TestCluster.emptyDatabase()
        try Connection(url).run(
            "CREATE DATABASE ascii_only TEMPLATE template0 ENCODING 'SQL_ASCII'",
            deadlineMs: 60_000)
        let ascii = try TestCluster.running().url("ascii_only")
        #expect(throws: EventStoreError.wrongEncoding("SQL_ASCII")) {
            try Migrator.migrate(ascii)
        }
    }

    @Test func `a user who may not make the roles is given the SQL for one who may`() async throws {
        let url = try TestCluster.emptyDatabase()
        try Connection(url).run(
            """
            DO $$ BEGIN
                CREATE ROLE modest LOGIN;
            EXCEPTION WHEN duplicate_object THEN NULL;
            END $$
            """)
        let modest = url.replacing("user=postgres", with: "user=modest")
        do {
            try Migrator.migrate(modest)
            Issue.record("it was let through")
        } catch EventStoreError.rolesMissing(let sql) {
            #expect(sql.contains("GRANT headwater_owner, headwater_app TO modest"))
            #expect(sql.contains("CREATE SCHEMA headwater AUTHORIZATION headwater_owner"))
        }
    }
}
