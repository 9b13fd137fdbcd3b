/// One step from one shape of the database to the next. Never changed once released.
struct Migration: Sendable {
    let number: Int32
    let name: String
    /// All files that bear the number, in the order of their names.
    let files: [SQLFile]

    private init(_ number: Int32, _ name: String) {
        self.number = number
        self.name = name
        files = SQLFile.all.filter { $0.migration == number }.sorted { $0.name < $1.name }
    }

    static let all = [
        Migration(1, "the log"),
        Migration(2, "sign-in and enrolment"),
    ]
}
