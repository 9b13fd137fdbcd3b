import Domain
import EventStore
import TestKit
import Testing

@Suite struct RaceTests {
    /// Sends all at once and gives their ends in the order of the requests.
    private func race(
        _ logs: [EventLog], _ requests: [AppendRequest]
    ) async -> [Result<Appended, AppendError>] {
        await withTaskGroup(of: (Int, Result<Appended, AppendError>).self) { group in
            for (index, request) in requests.enumerated() {
                let log = logs[index % logs.count]
                group.addTask { (index, await outcome(log, request)) }
            }
            var ends: [Int: Result<Appended, AppendError>] = [:]
            for await (index, end) in group { ends[index] = end }
            return requests.indices.compactMap { ends[$0] }
        }
    }

    private func happened(_ ends: [Result<Appended, AppendError>]) -> Int {
        successes(ends).count
    }

    /// Two servers on one database: the queue of neither can see the other's requests.
    private func withTwoServers(_ body: ([EventLog]) async throws -> Void) async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { first in
            try await withLog(url) { second in try await body([first, second]) }
        }
    }

    @Test func `of many that expect a new stream one wins, on two servers too`() async throws {
        try await withTwoServers { logs async throws in
            let ends = await race(
                logs, (0..<40).map { _ in request(write(task("a"), .version(0))) })
            #expect(happened(ends) == 1)
            #expect(try await logs[0].head().position == 1)
            for case .failure(let error) in ends {
                guard case .conflicts(let conflicts) = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(conflicts.map { $0.actual } == [1])
                #expect(conflicts.map { $0.since.map { $0.envelope.version } } == [[1]])
            }
        }
    }

    @Test func `of many that expect version 3 one wins`() async throws {
        try await withTwoServers { logs async throws in
            try await logs[0].append(request(write(task("a"), .version(0), events: 3)))
            let ends = await race(
                logs, (0..<40).map { _ in request(write(task("a"), .version(3))) })
            #expect(happened(ends) == 1)
            #expect(try await logs[0].stream(task("a"))?.version == 4)
        }
    }

    @Test func `all that expect any version happen, one after the other`() async throws {
        try await withTwoServers { logs async throws in
            let ends = await race(logs, (0..<60).map { _ in request(write(task("a"), .any)) })
            #expect(happened(ends) == 60)
            let versions = successes(ends).compactMap { $0.versions[task("a")] }
            #expect(versions.sorted() == Array(1...60))
            let stored = try await logs[0].load(task("a"))
            #expect(stored.map { $0.envelope.version } == Array(1...60))
            #expect(stored.map { $0.envelope.position } == (1...60).map { Int64($0) })
        }
    }

    @Test func `one key sent many times at once happens once`() async throws {
        try await withTwoServers { logs async throws in
            let once = request(write(task("a"), .version(0)), id: "key")
            let ends = await race(logs, (0..<30).map { _ in once })
            #expect(happened(ends) == 30)
            #expect(successes(ends).count { !$0.duplicate } == 1)
            #expect(try await logs[0].head().position == 1)
        }
    }

    @Test func `two requests that guard what the other writes never both pass`() async throws {
        try await withTwoServers { logs async throws in
            for round in 0..<25 {
                let (x, y) = (task(Text("x\(round)")), task(Text("y\(round)")))
                let ends = await race(
                    logs,
                    [
                        request(write(x, .version(0)), guards: [StreamGuard(y, version: 0)]),
                        request(write(y, .version(0)), guards: [StreamGuard(x, version: 0)]),
                    ])
                #expect(happened(ends) == 1)
            }
        }
    }

    @Test func `any number may guard the same version`() async throws {
        try await withLog { log in
            try await log.append(request(write(task("fund"), .version(0))))
            let ends = await race(
                [log],
                (0..<30).map {
                    request(
                        write(task(Text("t\($0)")), .version(0)),
                        guards: [StreamGuard(task("fund"), version: 1)])
                })
            #expect(happened(ends) == 30)
            let stale = request(
                write(task("late"), .version(0)), guards: [StreamGuard(task("fund"), version: 0)])
            let since = try await log.load(task("fund"))
            #expect(
                await refusal(log, stale)
                    == .conflicts([
                        StreamConflict(stream: task("fund"), expected: 0, actual: 1, since: since)
                    ]))
        }
    }

    @Test func `of many that take one claim one gets it, and the others learn who`() async throws {
        try await withTwoServers { logs async throws in
            let claim = Claim("payment/direct/p-1/2025-01")
            let requests = (0..<30).map { n in
                let stream = task(Text("t\(n)"))
                return request(
                    write(stream, .version(0)), claims: [ClaimEdit(.take(claim), holder: stream)])
            }
            let ends = await race(logs, requests)
            #expect(happened(ends) == 1)
            let holders = try await logs[0].holders(of: [claim])
            let holder = try #require(holders[claim])
            for case .failure(let error) in ends {
                #expect(error == .claimed([ClaimHolder(claim: claim, stream: holder)]))
            }
            #expect(try await logs[0].head().position == 1)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `ten writers leave no gap, and four readers see every position in order`() async throws {
        try await withTwoServers { logs async throws in
            let (writers, requests) = (10, 200)
            let total = Int64(writers * requests * 10)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reader in 0..<4 {
                    let log = logs[reader % 2]
                    group.addTask {
                        var seen: Int64 = 0
                        for try await batch in log.subscribe(after: 0, batch: 300) {
                            for event in batch.events {
                                #expect(event.envelope.position == seen + 1)
                                seen = event.envelope.position
                            }
                            if seen == total { return }
                        }
                    }
                }
                for writer in 0..<writers {
                    let log = logs[writer % 2]
                    group.addTask {
                        for n in 0..<requests {
                            let stream = task(Text("w\(writer)-\(n % 20)"))
                            try await log.append(request(write(stream, .any, events: 10)))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await logs[0].head().position == total)
            #expect(try await logs[0].verify().isSound)
        }
    }
}
