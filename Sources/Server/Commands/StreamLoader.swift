package import Domain
package import EventStore
import Synchronization

/// Folds streams for deciding, and remembers the folded state of recent ones: a roster of
/// thousands need not be read again for every command on it.
///
/// What is remembered may be old; the append checks the version, and a caller that loses calls
/// `forget`.
package final class StreamLoader: Sendable {
    private struct Memory {
        var snapshots: [StreamID: Snapshot] = [:]
        var order: [StreamID] = []
        var parameters = ParameterTable()
        var parametersThrough: Int64 = 0
    }

    private let log: EventLog
    private let memory = Mutex(Memory())

    /// Streams remembered; the one that was first remembered goes first.
    static let capacity = 512

    package init(log: EventLog) { self.log = log }

    /// The streams as they are now; new ones at version 0.
    package func load(_ wanted: [StreamID]) async throws -> [StreamID: Snapshot] {
        var snapshots = memory.withLock { memory in
            Dictionary(wanted.map { ($0, memory.snapshots[$0] ?? Snapshot($0.kind)) }) { one, _ in
                one
            }
        }
        for (stream, events) in try await log.load(after: snapshots.mapValues(\.version)) {
            for event in events { snapshots[stream]?.take(BureauEvent.decode(event).event) }
        }
        remember(snapshots)
        return snapshots
    }

    /// Every dated parameter and the epoch's state, up to date with the log.
    package func parameters() async throws -> ParameterTable {
        let (start, table) = memory.withLock { ($0.parametersThrough, $0.parameters) }
        let head = try await log.head().position
        if head == start { return table }
        var (through, parameters) = (start, table)
        while through < head {
            let events = try await log.read(
                after: through, through: head, kinds: [.parameter, .epoch], limit: ReadLimits.batch)
            for stored in events {
                let recorded = BureauEvent.decode(stored)
                if case .parameter(let event) = recorded.event { parameters.take(event) }
                if case .epoch(let event) = recorded.event { parameters.take(event) }
                through = recorded.position
            }
            if events.count < ReadLimits.batch { through = head }
        }
        memory.withLock { memory in
            guard memory.parametersThrough < through else { return }
            memory.parameters = parameters
            memory.parametersThrough = through
        }
        return parameters
    }

    /// Folds what was just appended into what is remembered.
    func took(_ decision: Bureau.Decision, _ versions: [StreamID: Int], _ known: Bureau.Known) {
        var fresh: [StreamID: Snapshot] = [:]
        for write in decision.writes {
            guard var snapshot = known[write.stream] else { continue }
            for event in write.events { snapshot.take(event) }
            if snapshot.version == versions[write.stream] { fresh[write.stream] = snapshot }
        }
        remember(fresh)
    }

    /// Drops what turned out to be old.
    func forget(_ streams: [StreamID]) {
        memory.withLock { memory in
            for stream in streams { memory.snapshots[stream] = nil }
            memory.order.removeAll { streams.contains($0) }
        }
    }

    private func remember(_ fresh: [StreamID: Snapshot]) {
        memory.withLock { memory in
            for (stream, snapshot) in fresh where snapshot.version > 0 {
                if let old = memory.snapshots[stream], old.version > snapshot.version { continue }
                if memory.snapshots.updateValue(snapshot, forKey: stream) == nil {
                    memory.order.append(stream)
                }
            }
            while memory.order.count > StreamLoader.capacity {
                memory.snapshots[memory.order.removeFirst()] = nil
            }
        }
    }
}
