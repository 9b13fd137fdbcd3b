import EventStore
import Logging
import Server
import TestKit
import Testing

/// What `headwater serve` and every other command print when the database is not theirs.
@Suite struct RefusedDatabaseTests {
    private func refusals(_ url: String) async throws -> [OperatorError?] {
        let temporary = try TemporaryHome()
        let environment = ["HEADWATER_DATABASE_URL": url]
        let logger = Logger(label: "headwater.test")
        let serving = await #expect(throws: OperatorError.self) {
            try await Runtime.serving(temporary.home, environment: environment, logger: logger)
        }
        let command = await #expect(throws: OperatorError.self) {
            try await Runtime.forCommand(temporary.home, environment: environment, logger: logger)
        }
        return [serving, command]
    }

    @Test func `one of a later version says that this program must be upgraded`() async throws {
        let url = try TestCluster.freshDatabase()
        let later = Migrator.latest + 1
        let future = Migration(
            Int32(later), "of the future", files: [SQLFile(name: "1.sql", sql: "SELECT 1")])
        try Migrator.migrate(url, to: Migration.all + [future])
        let said = OperatorError(
            "数据库结构版本 \(later) 高于本程序所知的 \(Migrator.latest):请升级 headwater",
            "the database has shape \(later), this program knows \(Migrator.latest): "
                + "upgrade headwater")
        #expect(try await refusals(url) == [said, said])
    }

    @Test func `one with another text of a migration says which, and what to do`() async throws {
        let url = try TestCluster.freshDatabase()
        try Connection(url).run("UPDATE headwater.migrations SET sha256 = '' WHERE number = 2")
        let said = OperatorError(
            "数据库执行过的第 2 步迁移(sign-in and enrolment)与本程序的不同:该库由未发布的开发版本建立。"
                + "请用建库的那个版本打开;内容不再需要时,请将 HEADWATER_DATABASE_URL 指向一个空数据库",
            "migration 2 (sign-in and enrolment) was applied to the database with another text "
                + "than this program's: an unreleased version made it. Open it with that version; "
                + "if nothing in it is needed, point HEADWATER_DATABASE_URL at an empty database")
        #expect(try await refusals(url) == [said, said])
    }
}
