import Domain
import EventStore
import TestKit
import Testing

@Suite struct ExpectedVersionTests {
    private func stale(_ expected: Int, _ actual: Int, since: [StoredEvent] = []) -> AppendError {
        .conflicts([
            StreamConflict(stream: task("a"), expected: expected, actual: actual, since: since)
        ])
    }

    @Test func `a stream is written at any version, at 0 where it is new, and at its own`()
        async throws
    {
        try await withLog { log async throws in
            let first = try await log.append(request(write(task("a"), .any, events: 2)))
            #expect(first.versions == [task("a"): 2])
            let exact = try await log.append(request(write(task("a"), .version(2), events: 3)))
            #expect(exact.versions == [task("a"): 5])
            let more = try await log.append(request(write(task("a"), .any)))
            #expect(more.versions == [task("a"): 6])
            let fresh = try await log.append(request(write(task("b"), .version(0))))
            #expect(fresh.versions == [task("b"): 1])
            #expect([first.last, exact.last, more.last, fresh.last] == [2, 5, 6, 7])
            let stored = try await log.load(task("a"))
            #expect(stored.map { $0.envelope.version } == [1, 2, 3, 4, 5, 6])
            #expect(stored.map { $0.envelope.position } == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test func `a version that lies behind is refused with the events since`() async throws {
        try await withLog { log async throws in
            try await log.append(request(write(task("a"), .version(0), events: 4)))
            for behind in 0..<4 {
                let since = try await log.load(task("a"), after: behind)
                #expect(since.count == 4 - behind)
                #expect(
                    await refusal(log, request(write(task("a"), .version(behind))))
                        == stale(behind, 4, since: since))
            }
            #expect(try await log.head().position == 4)
        }
    }

    @Test(arguments: [1, 5, 1_000_000, AppendLimits.version - 4])
    func `a version that lies ahead is refused, on a new stream too`(ahead: Int) async throws {
        try await withLog { log async throws in
            #expect(
                await refusal(log, request(write(task("a"), .version(ahead)))) == stale(ahead, 0))
            try await log.append(request(write(task("b"), .version(0), events: 4)))
            let error = await refusal(log, request(write(task("b"), .version(ahead + 4))))
            guard case .conflicts(let conflicts)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(conflicts.map { $0.actual } == [4])
            #expect(conflicts.map { $0.since } == [[]])
            #expect(try await log.stream(task("a")) == nil)
            #expect(try await log.head().position == 4)
        }
    }

    @Test(arguments: [
        -1, -2, Int(Int32.min), Int.min, AppendLimits.version + 1, Int(Int32.max),
        Int(UInt32.max) + 1, Int.max,
    ])
    func `a version that no stream can have makes no sense and is not asked`(version: Int)
        async throws
    {
        try await withLog { log async throws in
            #expect(
                await refusal(log, request(write(task("a"), .version(version))))
                    == .invalid("writes: task/a expects version \(version)"))
            #expect(
                await refusal(
                    log,
                    request(write(task("b")), guards: [StreamGuard(task("a"), version: version)]))
                    == .invalid("guards: task/a has version \(version)"))
            #expect(try await log.head().position == 0)
        }
    }

    @Test func `of many that expect a new stream one wins, on two servers too`() async throws {
        try await withTwoServers { logs async throws in
            let ends = await race(
                logs, (0..<64).map { _ in request(write(task("a"), .version(0))) })
            #expect(successes(ends).map { $0.versions } == [[task("a"): 1]])
            let since = try await logs[0].load(task("a"))
            #expect(since.count == 1)
            #expect(refusals(ends) == Array(repeating: stale(0, 1, since: since), count: 63))
        }
    }

    @Test func `sixteen callers race for ten versions: each version has exactly one winner`()
        async throws
    {
        try await withTwoServers { logs async throws in
            let requests = (0..<10).flatMap { version in
                (0..<16).map { _ in request(write(task("a"), .version(version))) }
            }
            var left = requests
            var winners: [Int] = []
            // Whoever expected a version that had not come yet asks again.
            while !left.isEmpty {
                let ends = await race(logs, left)
                winners += successes(ends).compactMap { $0.versions[task("a")] }
                left = zip(left, ends).compactMap { request, end in
                    guard case .failure(.conflicts(let conflicts)) = end,
                        conflicts.contains(where: { $0.actual < $0.expected })
                    else { return nil }
                    return request
                }
            }
            #expect(winners.sorted() == Array(1...10))
            #expect(try await logs[0].load(task("a")).map { $0.envelope.version } == Array(1...10))
            #expect(try await logs[0].head().position == 10)
        }
    }

    @Test func `all that expect any version happen, one after the other`() async throws {
        try await withTwoServers { logs async throws in
            let ends = await race(logs, (0..<60).map { _ in request(write(task("a"), .any)) })
            let versions = successes(ends).compactMap { $0.versions[task("a")] }
            #expect(versions.sorted() == Array(1...60))
            let stored = try await logs[0].load(task("a"))
            #expect(stored.map { $0.envelope.version } == Array(1...60))
            #expect(stored.map { $0.envelope.position } == (1...60).map { Int64($0) })
        }
    }

    @Test func `a request over several streams happens whole or not at all`() async throws {
        try await withLog { log async throws in
            try await log.append(request(write(task("a"), .version(0))))
            let since = try await log.load(task("a"))
            #expect(
                await refusal(
                    log, request(write(task("b"), .version(0)), write(task("a"), .version(0))))
                    == stale(0, 1, since: since))
            #expect(try await log.stream(task("b")) == nil)
            #expect(try await log.head().position == 1)
        }
    }

    @Test func `a conflict names every stream that moved, each with its own events, in order`()
        async throws
    {
        try await withLog { log async throws in
            try await log.append(request(write(task("c"), events: 3)))
            try await log.append(request(write(task("a"), events: 2)))
            try await log.append(request(write(task("b"), events: 1)))
            let all = try await log.load([task("a"), task("b"), task("c")])
            let error = await refusal(
                log,
                request(
                    write(task("c"), .version(1)), write(task("b"), .version(1)),
                    guards: [StreamGuard(task("a"), version: 1)]))
            #expect(
                error
                    == .conflicts([
                        StreamConflict(
                            stream: task("a"), expected: 1, actual: 2,
                            since: Array((all[task("a")] ?? []).suffix(1))),
                        StreamConflict(
                            stream: task("c"), expected: 1, actual: 3,
                            since: Array((all[task("c")] ?? []).suffix(2))),
                    ]))
        }
    }

    @Test func `a conflict brings the first hundred of the events since`() async throws {
        try await withLog { log async throws in
            try await log.append(request(write(task("a"), .version(0), events: 250)))
            for (expected, count) in [(20, 100), (149, 100), (150, 100), (151, 99), (249, 1)] {
                let since = try await log.load(task("a"), after: expected, limit: 100)
                #expect(since.count == count)
                #expect(
                    await refusal(log, request(write(task("a"), .version(expected))))
                        == stale(expected, 250, since: since))
            }
        }
    }
}
