import Domain
import EventStore
import TestKit
import Testing

@Suite struct ClaimTests {
    private let number = Claim("letter/2025/6")

    @Test func `a claim is free again after its release, in the same request too`() async throws {
        try await withLog { log async throws in
            let (a, b) = (task("a"), task("b"))
            try await log.append(
                request(write(a), claims: [ClaimEdit(.take(number), holder: a)]))
            #expect(
                await refusal(
                    log, request(write(b), claims: [ClaimEdit(.take(number), holder: b)]))
                    == .claimed([ClaimHolder(claim: number, stream: a)]))
            try await log.append(
                request(
                    write(a), write(b),
                    claims: [
                        ClaimEdit(.release(number), holder: a), ClaimEdit(.take(number), holder: b),
                    ]))
            #expect(try await log.holders(of: [number]) == [number: b])
            try await log.append(
                request(write(b), claims: [ClaimEdit(.release(number), holder: b)]))
            #expect(try await log.holders(of: [number]) == [:])
        }
    }

    @Test func `a holder may take its claim again, and nobody else can release it`() async throws {
        try await withLog { log async throws in
            let (a, b) = (task("a"), task("b"))
            let take = [ClaimEdit(.take(number), holder: a)]
            try await log.append(request(write(a), claims: take))
            try await log.append(request(write(a), claims: take))
            try await log.append(
                request(write(b), claims: [ClaimEdit(.release(number), holder: b)]))
            #expect(try await log.holders(of: [number]) == [number: a])
        }
    }

    @Test func `one request cannot give one claim to two streams`() async throws {
        try await withLog { log async throws in
            let (a, b) = (task("a"), task("b"))
            let error = await refusal(
                log,
                request(
                    write(a), write(b),
                    claims: [
                        ClaimEdit(.take(number), holder: a), ClaimEdit(.take(number), holder: b),
                    ]))
            #expect(error == .claimed([ClaimHolder(claim: number, stream: a)]))
            #expect(try await log.head().position == 0)
        }
    }

    @Test func `at most a hundred holders are named, in the order of their claims`() async throws {
        try await withLog { log async throws in
            let claims = (100..<300).map { Claim(Text("c/\($0)")) }
            let (a, b) = (task("a"), task("b"))
            try await log.append(
                request(write(a), claims: claims.map { ClaimEdit(.take($0), holder: a) }))
            let error = await refusal(
                log, request(write(b), claims: claims.map { ClaimEdit(.take($0), holder: b) }))
            let named = claims.prefix(AppendLimits.claimHolders)
            #expect(error == .claimed(named.map { ClaimHolder(claim: $0, stream: a) }))
        }
    }

    @Test func `of 64 that take one claim one gets it, and the others learn who`() async throws {
        try await withTwoServers { logs async throws in
            let claim = Claim("payment/direct/p-1/2025-01")
            let requests = (0..<64).map { n in
                let stream = task(Text("t\(n)"))
                return request(
                    write(stream, .version(0)), claims: [ClaimEdit(.take(claim), holder: stream)])
            }
            let ends = await race(logs, requests)
            #expect(successes(ends).count == 1)
            let holders = try await logs[0].holders(of: [claim])
            let holder = try #require(holders[claim])
            #expect(
                refusals(ends)
                    == Array(
                        repeating: .claimed([ClaimHolder(claim: claim, stream: holder)]), count: 63
                    ))
            #expect(try await logs[0].load(holder).count == 1)
            #expect(try await logs[0].head().position == 1)
        }
    }

    @Test func `a release and a take of one wave happen in the order of the queue`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log async throws in
            let (a, b, c) = (task("a"), task("b"), task("c"))
            func take(_ holder: StreamID) -> AppendRequest {
                request(write(holder), claims: [ClaimEdit(.take(number), holder: holder)])
            }
            func release(_ holder: StreamID) -> AppendRequest {
                request(write(holder), claims: [ClaimEdit(.release(number), holder: holder)])
            }
            try await log.append(take(a))
            let gate = try Gate(url)
            let tasks = await Callers().ask(
                log,
                [
                    request(write(task("z"))), take(b), release(a), take(b), take(c), release(b),
                    take(c), release(b),
                ])
            try await gate.isReached()
            try gate.open()
            let ends = await tasks.ends()
            let happened = ends.map { successes([$0]).count == 1 }
            #expect(happened == [true, false, true, true, false, true, true, true])
            #expect(
                refusals(ends) == [
                    .claimed([ClaimHolder(claim: number, stream: a)]),
                    .claimed([ClaimHolder(claim: number, stream: b)]),
                ])
            #expect(try await log.holders(of: [number]) == [number: c])
        }
    }

    @Test func `who cannot have all of its claims gets none`() async throws {
        try await withLog { log async throws in
            let (a, b) = (task("a"), task("b"))
            let claims = ["c/1", "c/2", "c/3"].map { Claim($0) }
            try await log.append(
                request(write(a), claims: [ClaimEdit(.take(claims[1]), holder: a)]))
            #expect(
                await refusal(
                    log, request(write(b), claims: claims.map { ClaimEdit(.take($0), holder: b) }))
                    == .claimed([ClaimHolder(claim: claims[1], stream: a)]))
            #expect(try await log.holders(of: claims) == [claims[1]: a])
            #expect(try await log.stream(b) == nil)
        }
    }
}
