import Domain
import EventStore
import TestKit
import Testing

@Suite struct LargeAppendTests {
    @Test(.timeLimit(.minutes(2)))
    func `a roster of 12,000 events is one request`() async throws {
        try await withLog { log in
            let appended = try await log.append(
                request(write(StreamID(.roster, "2025"), .version(0), events: 12_000)))
            #expect(appended.last == 12_000)
            #expect(try await log.load(StreamID(.roster, "2025")).count == 12_000)
            let streams = (0..<2_500).map { write(task(Text("t\($0)")), .version(0), events: 2) }
            let spread = try await log.append(
                AppendRequest(actor: clerk, commandHash: [], writes: streams))
            #expect(spread.last == 17_000)
            #expect(try await log.verify().isSound)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a batch that claims 140,000 months is one request, and a second one gets none of them`()
        async throws
    {
        try await withLog { log in
            let batch = StreamID(.disbursement, "b-1")
            let claims = (0..<11_667).flatMap { person in
                (1...12).map { Claim(Text("payment/direct/p-\(person)/2025-\($0)")) }
            }
            try await log.append(
                request(
                    write(batch, .version(0)),
                    claims: claims.map { ClaimEdit(.take($0), holder: batch) }))
            let other = StreamID(.disbursement, "b-2")
            let error = await refusal(
                log,
                request(
                    write(other, .version(0)),
                    claims: claims.suffix(5_000).map { ClaimEdit(.take($0), holder: other) }))
            guard case .claimed(let holders)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(holders.count == 100)
            #expect(Set(holders.map { $0.stream }) == [batch])
            #expect(try await log.stream(other) == nil)
        }
    }
}
