import Domain
import EventStore
import Synchronization
import TestKit
import Testing

let clerk: Text = "clerk"
let monday = Day(number: 20_249)

func task(_ id: Text) -> StreamID { StreamID(.task, id) }

func event(_ type: Text = "NoteAdded", payload: String = #"{"text":"汛前检查"}"#) -> NewEvent {
    NewEvent(
        type: type, schema: 1, occurredOn: monday, payload: Array(payload.utf8))
}

func write(
    _ stream: StreamID, _ expected: ExpectedVersion = .any, events count: Int = 1
) -> StreamWrite {
    StreamWrite(stream, part: "town-1", expecting: expected, (0..<count).map { _ in event() })
}

func request(
    _ writes: StreamWrite..., id: Text? = nil, hash: UInt8 = 1, guards: [StreamGuard] = [],
    claims: [ClaimEdit] = [], intake: Intake? = nil
) -> AppendRequest {
    AppendRequest(
        id: id, actor: clerk, commandHash: [hash], writes: writes, guards: guards, claims: claims,
        intake: intake)
}

/// A log in a database of its own, closed after `body`.
@discardableResult
func withLog<Result>(
    _ change: (inout LogConfiguration) -> Void = { _ in },
    _ body: (EventLog) async throws -> Result
) async throws -> Result {
    let url = try TestCluster.freshDatabase()
    return try await withLog(url, change, body)
}

@discardableResult
func withLog<Result>(
    _ url: String, _ change: (inout LogConfiguration) -> Void = { _ in },
    _ body: (EventLog) async throws -> Result
) async throws -> Result {
    var configuration = LogConfiguration(url: url, readers: 2)
    change(&configuration)
    let log = try await EventLog.open(configuration, logName: "bureau")
    do {
        let result = try await body(log)
        await log.close()
        return result
    } catch {
        await log.close()
        throw error
    }
}

/// What an append ended with, as a value to compare.
func outcome(_ log: EventLog, _ request: AppendRequest) async -> Result<Appended, AppendError> {
    do throws(AppendError) {
        return .success(try await log.append(request))
    } catch {
        return .failure(error)
    }
}

func refusal(_ log: EventLog, _ request: AppendRequest) async -> AppendError? {
    switch await outcome(log, request) {
    case .success: nil
    case .failure(let error): error
    }
}

/// Those that happened, in order.
func successes(_ ends: [Result<Appended, AppendError>]) -> [Appended] {
    ends.compactMap { end in
        switch end {
        case .success(let appended): appended
        case .failure: nil
        }
    }
}
