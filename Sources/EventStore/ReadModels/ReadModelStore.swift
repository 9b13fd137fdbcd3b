package import Domain

/// The tables of the read models: one a model, `headwater.rm_<name>`.
package final class ReadModelStore: Sendable {
    package let log: EventLog
    package let models: [AnyReadModel]
    let decode: EventDecoder

    /// Makes the tables that are missing or of another model version (those are built anew).
    package static func open(
        _ log: EventLog, models: [AnyReadModel], decode: @escaping EventDecoder
    ) async throws -> ReadModelStore {
        ReadModelStore(log: log, models: models, decode: decode)
    }

    init(log: EventLog, models: [AnyReadModel], decode: @escaping EventDecoder) {
        self.log = log
        self.models = models
        self.decode = decode
    }

    package func list(
        _ model: AnyReadModel, _ query: ReadModelQuery
    ) async throws -> [ReadModelRow] { [] }
    package func get(_ model: AnyReadModel, key: Text) async throws -> ReadModelRow? { nil }

    /// The model's rows as the log knew them at `position`, ordered by key, folded in memory.
    /// `including` leaves events out (`effective`).
    ///
    /// Memory: all rows of the model at once; events pass by in batches.
    package func asOf(
        _ model: AnyReadModel, position: Int64,
        including: (@Sendable (Recorded<BureauEvent>) -> Bool)? = nil
    ) async throws -> [ReadModelRow] { [] }
}

/// Keeps the rows of every read model up to the log's head.
package final class Projector: Sendable {
    package let store: ReadModelStore

    package init(_ store: ReadModelStore) { self.store = store }

    /// Runs until its task is cancelled. Connections come and go; it goes on.
    package func run() async throws {}
    /// Folds what there is up to the present head, then returns; for loading and tests.
    package func catchUp() async throws {}
    package func status() -> [ReadModelStatus] { [] }
    /// Waits until the rows of the model called `name` show `minPosition`.
    package func wait(
        for minPosition: Int64, model name: String, atMostMs: Int64 = 2_000
    ) async throws -> ReadModelWait { .behind(0) }
    /// Folds the whole log into a shadow table and swaps it in; readers see old rows till then.
    package func rebuild(
        _ name: String, progress: (@Sendable (Double) -> Void)? = nil
    ) async throws {}
}
