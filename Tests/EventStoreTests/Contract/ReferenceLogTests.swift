import Domain
import EventStore
import TestKit
import Testing

/// Waves against a plain model: whatever goes together, the ends are those of the queue run one by
/// one.
@Suite struct ReferenceLogTests {
    /// What the database said, in the model's words. `firsts` are the first answers by key.
    private func end(
        _ end: Callers.End, of request: AppendRequest, _ firsts: [RequestKey: Appended]
    ) -> ReferenceLog.End? {
        switch end {
        case .success(let appended) where appended.duplicate:
            let first = firsts[request.key]
            #expect(
                [first?.first, first?.last] == [appended.first, appended.last]
                    && first?.recordedAt == appended.recordedAt)
            return .duplicate(
                of: request.key, versions: appended.versions,
                count: Int(appended.last - appended.first + 1))
        case .success(let appended):
            return .appended(
                versions: appended.versions, count: Int(appended.last - appended.first + 1))
        case .failure(.keyReused): return .keyReused
        case .failure(.intakeOutOfOrder(let expected, let hash)):
            return .intakeOutOfOrder(expected: expected, hash: hash)
        case .failure(.claimed(let holders)): return .claimed(holders)
        case .failure(.conflicts(let conflicts)):
            return .conflicts(
                conflicts.map { conflict in
                    ReferenceLog.Conflict(
                        stream: conflict.stream, expected: conflict.expected,
                        actual: conflict.actual, since: conflict.since.map(entry))
                })
        case .failure(let error):
            Issue.record("\(request): \(error)")
            return nil
        }
    }

    private func entry(_ event: StoredEvent) -> ReferenceLog.Entry {
        ReferenceLog.Entry(
            stream: event.envelope.stream, version: event.envelope.version,
            actor: event.envelope.actor, payload: event.payload)
    }

    @Test(.timeLimit(.minutes(2)), arguments: [20_260_301, UInt64.random(in: 0 ... .max)])
    func `2,000 random requests in waves end as the model says, each and all`(seed: UInt64)
        async throws
    {
        print("reference log: seed \(seed)")
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            var model = ReferenceLog()
            var requests = RandomRequests(seed: seed)
            var firsts: [RequestKey: Appended] = [:]
            for round in 0..<50 {
                // The first request waits for the lock, the others for it: so they go as waves.
                let wave = requests.next(40, model)
                let gate = try Gate(url)
                let callers = await Callers().ask(log, wave)
                try await gate.isReached()
                try gate.open()
                let ends = await callers.ends()
                for (request, end) in zip(wave, ends) {
                    if case .success(let appended) = end, !appended.duplicate {
                        firsts[request.key] = appended
                    }
                }
                for (request, end) in zip(wave, ends) {
                    let expected = model.append(request)
                    #expect(
                        self.end(end, of: request, firsts) == expected,
                        "seed \(seed), round \(round), \(request)")
                }
            }
            try await compare(log, model, seed)
        }
    }

    private func compare(_ log: EventLog, _ model: ReferenceLog, _ seed: UInt64) async throws {
        let streams = try await log.load(Array(model.streams.keys))
        #expect(streams.mapValues { $0.map(entry) } == model.streams, "seed \(seed)")
        #expect(try await log.head().position == Int64(model.count), "seed \(seed)")
        let claims = (0..<8).map { Claim(Text("claim/\($0)")) }
        #expect(try await log.holders(of: claims) == model.claims, "seed \(seed)")
        for device in ["laptop-1", "laptop-2"] as [Text] {
            let kept = try await log.intakes(device: device, from: 1, limit: 10_000)
            #expect(kept.map { $0.intake } == model.intakes[device] ?? [], "seed \(seed)")
        }
        #expect(try await log.verify().isSound, "seed \(seed)")
    }

    @Test func `each request of a wave has its own positions, where its events are`() async throws {
        let url = try TestCluster.freshDatabase()
        try await withLog(url) { log in
            var requests = RandomRequests(seed: 7)
            let gate = try Gate(url)
            let wave = requests.next(200, ReferenceLog())
            let callers = await Callers().ask(log, wave)
            try await gate.isReached()
            try gate.open()
            let ends = await callers.ends()
            let all = try await log.read(after: 0, limit: 10_000)
            var places = 0
            for (request, end) in zip(wave, ends) {
                guard case .success(let appended) = end, !appended.duplicate else { continue }
                let lying = all[Int(appended.first - 1)..<Int(appended.last)]
                #expect(
                    lying.map { $0.payload }
                        == request.writes.flatMap { $0.events.map { $0.payload } })
                #expect(Set(lying.map { $0.envelope.recordedAt }) == [appended.recordedAt])
                places += lying.count
            }
            #expect(places == all.count)
            #expect(all.map { $0.envelope.position } == (1...all.count).map { Int64($0) })
        }
    }
}
