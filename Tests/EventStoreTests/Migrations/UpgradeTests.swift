import Domain
import EventStore
import TestKit
import Testing

@Suite struct UpgradeTests {
    /// The versions from which a database may come, 0 being an empty one.
    private static let earlier = Array(0..<Migrator.latest)

    /// The URL of a database that the program of version `count` would leave.
    private func database(of count: Int) throws -> String {
        let url = try TestCluster.emptyDatabase()
        if count > 0 { try Migrator.migrate(url, to: Array(Migration.all.prefix(count))) }
        return url
    }

    private func applied(_ url: String) throws -> [String] {
        let found = try Connection(url).query(
            """
            SELECT concat_ws(' ', number, name, sha256) FROM headwater.migrations ORDER BY number
            """
        )
        return try (0..<found.count).map { try found.text($0, 0).string }
    }

    private let everything = Migration.all.map { "\($0.number) \($0.name) \($0.sha256)" }

    @Test(arguments: earlier)
    func `migrating again, and twelve times at once, changes nothing`(from count: Int) async throws
    {
        let url = try database(of: count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 { group.addTask { try Migrator.migrate(url) } }
            try await group.waitForAll()
        }
        #expect(try applied(url) == everything)
        try Migrator.migrate(url)
        #expect(try applied(url) == everything)
    }

    @Test func `a server that finds another at work waits until that one is done`() async throws {
        let url = try database(of: 0)
        try Migrator.migrate(url, to: Array(Migration.all.prefix(1)))
        let other = try Connection(url)
        // As the migrator does: any session that holds this lock is one that migrates.
        try other.run("BEGIN; SELECT pg_advisory_xact_lock(4849664)")
        let waiting = Task.detached { try Migrator.migrate(url) }
        let blocked = """
            SELECT 1 FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
            WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()
            """
        let watcher = try Connection(url)
        while try watcher.query(blocked).count == 0 {}
        #expect(try applied(url) == Array(everything.prefix(1)))
        try other.run("COMMIT")
        try await waiting.value
        #expect(try applied(url) == everything)
    }

    @Test func `a database of a later version is refused, and nothing in it is touched`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        let later =
            Migration.all + [
                Migration(
                    Int32(Migrator.latest + 1), "of the future",
                    files: [
                        SQLFile(name: "future.sql", sql: "CREATE TABLE headwater.future (a int)")
                    ])
            ]
        try Migrator.migrate(url, to: later)
        let before = try applied(url)
        await #expect(
            throws: EventStoreError.databaseNewer(
                found: Migrator.latest + 1, known: Migrator.latest)
        ) {
            try await EventLog.open(LogConfiguration(url: url), logName: "bureau")
        }
        #expect(try applied(url) == before)
    }

    @Test func `a database in which a migration had another text is refused by its number`() throws
    {
        let url = try database(of: 1)
        let other = Migration(
            1, "the log", files: [SQLFile(name: "001-010-logs.sql", sql: "SELECT 1")])
        let refusal = EventStoreError.migrationAltered(number: 1, name: "the log")
        #expect(throws: refusal) {
            try Migrator.migrate(url, to: [other] + Migration.all.dropFirst())
        }
        #expect(try applied(url) == Array(everything.prefix(1)))
        // A name may be corrected: it changes no table.
        let renamed = Migration(1, "the whole log", files: Migration.all[0].files)
        try Migrator.migrate(url, to: [renamed])
    }

    @Test func `a database of the time before texts were remembered is refused`() throws {
        let url = try TestCluster.freshDatabase()
        try Connection(url).run("ALTER TABLE headwater.migrations DROP COLUMN sha256")
        #expect(throws: EventStoreError.migrationAltered(number: 1, name: "the log")) {
            try Migrator.migrate(url)
        }
    }

    @Test func `a migration missing from the middle is refused`() throws {
        let url = try TestCluster.freshDatabase()
        try Connection(url).run("DELETE FROM headwater.migrations WHERE number = 1")
        #expect(throws: EventStoreError.migrationAltered(number: 1, name: "the log")) {
            try Migrator.migrate(url)
        }
    }

    @Test func `a migration that fails half-way leaves nothing, and those before it stay`() throws {
        let url = try database(of: 0)
        let number = Int32(Migrator.latest + 1)
        let good = SQLFile(
            name: "1.sql", sql: "CREATE TABLE headwater.half (a int); SELECT 1 FROM headwater.half")
        let bad = SQLFile(name: "2.sql", sql: "SELECT 1 FROM headwater.nothing")
        let broken = Migration(number, "broken", files: [good, bad])
        #expect(
            throws: EventStoreError.database(
                code: "42P01", message: #"relation "headwater.nothing" does not exist"#)
        ) {
            try Migrator.migrate(url, to: Migration.all + [broken])
        }
        #expect(try applied(url) == everything)
        let half = try Connection(url).query("SELECT to_regclass('headwater.half') IS NULL")
        #expect(try half.boolean(0, 0))
        let mended = Migration(number, "mended", files: [good])
        try Migrator.migrate(url, to: Migration.all + [mended])
        #expect(try applied(url) == everything + ["\(number) mended \(mended.sha256)"])
    }
}
