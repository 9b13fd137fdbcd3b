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
}
