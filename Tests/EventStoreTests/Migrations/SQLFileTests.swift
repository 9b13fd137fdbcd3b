import Domain
import EventStore
import Foundation
import Testing

@Suite struct SQLFileTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("Sources/EventStore/Migrations/SQL")

    @Test func `the program holds every file of the folder, as it is there, in order`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: SQLFileTests.folder.path)
            .sorted()
        #expect(SQLFile.all.map(\.name) == names)
        for file in SQLFile.all {
            let url = SQLFileTests.folder.appendingPathComponent(file.name)
            #expect(try Data(contentsOf: url) == Data(file.sql.utf8), "\(file.name)")
        }
    }

    @Test func `every file belongs to a migration, and migrations are numbered from 1`() {
        #expect(Migration.all.map { Int($0.number) } == Array(1...Migrator.latest))
        #expect(Migration.all.flatMap(\.files).map(\.name) == SQLFile.all.map(\.name))
        #expect(Migration.all.filter { $0.files.isEmpty }.map(\.number) == [])
    }

    @Test func `a file's name says migration, order and object`() throws {
        let form = try Regex("[0-9]{3}-[0-9]{3}-[a-z]+(-[a-z]+)*\\.sql")
        #expect(SQLFile.all.filter { $0.name.wholeMatch(of: form) == nil }.map(\.name) == [])
    }

    @Test func `a migration's hash covers the text of all its files, in order of their names`() {
        let first = SQLFile(name: "001-010-a.sql", sql: "SELECT 1;\n")
        let second = SQLFile(name: "001-020-b.sql", sql: "SELECT 2;\n")
        // What `printf 'SELECT 1;\nSELECT 2;\n' | sha256sum` prints.
        let expected = "82efb67f3010c6eb7ead02e4f6d9550633dbc1407f99aa487468e7b2567aebbc"
        #expect(Migration(1, "both", files: [second, first]).sha256 == expected)
        #expect(Migration(1, "one", files: [first]).sha256 != expected)
    }
}
