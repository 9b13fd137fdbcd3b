import Domain
import EventStore

/// Callers that append one event after the other, each to a stream of its own, each waiting for
/// its answer.
struct AppendLoad {
    private let log: EventLog
    private var runs = 0

    struct Outcome {
        var perSecond: Double
        var p99Ms: Double
    }

    init(_ log: EventLog) { self.log = log }

    /// Of a hundred requests `losersPerHundred` expect a version that has passed; they are
    /// answered with the conflict, and count as requests.
    mutating func run(
        callers: Int, events: Int, losersPerHundred: Int = 0
    ) async throws -> Outcome {
        runs += 1
        let (log, run, each) = (log, runs, events / callers)
        let watch = Stopwatch()
        let waits = try await withThrowingTaskGroup(of: [Double].self) { group in
            for caller in 0..<callers {
                let stream = StreamID(.task, Text("load-\(run)-\(caller)"))
                group.addTask {
                    try await AppendLoad.append(
                        each, to: stream, log, caller: caller, losersPerHundred)
                }
            }
            var all: [Double] = []
            for try await waits in group { all += waits }
            return all
        }
        let seconds = watch.seconds
        let sorted = waits.sorted()
        return Outcome(
            perSecond: Double(sorted.count) / seconds, p99Ms: sorted[sorted.count * 99 / 100])
    }

    @concurrent
    private static func append(
        _ count: Int, to stream: StreamID, _ log: EventLog, caller: Int, _ losersPerHundred: Int
    ) async throws -> [Double] {
        var waits: [Double] = []
        waits.reserveCapacity(count)
        var version = 0
        for index in 0..<count {
            let mustLose = version > 0 && (index + caller) % 100 < losersPerHundred
            let request = Sample.request(stream, mustLose ? version - 1 : version)
            let watch = Stopwatch()
            let lost = try await loses(log, request)
            waits.append(watch.milliseconds)
            guard lost == mustLose else { throw BenchError("a request lost its version: \(lost)") }
            if !lost { version += 1 }
        }
        return waits
    }

    /// True if the request was answered with a conflict.
    private static func loses(_ log: EventLog, _ request: AppendRequest) async throws -> Bool {
        do throws(AppendError) {
            try await log.append(request)
            return false
        } catch {
            if case .conflicts = error { return true }
            throw error
        }
    }
}
