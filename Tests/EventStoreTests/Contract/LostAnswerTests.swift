import Domain
import EventStore
import TestKit
import Testing

/// The commit happened, and the answer was lost on its way: only asking again tells.
@Suite struct LostAnswerTests {
    /// A log whose connections all lead through a proxy.
    private func withProxy(
        _ change: (inout LogConfiguration) -> Void = { _ in },
        _ body: (LossyProxy, EventLog) async throws -> Void
    ) async throws {
        let url = try TestCluster.freshDatabase()
        let proxy = try LossyProxy(before: try TestCluster.running().folder)
        defer { proxy.close() }
        try await withLog(proxy.url(url), change) { log in try await body(proxy, log) }
    }

    @Test func `an append whose answer is lost has happened once, and the caller is told where`()
        async throws
    {
        try await withProxy { proxy, log async throws in
            try await log.append(request(write(task("a"), .version(0))))
            for n in 1...10 {
                proxy.loseAnswer(to: "headwater.append")
                let appended = try await log.append(
                    request(write(task("a"), .version(n)), id: Text("key-\(n)")))
                #expect(proxy.lostAnswers == n)
                #expect([appended.first, appended.last] == [Int64(n + 1), Int64(n + 1)])
                #expect(appended.versions == [task("a"): n + 1])
            }
            #expect(try await log.head().position == 11)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `a wave whose answer is lost gives every caller the end it had`() async throws {
        let url = try TestCluster.freshDatabase()
        let proxy = try LossyProxy(before: try TestCluster.running().folder)
        defer { proxy.close() }
        try await withLog(proxy.url(url)) { log in
            let claim = Claim("letter/2025/1")
            try await log.append(request(write(task("a")), id: "bound"))
            let gate = try Gate(url)
            let first = await Callers().ask(log, [request(write(task("z")))])
            try await gate.isReached()
            let rest = await Callers().ask(
                log,
                [
                    request(write(task("b"), .version(0), events: 3)),
                    request(write(task("a"), .version(0))),
                    request(write(task("c"), .any), write(task("d"), .version(0))),
                    request(write(task("e")), id: "bound", hash: 2),
                    request(write(task("f")), claims: [ClaimEdit(.take(claim), holder: task("f"))]),
                    request(write(task("b"), .version(3))),
                    request(write(task("g")), claims: [ClaimEdit(.take(claim), holder: task("g"))]),
                ])
            proxy.loseAnswer(to: "headwater.append")
            try gate.open()
            let ends = await (first + rest).ends()
            let since = try await log.load(task("a"))
            #expect(proxy.lostAnswers == 1)
            #expect(
                successes(ends).map { $0.versions } == [
                    [task("z"): 1], [task("b"): 3], [task("c"): 1, task("d"): 1], [task("f"): 1],
                    [task("b"): 4],
                ])
            #expect(
                refusals(ends) == [
                    .conflicts([
                        StreamConflict(stream: task("a"), expected: 0, actual: 1, since: since)
                    ]), .keyReused, .claimed([ClaimHolder(claim: claim, stream: task("f"))]),
                ])
            #expect(try await log.head().position == 9)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `an intake whose answer is lost is taken in once, with facts and without`()
        async throws
    {
        func intake(_ n: Int64) -> Intake {
            Intake(
                device: "laptop", n: n, previousHash: n == 1 ? [] : [UInt8(n - 1)],
                hash: [UInt8(n)], verdict: Array(#""accepted""#.utf8))
        }
        try await withProxy { proxy, log async throws in
            try await log.append(request(write(task("a")), intake: intake(1)))
            proxy.loseAnswer(to: "headwater.append")
            let facts = try await log.append(request(write(task("a")), intake: intake(2)))
            #expect([facts.first, facts.last] == [2, 2])
            proxy.loseAnswer(to: "headwater.append")
            let none = try await log.append(request(id: "no facts", intake: intake(3)))
            #expect([none.first, none.last] == [3, 2])
            #expect(proxy.lostAnswers == 2)
            let kept = try await log.intakes(device: "laptop", from: 1, limit: 10)
            #expect(
                kept.map { [$0.intake.n, $0.first, $0.last] } == [
                    [1, 1, 1], [2, 2, 2], [3, 3, 2],
                ])
        }
    }

    @Test func `an epoch whose answer is lost begins once`() async throws {
        try await withProxy { proxy, log async throws in
            try await log.append(request(write(task("a"), events: 5)))
            proxy.loseAnswer(to: "headwater.start_epoch")
            let head = try await log.startEpoch(actor: "admin")
            #expect(proxy.lostAnswers == 1)
            #expect([head.epoch, head.position] == [2, 6])
            #expect(try await log.head() == head)
            let started = try await log.events(EventFilter()).filter {
                $0.envelope.stream.kind == .epoch
            }
            #expect(started.map { $0.envelope.stream } == [StreamID(.epoch, "2")])
            #expect(started.map { $0.envelope.actor } == ["admin"])
            try await log.append(request(write(task("a"), .version(5))))
            #expect(try await log.startEpoch(actor: "admin").epoch == 3)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `a read whose answer is lost is read again`() async throws {
        try await withProxy { proxy, log async throws in
            try await log.append(request(write(task("a"), events: 5)))
            _ = try await log.load(task("a"))
            proxy.loseAnswer(to: "FROM headwater.events")
            #expect(try await log.load(task("a")).map { $0.envelope.version } == [1, 2, 3, 4, 5])
            #expect(proxy.lostAnswers == 1)
        }
    }
}
