import Crypto
import Domain

/// One step from one shape of the database to the next. Never changed once released: a database
/// that applied another text is refused (`EventStoreError.migrationAltered`).
package struct Migration: Sendable {
    package let number: Int32
    package let name: String
    /// Applied one after another, in the order of their names.
    package let files: [SQLFile]

    package init(_ number: Int32, _ name: String, files: [SQLFile]) {
        self.number = number
        self.name = name
        self.files = files.sorted { $0.name < $1.name }
    }

    /// What the database remembers of the text: the hash of all files, in hexadecimal.
    package var sha256: String {
        var hash = SHA256()
        for file in files { hash.update(data: Array(file.sql.utf8)) }
        return Hex.text(hash.finalize())
    }

    /// Every step that this version knows, numbered from 1 without a gap.
    package static let all = [named(1, "the log"), named(2, "sign-in and enrolment")]

    /// All files whose names begin with the number.
    private static func named(_ number: Int32, _ name: String) -> Migration {
        Migration(number, name, files: SQLFile.all.filter { $0.migration == number })
    }
}
