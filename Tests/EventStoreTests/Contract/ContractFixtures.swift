import Dispatch
import Domain
import EventStore
import Synchronization
import TestKit
import Testing

/// Runs `body`, which blocks, on a thread that no task needs.
func offPool<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
            continuation.resume(with: Swift.Result { try body() })
        }
    }
}

/// Returns once `condition` holds in the database; PostgreSQL itself looks every 2 ms, for half a
/// minute.
func until(_ condition: String, in url: String) async throws {
    try await offPool {
        try Connection(url).run(
            """
            DO $$ BEGIN
                FOR attempt IN 1..15000 LOOP
                    PERFORM pg_stat_clear_snapshot();
                    IF (\(condition)) THEN RETURN; END IF;
                    PERFORM pg_sleep(0.002);
                END LOOP;
                RAISE EXCEPTION 'waited in vain';
            END $$
            """, deadlineMs: 60_000)
    }
}

/// Holds the lock that puts appends in order, so that requests pile up behind the wave that waits.
struct Gate {
    /// A session of the log that waits for the lock.
    static let waiting = """
        EXISTS (SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock')
        """

    private let holder: Connection
    private let url: String

    init(_ url: String) throws {
        self.url = url
        holder = try Connection(url)
        try holder.run("BEGIN; SELECT headwater.lock_log(1::smallint)")
    }

    /// Returns once a wave waits for the lock.
    func isReached() async throws { try await until(Gate.waiting, in: url) }

    func open() throws { try holder.run("COMMIT") }
}

/// Callers of a log whose order in its queue is known: each asks in one step of this actor.
actor Callers {
    typealias End = Result<Appended, AppendError>

    private var asked = 0

    /// Returns once all have asked, in the order of `requests`; the tasks end with their answers.
    func ask(_ log: EventLog, _ requests: [AppendRequest]) async -> [Task<End, Never>] {
        let goal = asked + requests.count
        let tasks = requests.map { request in Task { await ask(log, request) } }
        while asked < goal { await Task.yield() }
        return tasks
    }

    private func ask(_ log: EventLog, _ request: AppendRequest) async -> End {
        asked += 1
        return await outcome(log, request)
    }
}

extension [Task<Callers.End, Never>] {
    /// The ends in the order of the requests.
    func ends() async -> [Callers.End] {
        var ends: [Callers.End] = []
        for task in self { ends.append(await task.value) }
        return ends
    }
}

/// Sends all at once, by turns to each of `logs`, and gives their ends in the order of `requests`.
func race(_ logs: [EventLog], _ requests: [AppendRequest]) async -> [Callers.End] {
    await withTaskGroup(of: (Int, Callers.End).self) { group in
        for (index, request) in requests.enumerated() {
            let log = logs[index % logs.count]
            group.addTask { (index, await outcome(log, request)) }
        }
        var ends: [Int: Callers.End] = [:]
        for await (index, end) in group { ends[index] = end }
        return requests.indices.compactMap { ends[$0] }
    }
}

/// Two servers on one database: the queue of neither can see the other's requests.
func withTwoServers(_ body: ([EventLog]) async throws -> Void) async throws {
    let url = try TestCluster.freshDatabase()
    try await withLog(url) { first in
        try await withLog(url) { second in try await body([first, second]) }
    }
}

func refusals(_ ends: [Callers.End]) -> [AppendError] {
    ends.compactMap { end in
        switch end {
        case .success: nil
        case .failure(let error): error
        }
    }
}

/// The numbers that follow from a seed, the same ones every time (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// Set once, looked at by many.
final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
