import Domain
import EventStore
import TestKit
import Testing

/// The same request again: what an idempotency key promises.
@Suite struct ReplayTests {
    private func replayed(_ first: Appended) -> Appended {
        var again = first
        again.duplicate = true
        return again
    }

    @Test func `the same key and command again is a duplicate with the same positions`()
        async throws
    {
        try await withLog { log async throws in
            let once = request(
                write(task("a"), .version(0), events: 2), write(task("b"), .any), id: "key")
            let first = try await log.append(once)
            #expect(first.versions == [task("a"): 2, task("b"): 1])
            try await log.append(request(write(task("a"))))
            try await log.append(request(write(task("b"))))
            for _ in 0..<3 { #expect(try await log.append(once) == replayed(first)) }
            #expect(try await log.head().position == 5)
            #expect(
                try await log.requestOutcome(actor: clerk, id: "key")
                    == RequestRecord(
                        command: CommandDigest([1]), first: 1, last: 3, recordedAt: first.recordedAt
                    ))
        }
    }

    @Test func `a duplicate is known before versions, guards, claims and intakes are looked at`()
        async throws
    {
        try await withLog { log async throws in
            let claim = Claim("letter/2025/1")
            let once = request(
                write(task("a"), .version(0)), id: "key",
                guards: [StreamGuard(task("g"), version: 0)],
                claims: [ClaimEdit(.take(claim), holder: task("a"))],
                intake: Intake(
                    device: "laptop", n: 1, previousHash: [], hash: [1], verdict: Array("1".utf8)))
            let first = try await log.append(once)
            try await log.append(
                request(
                    write(task("a")), write(task("b")), write(task("g")),
                    claims: [
                        ClaimEdit(.release(claim), holder: task("a")),
                        ClaimEdit(.take(claim), holder: task("b")),
                    ]))
            #expect(try await log.append(once) == replayed(first))
            #expect(try await log.holders(of: [claim]) == [claim: task("b")])
        }
    }

    @Test func `another command under a key that is bound is refused, whatever it holds`()
        async throws
    {
        try await withLog { log async throws in
            try await log.append(request(write(task("a"), .version(0)), id: "key", hash: 1))
            for altered in [
                request(write(task("a"), .version(0)), id: "key", hash: 2),
                request(write(task("b"), .version(0)), id: "key", hash: 2),
                request(write(task("a"), .version(9)), id: "key", hash: 0),
            ] {
                #expect(await refusal(log, altered) == .keyReused)
            }
            let longer = AppendRequest(
                id: "key", actor: clerk, commandHash: [1, 0], writes: [write(task("b"))])
            #expect(await refusal(log, longer) == .keyReused)
            #expect(try await log.head().position == 1)
        }
    }

    @Test func `a key is bound to the command, so more or fewer events of it change nothing`()
        async throws
    {
        try await withLog { log async throws in
            let first = try await log.append(
                request(write(task("a"), .version(0), events: 3), id: "key"))
            let fewer = request(write(task("a"), .version(0), events: 1), id: "key")
            let more = request(
                write(task("a"), .version(0), events: 5), write(task("b"), .any), id: "key")
            #expect(try await log.append(fewer) == replayed(first))
            #expect(try await log.append(more) == replayed(first))
            #expect(try await log.stream(task("b")) == nil)
            #expect(try await log.head().position == 3)
        }
    }

    @Test func `the same events under another key are another request`() async throws {
        try await withLog { log async throws in
            let events = write(task("a"), .any, events: 2)
            let first = try await log.append(request(events, id: "key"))
            let second = try await log.append(request(events, id: "another"))
            #expect([first.first, first.last] == [1, 2])
            #expect([second.first, second.last] == [3, 4])
            #expect(second.versions == [task("a"): 4])
            #expect(!second.duplicate)
            let ids = try await log.load(task("a")).map { $0.envelope.id }
            #expect(Set(ids).count == 4)
        }
    }

    @Test func `a key belongs to its actor`() async throws {
        try await withLog { log async throws in
            let first = try await log.append(request(write(task("a")), id: "key", hash: 1))
            let second = try await log.append(
                AppendRequest(
                    id: "key", actor: "another", commandHash: [2], writes: [write(task("a"))]))
            #expect([first.last, second.last] == [1, 2])
            #expect([first.duplicate, second.duplicate] == [false, false])
            #expect(try await log.requestOutcome(actor: clerk, id: "key")?.last == 1)
            #expect(try await log.requestOutcome(actor: "another", id: "key")?.last == 2)
            #expect(try await log.requestOutcome(actor: "third", id: "key") == nil)
        }
    }

    @Test func `a request sent again while the first is under way happens once`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log async throws in
            try await withLog(url) { other in
                try await log.append(request(write(task("z"))))
                try await other.append(request(write(task("z"))))
                let gate = try Gate(url)
                let once = request(write(task("a"), .version(0), events: 2), id: "key")
                let altered = request(write(task("b")), id: "key", hash: 9)
                let here = await Callers().ask(log, [once, once, altered, once])
                let there = await Callers().ask(other, [once, once])
                try await gate.isReached()
                try gate.open()
                let ends = await here.ends() + there.ends()
                #expect(
                    successes(ends).map { [$0.first, $0.last] } == [
                        [3, 4], [3, 4], [3, 4], [3, 4], [3, 4],
                    ])
                #expect(successes(ends).count { !$0.duplicate } == 1)
                #expect(refusals(ends) == [.keyReused])
                #expect(try await log.head().position == 4)
            }
        }
    }

    @Test func `one key sent many times at once, on two servers, happens once`() async throws {
        try await withTwoServers { logs async throws in
            let once = request(write(task("a"), .version(0)), id: "key")
            let ends = await race(logs, (0..<30).map { _ in once })
            #expect(successes(ends).count == 30)
            #expect(successes(ends).count { !$0.duplicate } == 1)
            #expect(try await logs[0].head().position == 1)
        }
    }

    @Test func `an outcome that did not append binds nothing`() async throws {
        try await withLog { log async throws in
            let claim = Claim("letter/2025/1")
            try await log.append(
                request(
                    write(task("a"), .version(0)),
                    claims: [ClaimEdit(.take(claim), holder: task("a"))]))
            let stale = request(write(task("a"), .version(0)), id: "stale")
            let claimed = request(
                write(task("b")), id: "claimed",
                claims: [ClaimEdit(.take(claim), holder: task("b"))])
            let early = request(
                write(task("b")), id: "early",
                intake: Intake(
                    device: "laptop", n: 2, previousHash: [], hash: [2], verdict: Array("1".utf8)))
            let refused: [(Text, AppendRequest)] = [
                ("stale", stale), ("claimed", claimed), ("early", early),
            ]
            for (id, request) in refused {
                #expect(await refusal(log, request) != nil)
                #expect(await refusal(log, request) == (await refusal(log, request)))
                #expect(try await log.requestOutcome(actor: clerk, id: id) == nil)
            }
            for key in ["stale", "claimed", "early"] as [Text] {
                let fresh = try await log.append(
                    request(write(task("c")), id: key, hash: 7))
                #expect(!fresh.duplicate)
            }
            #expect(await refusal(log, stale) == .keyReused)
            #expect(try await log.load(task("c")).count == 3)
        }
    }
}
