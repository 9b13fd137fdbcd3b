package import Domain
import GRDB

/// A durable write of the store; tests let the laptop die right before or right after each.
package enum DurableWrite: Hashable, Sendable, CaseIterable {
    case enrolment, intent, receipts, page
}

/// The laptop's database: SQLite in WAL mode, one writer. What a call of it writes is one
/// transaction, on disk when the call returns.
package final class FieldStore: Sendable {
    /// When a test's hook runs.
    package enum Moment: Hashable, Sendable, CaseIterable { case beforeCommit, afterCommit }
    /// Throws to play a laptop that dies at that moment.
    package typealias CrashHook = @Sendable (DurableWrite, Moment) throws -> Void

    let database: DatabasePool
    let models: [AnyReadModel]
    private let crash: CrashHook

    /// The read models that a laptop shows.
    package static let fieldModels = ReadModels.all.filter {
        [PlanBoard.name, LetterTracker.name, ConflictInbox.name].contains($0.name)
    }

    /// Opens the database, or makes it. Rows of another model version are folded anew.
    package init(
        path: String, models: [AnyReadModel] = fieldModels,
        crash: @escaping CrashHook = { _, _ in }
    ) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "field"
        database = try DatabasePool(path: path, configuration: configuration)
        self.models = models
        self.crash = crash
        // The pool sets NORMAL for WAL as it opens: a power cut could then take back an intent
        // that its author saw recorded. So it is set after opening, on the one writer.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try prepare()
    }

    package func close() throws { try database.close() }

    /// What the writer's connection says: 2 stands for FULL.
    package func synchronous() throws -> Int? {
        try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    /// One transaction, with the test's hook around its commit.
    func durably<Result>(
        _ write: DurableWrite, _ body: (Database) throws -> Result
    ) throws -> Result {
        let result = try database.write { database in
            let result = try body(database)
            try crash(write, .beforeCommit)
            return result
        }
        try crash(write, .afterCommit)
        return result
    }
}
