import Domain
import EventStore

/// A log as a plain value: requests happen one after the other, and nothing is ever on its way.
///
/// What the contract promises, written down without a queue, a wave or a database.
struct ReferenceLog {
    /// An event, without its place in the log: requests with nothing in common may change places.
    struct Entry: Hashable {
        var stream: StreamID
        var version: Int
        var actor: Text
        var payload: [UInt8]
    }

    struct Conflict: Hashable {
        var stream: StreamID
        var expected: Int
        var actual: Int
        var since: [Entry]
    }

    enum End: Hashable {
        case appended(versions: [StreamID: Int], count: Int)
        case duplicate(of: RequestKey, versions: [StreamID: Int], count: Int)
        case keyReused
        case intakeOutOfOrder(expected: Int64, hash: [UInt8])
        case conflicts([Conflict])
        case claimed([ClaimHolder])
    }

    private struct Bound {
        var command: CommandDigest
        var versions: [StreamID: Int]
        var count: Int
    }

    private(set) var streams: [StreamID: [Entry]] = [:]
    private(set) var claims: [Claim: StreamID] = [:]
    private(set) var intakes: [Text: [Intake]] = [:]
    private var bound: [RequestKey: Bound] = [:]

    var count: Int { streams.values.reduce(0) { $0 + $1.count } }

    func version(_ stream: StreamID) -> Int { streams[stream]?.count ?? 0 }

    mutating func append(_ request: AppendRequest) -> End {
        if let known = bound[request.key] {
            guard known.command == request.command else { return .keyReused }
            return .duplicate(of: request.key, versions: known.versions, count: known.count)
        }
        if let end = refusal(of: request.intake) { return end }
        let conflicts = conflicts(request)
        if !conflicts.isEmpty { return .conflicts(conflicts) }
        var held = claims
        let holders = ReferenceLog.edit(&held, request.claims)
        if !holders.isEmpty { return .claimed(holders) }
        claims = held
        var versions: [StreamID: Int] = [:]
        for write in request.writes {
            for event in write.events {
                let entry = Entry(
                    stream: write.stream, version: version(write.stream) + 1,
                    actor: request.actor, payload: event.payload)
                streams[write.stream, default: []].append(entry)
            }
            versions[write.stream] = version(write.stream)
        }
        if let intake = request.intake { intakes[intake.device, default: []].append(intake) }
        bound[request.key] = Bound(
            command: request.command, versions: versions, count: request.eventCount)
        return .appended(versions: versions, count: request.eventCount)
    }

    private func refusal(of intake: Intake?) -> End? {
        guard let intake else { return nil }
        let last = intakes[intake.device]?.last
        let fits =
            intake.n == (last?.n ?? 0) + 1
            && intake.previousHash == (last?.hash ?? intake.previousHash)
        return fits ? nil : .intakeOutOfOrder(expected: (last?.n ?? 0) + 1, hash: last?.hash ?? [])
    }

    private func conflicts(_ request: AppendRequest) -> [Conflict] {
        var expected = request.guards.map { ($0.stream, $0.version) }
        for write in request.writes {
            switch write.expected {
            case .version(let version): expected.append((write.stream, version))
            case .any: break
            }
        }
        return expected.filter { version($0.0) != $0.1 }.map { stream, version in
            let since = (streams[stream] ?? []).dropFirst(version).prefix(
                AppendLimits.conflictEvents)
            return Conflict(
                stream: stream, expected: version, actual: self.version(stream),
                since: Array(since))
        }.sorted { $0.stream < $1.stream }
    }

    /// Applies the edits in their order; gives those in whose way somebody stands.
    private static func edit(
        _ claims: inout [Claim: StreamID], _ edits: [ClaimEdit]
    ) -> [ClaimHolder] {
        var inTheWay: [ClaimHolder] = []
        for edit in edits {
            switch edit.change {
            case .take(let claim):
                if let holder = claims[claim], holder != edit.holder {
                    inTheWay.append(ClaimHolder(claim: claim, stream: holder))
                } else {
                    claims[claim] = edit.holder
                }
            case .release(let claim):
                if claims[claim] == edit.holder { claims[claim] = nil }
            }
        }
        return inTheWay.sorted { $0.claim < $1.claim }
    }
}
