import Domain
import EventStore
import TestKit
import Testing

@Suite struct GuardTests {
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
                #expect(successes(ends).count == 1)
            }
        }
    }

    @Test func `a ring of guards in one wave lets through exactly every second`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log async throws in
            try await log.append(request(write(task("z"))))
            let gate = try Gate(url)
            // Each guards the stream that the one before it writes.
            let ring = (0..<9).map { n in
                request(
                    write(task(Text("r\(n)")), .version(0)),
                    guards: [StreamGuard(task(Text("r\((n + 8) % 9)")), version: 0)])
            }
            let tasks = await Callers().ask(log, [request(write(task("z")))] + ring)
            try await gate.isReached()
            try gate.open()
            let ends = await tasks.ends().dropFirst()
            let passed = ends.map { end in successes([end]).count == 1 }
            #expect(passed == [true, false, true, false, true, false, true, false, true])
        }
    }

    @Test func `any number may guard the same version`() async throws {
        try await withLog { log async throws in
            try await log.append(request(write(task("fund"), .version(0))))
            let ends = await race(
                [log],
                (0..<30).map {
                    request(
                        write(task(Text("t\($0)")), .version(0)),
                        guards: [StreamGuard(task("fund"), version: 1)])
                })
            #expect(successes(ends).count == 30)
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

    @Test func `a guard of version 0 says that the stream is not there`() async throws {
        try await withLog { log async throws in
            let absent = [StreamGuard(task("b"), version: 0)]
            try await log.append(request(write(task("a")), guards: absent))
            try await log.append(request(write(task("b"))))
            let since = try await log.load(task("b"))
            #expect(
                await refusal(log, request(write(task("a")), guards: absent))
                    == .conflicts([
                        StreamConflict(stream: task("b"), expected: 0, actual: 1, since: since)
                    ]))
            #expect(
                await refusal(
                    log, request(write(task("a")), guards: [StreamGuard(task("c"), version: 1)]))
                    == .conflicts([
                        StreamConflict(stream: task("c"), expected: 1, actual: 0, since: [])
                    ]))
            #expect(try await log.head().position == 2)
        }
    }
}
