import Domain
import Synchronization

extension Projector {
    /// Folds the whole log into a shadow table and swaps it in; readers see old rows till then.
    /// `progress` is told 0...1.
    ///
    /// Memory: all rows of the model. A second rebuild of the same model at once is refused.
    package func rebuild(
        _ name: String, progress report: (@Sendable (Double) -> Void)? = nil
    ) async throws {
        let model = try store.model(name)
        guard !store.foreign.contains(name) else {
            throw EventStoreError.stopped("a newer server has built \(name)")
        }
        let store = store
        let tell: @Sendable (Double) -> Void = { [self] share in
            progress.withLock { $0[name, default: Progress()].rebuilding = share }
            report?(share)
        }
        defer { progress.withLock { $0[name, default: Progress()].rebuilding = nil } }
        tell(0)
        let fold = try await OwnThread.run("rebuild") {
            do {
                let connection = try Connection(
                    store.log.configuration.url, role: Migrator.owner)
                connection.statementMs = 60_000
                return try Rebuild(store: store, model: model, connection: connection).run(tell)
            } catch let error as PostgresError {
                throw error.asStoreError
            }
        }
        update(name, fold.position, parked: fold.parked)
    }
}

/// One rebuild: fold in memory, fill the shadow, catch up under the checkpoint's lock, swap.
private struct Rebuild {
    let store: ReadModelStore
    let model: AnyReadModel
    let connection: Connection

    private var logID: Int16 { store.log.logID }
    private var table: ReadModelTable { ReadModelTable(model: model) }
    private var shadow: String { "headwater.\(table.shadow(logID))" }

    func run(_ tell: (Double) -> Void) throws -> RowFold {
        let lock = "hashtext('rebuild \(table.partition(logID))')"
        let locked = try connection.query("SELECT pg_try_advisory_lock(\(lock))").boolean(0, 0)
        guard locked else {
            throw EventStoreError.stopped("\(model.name) is being rebuilt already")
        }
        var fold = RowFold(model, position: 0)
        let head = try LogHead.read(logID: logID, connection).position
        try advance(&fold, to: head, tell)
        try connection.run(table.createShadow(logID))
        try Projection.write(fold, table, shadow, logID: logID, connection)
        // What came meanwhile; the last bit with the checkpoint locked, so that it is very short.
        fold.forgetTouched()
        try advance(&fold, to: LogHead.read(logID: logID, connection).position) { _ in }
        try connection.transaction { connection in
            try connection.query(
                """
                SELECT position FROM headwater.checkpoints
                WHERE log_id = $1 AND model = $2 FOR UPDATE
                """, [.int2(logID), .text(model.name)])
            try advance(&fold, to: LogHead.read(logID: logID, connection).position) { _ in }
            try Projection.write(fold, table, shadow, logID: logID, connection)
            try connection.run(table.swap(logID))
            try connection.query(
                """
                UPDATE headwater.checkpoints SET position = $3, version = $4, parked = $5
                WHERE log_id = $1 AND model = $2
                """,
                [
                    .int2(logID), .text(model.name), .int8(fold.position),
                    .int4(Int32(model.version)), .text(fold.parked.map { Text($0) }),
                ])
        }
        tell(1)
        return fold
    }

    private func advance(
        _ fold: inout RowFold, to head: Int64, _ tell: (Double) -> Void
    ) throws {
        while fold.position < head, fold.parked == nil {
            let batch = try RawEvent.batch(
                after: fold.position, through: head, limit: 5_000, logID: logID, connection)
            guard !batch.isEmpty else { return }
            for event in batch { fold.add(DecodedEvent(event, store.decode)) }
            tell(Double(fold.position) / Double(max(1, head)))
        }
    }
}
