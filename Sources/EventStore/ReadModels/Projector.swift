import Domain
import Logging
import Metrics
import Synchronization

/// Keeps the rows of every read model up to the log's head.
///
/// The checkpoint rows are locked first, so any number of servers may run one: each event is
/// folded once, whoever comes first.
package final class Projector: Sendable {
    struct Progress {
        var position: Int64 = 0
        var parked: String?
        var rebuilding: Double?
    }

    package let store: ReadModelStore
    let progress: Mutex<[String: Progress]>
    /// By model: announces how far its rows have come.
    let signals: [String: HeadSignal]

    static let batchSize = 2_000

    package init(_ store: ReadModelStore) {
        self.store = store
        var progress: [String: Progress] = [:]
        var signals: [String: HeadSignal] = [:]
        for model in store.models {
            let isForeign = store.foreign.contains(model.name)
            progress[model.name] = Progress(
                parked: isForeign ? "a newer server has built this model" : nil)
            signals[model.name] = HeadSignal()
        }
        self.progress = Mutex(progress)
        self.signals = signals
    }

    /// Runs until its task is cancelled. Connections come and go; it goes on.
    package func run() async throws {
        var waitMs: Int64 = 50
        while true {
            do {
                try await unparkAndLoad()
                while true {
                    try await store.log.signal.wait(past: reached)
                    try await step()
                    waitMs = 50
                }
            } catch let error as EventStoreError where error.isPassing {
                store.log.configuration.logger.warning("projection waits: \(error)")
                try await Task.sleep(for: .milliseconds(waitMs))
                waitMs = min(waitMs * 2, 2_000)
            }
        }
    }

    /// Folds what there is up to the present head, then returns; for loading and tests.
    package func catchUp() async throws {
        try await unparkAndLoad()
        let head = try await store.log.head().position
        while reached < head { try await step() }
    }

    package func status() -> [ReadModelStatus] {
        let progress = progress.withLock { $0 }
        return store.models.map { model in
            let known = progress[model.name] ?? Progress()
            return ReadModelStatus(
                name: model.name, version: model.version, position: known.position,
                parked: known.parked, rebuilding: known.rebuilding)
        }
    }

    /// Waits until the rows of the model called `name` show `minPosition`; a parked model answers
    /// at once.
    package func wait(
        for minPosition: Int64, model name: String, atMostMs: Int64 = 2_000
    ) async throws -> ReadModelWait {
        guard let signal = signals[name] else { throw EventStoreError.unknownModel(name) }
        if let known = answer(minPosition, name) { return known }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await signal.wait(past: minPosition - 1) }
            group.addTask { try await Task.sleep(for: .milliseconds(atMostMs)) }
            _ = try await group.next()
            group.cancelAll()
        }
        let position = progress.withLock { $0[name]?.position ?? 0 }
        return answer(minPosition, name) ?? .behind(position)
    }

    private func answer(_ minPosition: Int64, _ name: String) -> ReadModelWait? {
        let known = progress.withLock { $0[name] } ?? Progress()
        if known.position >= minPosition { return .reached(known.position) }
        return known.parked.map { .parked(known.position, reason: $0) }
    }

    /// How far the slowest model that runs has come; the head where all are parked, so that the
    /// next event wakes whatever a rebuild has set going again.
    private var reached: Int64 {
        let running = progress.withLock { $0.values.filter { $0.parked == nil } }
        return running.map { $0.position }.min() ?? store.log.signal.head
    }

    func update(_ name: String, _ position: Int64, parked: String?) {
        progress.withLock { progress in
            progress[name, default: Progress()].position = position
            progress[name, default: Progress()].parked = parked
        }
        Gauge(label: "headwater_read_model_lag_events", dimensions: [("model", name)])
            .record(max(0, store.log.signal.head - position))
        if let parked {
            store.log.configuration.logger.error("read model \(name) parked: \(parked)")
            signals[name]?.wakeAll()
        }
        signals[name]?.announce(position)
    }

    /// Reads the checkpoints. A model parked by an earlier run is tried again: perhaps this
    /// version understands the event.
    private func unparkAndLoad() async throws {
        let logID = store.log.logID
        let names = store.models.map { $0.name }.filter { !store.foreign.contains($0) }
        let positions = try await store.log.read { connection in
            let rows = try connection.query(
                """
                SELECT model, position FROM headwater.checkpoints
                WHERE log_id = $1 AND model = ANY ($2) ORDER BY model
                """, [.int2(logID), .texts(names.map { Text($0) })])
            return try (0..<rows.count).map {
                (try rows.text($0, 0).string, try rows.int64($0, 1))
            }
        }
        for (name, position) in positions { update(name, position, parked: nil) }
    }

    /// Folds the next batch into every model that is not past it.
    private func step() async throws {
        let after = reached
        let raw = try await store.log.batch(
            after: after, through: .max, limit: Projector.batchSize)
        guard let last = raw.last else { return }
        let decode = store.decode
        let events = raw.map { DecodedEvent($0, decode) }
        let running = progress.withLock { progress in
            store.models.filter { model in
                let known = progress[model.name] ?? Progress()
                return known.parked == nil && known.position < last.position
            }
        }
        guard !running.isEmpty else { return }
        do {
            try await apply(events, to: running)
        } catch let error as EventStoreError where !error.isPassing {
            for model in running {
                do {
                    try await apply(events, to: [model])
                } catch let error as EventStoreError where !error.isPassing {
                    try await park(model, "events from \(after + 1): \(error)")
                }
            }
        }
    }

    private func apply(_ events: [DecodedEvent], to models: [AnyReadModel]) async throws {
        let logID = store.log.logID
        let results = try await store.log.read { connection in
            try connection.transaction { connection in
                try connection.run("SET LOCAL synchronous_commit = off")
                return try Projection(logID: logID, models: models).apply(events, connection)
            }
        }
        for result in results { update(result.name, result.position, parked: result.parked) }
    }

    private func park(_ model: AnyReadModel, _ reason: String) async throws {
        let logID = store.log.logID
        try await store.log.read { connection in
            try Projection.park(model.name, reason, logID: logID, connection)
        }
        let position = progress.withLock { $0[model.name]?.position ?? 0 }
        update(model.name, position, parked: reason)
    }
}
