import Domain
import EventStore
import TestKit
import Testing

@Suite struct MigratorTests {
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
