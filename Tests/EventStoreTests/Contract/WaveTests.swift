import Domain
import EventStore
import TestKit
import Testing

/// What happens to requests that travel together.
@Suite struct WaveTests {
    /// The ends of `requests`, which were queued in this order behind a wave that waits.
    private func ends(
        _ log: EventLog, _ url: String, _ requests: [AppendRequest]
    ) async throws -> [Callers.End] {
        let gate = try Gate(url)
        let first = await Callers().ask(log, [request(write(task("first")))])
        try await gate.isReached()
        let queued = await Callers().ask(log, requests)
        try gate.open()
        _ = await first.ends()
        return await queued.ends()
    }

    private func happened(_ ends: [Callers.End]) -> [Bool] {
        ends.map { successes([$0]).count == 1 }
    }

    @Test func `every kind of end in one wave, each for its own request`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            let claim = Claim("letter/2025/1")
            let first = try await log.append(
                request(
                    write(task("a"), .version(0), events: 2), id: "bound",
                    claims: [ClaimEdit(.take(claim), holder: task("a"))]))
            let bound = request(write(task("b")), id: "bound", hash: 2)
            let intake = Intake(
                device: "laptop", n: 2, previousHash: [], hash: [2], verdict: Array("1".utf8))
            let ends = try await ends(
                log, url,
                [
                    request(write(task("c"), .version(0), events: 3)),
                    request(write(task("a"), .version(0), events: 2), id: "bound"),
                    bound,
                    request(write(task("d"), .version(1))),
                    request(
                        write(task("e")), claims: [ClaimEdit(.take(claim), holder: task("e"))]),
                    request(write(task("f")), intake: intake),
                    request(write(task("g")), guards: [StreamGuard(task("a"), version: 1)]),
                    request(
                        StreamWrite(task("h"), part: "", expecting: .any, [event(payload: "{")])),
                    request(write(task("i"), .any, events: 2)),
                ])
            let since = try await log.load(task("a"), after: 1)
            #expect(
                successes(ends).map { [$0.first, $0.last] } == [[4, 6], [1, 2], [7, 8]])
            #expect(successes(ends).map { $0.duplicate } == [false, true, false])
            #expect(successes(ends)[1].recordedAt == first.recordedAt)
            let refused = refusals(ends)
            #expect(
                Array(refused.prefix(5)) == [
                    .keyReused,
                    .conflicts([
                        StreamConflict(stream: task("d"), expected: 1, actual: 0, since: [])
                    ]), .claimed([ClaimHolder(claim: claim, stream: task("a"))]),
                    .intakeOutOfOrder(expected: 1, hash: []),
                    .conflicts([
                        StreamConflict(stream: task("a"), expected: 1, actual: 2, since: since)
                    ]),
                ])
            guard case .invalid? = refused.last, refused.count == 6 else {
                Issue.record("\(refused)")
                return
            }
            #expect(try await log.head().position == 8)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `requests on one stream happen in the order of the queue, each seeing the last`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            let a = task("a")
            let ends = try await ends(
                log, url,
                [
                    request(write(a, .version(0))), request(write(a, .version(0))),
                    request(write(a, .version(1), events: 2)), request(write(a, .any)),
                    request(write(a, .version(3))), request(write(a, .version(4))),
                    request(write(task("b"), .version(0)), guards: [StreamGuard(a, version: 5)]),
                    request(write(a, .any)),
                    request(write(task("c"), .version(0)), guards: [StreamGuard(a, version: 5)]),
                ])
            #expect(
                happened(ends) == [true, false, true, true, false, true, true, true, false])
            #expect(
                successes(ends).compactMap { $0.versions[a] } == [1, 3, 4, 5, 6])
            #expect(
                refusals(ends).map { error in
                    guard case .conflicts(let conflicts) = error else { return [] }
                    return conflicts.map { [$0.expected, $0.actual, $0.since.count] }
                } == [[[0, 1, 1]], [[3, 4, 1]], [[5, 6, 1]]])
        }
    }

    @Test func `intents of one device in one wave are taken in one after the other`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            func intake(_ n: Int64, after previous: UInt8) -> AppendRequest {
                request(
                    write(task(Text("t\(n)-\(previous)"))),
                    intake: Intake(
                        device: "laptop", n: n, previousHash: [previous], hash: [UInt8(n)],
                        verdict: Array("1".utf8)))
            }
            let ends = try await ends(
                log, url,
                [
                    intake(1, after: 0), intake(3, after: 2), intake(2, after: 1),
                    intake(2, after: 1), intake(3, after: 9), intake(3, after: 2),
                ])
            #expect(happened(ends) == [true, false, true, false, false, true])
            #expect(
                refusals(ends) == [
                    .intakeOutOfOrder(expected: 2, hash: [1]),
                    .intakeOutOfOrder(expected: 3, hash: [2]),
                    .intakeOutOfOrder(expected: 3, hash: [2]),
                ])
            let kept = try await log.intakes(device: "laptop", from: 1, limit: 10)
            #expect(kept.map { $0.intake.n } == [1, 2, 3])
        }
    }

    @Test func `a large request among small ones keeps its place`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            let count = AppendLimits.largeRequest + 1
            let ends = try await ends(
                log, url,
                [
                    request(write(task("a"), .version(0))),
                    request(write(task("a"), .version(1), events: count)),
                    request(write(task("a"), .version(1 + count))),
                    request(write(task("a"), .version(1))),
                ])
            #expect(happened(ends) == [true, true, true, false])
            #expect(successes(ends).map { $0.last - $0.first + 1 } == [1, Int64(count), 1])
            #expect(try await log.stream(task("a"))?.version == count + 2)
        }
    }
}
