package import Domain
package import EventStore

/// Reads lists: the stored rows of now, or rows folded for a past moment.
package struct ListService: Sendable {
    package let store: ReadModelStore
    package let projector: Projector
    private let folds = Gate(
        atOnce: HTTPLimits.foldsAtOnce, waiting: HTTPLimits.foldsWaiting)

    package init(store: ReadModelStore, projector: Projector) {
        self.store = store
        self.projector = projector
    }

    package struct Page: Sendable {
        package var rows: [ReadModelRow]
        package var nextCursor: String?
        package var position: Int64
    }

    package func page(_ source: ListSource, _ query: ListQuery) async throws -> Page {
        if let minPosition = query.minPosition { try await wait(for: minPosition, source.model) }
        let position: Int64
        var rows: [ReadModelRow]
        if query.moment != nil || query.effective != nil {
            position = try await self.position(query.moment)
            rows = ListPage.cut(
                try await folded(source, at: position, effective: query.effective), source,
                query.stored)
        } else {
            // Read before the rows: they show at least this.
            position = self.position(of: source.model)
            rows = try await store.list(source.model, query.stored)
        }
        var nextCursor: String?
        if rows.count > query.limit {
            rows.removeLast(rows.count - query.limit)
            nextCursor = rows.last.map {
                ListCursor.encode(
                    after: $0, of: source.model.name, sort: query.sort,
                    descending: query.descending)
            }
        }
        return Page(rows: rows, nextCursor: nextCursor, position: position)
    }

    /// One row, with the version of the stream that it shows.
    package func one(
        _ source: ListSource, _ id: Text, moment: PastMoment?, effective: Day?, minPosition: Int64?
    ) async throws -> (row: ReadModelRow, version: Int, position: Int64)? {
        if let minPosition { try await wait(for: minPosition, source.model) }
        if moment != nil || effective != nil {
            let position = try await self.position(moment)
            let rows = try await folded(source, at: position, effective: effective)
            return rows.first { $0.key == id }.map { ($0, $0.version, position) }
        }
        let position = self.position(of: source.model)
        guard let row = try await store.get(source.model, key: id) else { return nil }
        // Events that say nothing to this model raise the stream's version all the same; those
        // that the model has not come to yet must not, or a caller would overwrite them unseen.
        let stream = StreamID(source.kind, id)
        let later = try await store.log.load(stream, after: row.version, limit: 100)
        let seen = later.filter { $0.envelope.position <= max(position, row.position) }
        return (row, row.version + seen.count, max(position, row.position))
    }

    /// The position that a moment stands for; now, for nil. A position that the log does not have
    /// yet is refused: an answer for it would change later.
    package func position(_ moment: PastMoment?) async throws -> Int64 {
        switch moment {
        case .position(let position):
            let head = try await store.log.head()
            guard position <= head.position else { throw Problem.query("asOf", .outOfRange) }
            return position
        case .time(let instant): return try await store.log.position(at: instant)
        case nil: return try await store.log.head().position
        }
    }

    package func wait(for minPosition: Int64, _ model: AnyReadModel) async throws {
        let outcome = try await projector.wait(
            for: minPosition, model: model.name, atMostMs: HTTPLimits.waitMs)
        switch outcome {
        case .reached: return
        case .behind(let position): throw Problem.behind(position: position, parked: false)
        case .parked(let position, _): throw Problem.behind(position: position, parked: true)
        }
    }

    private func position(of model: AnyReadModel) -> Int64 {
        projector.status().first { $0.name == model.name }?.position ?? 0
    }

    private func folded(
        _ source: ListSource, at position: Int64, effective: Day?
    ) async throws -> [ReadModelRow] {
        try await folds.run { [store] in
            guard let effective else {
                return try await store.asOf(source.model, position: position)
            }
            return try await store.asOf(source.model, position: position) { recorded in
                recorded.effectiveDay <= effective
            }
        }
    }
}
