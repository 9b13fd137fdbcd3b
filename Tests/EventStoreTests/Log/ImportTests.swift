import Domain
import EventStore
import TestKit
import Testing

@Suite struct ImportTests {
    private let claim = Claim("letter/2025/1")

    /// A history of its own: three streams, fields of every kind, and who wrote it with what hash.
    private func history() async throws -> (events: [ImportedEvent], prefixHash: [UInt8]) {
        try await withLog { log async throws in
            var full = NewEvent(
                type: "NoteAdded", schema: 2, occurredOn: monday,
                occurredAt: Instant(microseconds: 1_700_000_000_123_456), correlation: .generate(),
                causation: .generate(), imported: true,
                payload: Array(#"{ "b" : 1.50, "a":"汛\u524d检查" }"#.utf8))
            try await log.append(
                AppendRequest(
                    id: "first", actor: "陈静", commandHash: [7],
                    writes: [
                        StreamWrite(task("a"), part: "town-1", expecting: .version(0), [full])
                    ], device: "laptop", intent: 3))
            full.occurredAt = nil
            try await log.append(request(write(task("b"), events: 2_100)))
            try await log.append(request(write(task("a")), write(task("c"), events: 2)))
            let first = try await log.requestOutcome(actor: "陈静", id: "first")
            var filter = EventFilter()
            filter.limit = 10_000
            var events: [ImportedEvent] = []
            for event in try await log.events(filter) {
                let header = try await log.stream(event.envelope.stream)
                events.append(
                    ImportedEvent(
                        event, part: event.envelope.version == 1 ? header?.part : nil,
                        command: event.envelope.position == 1 ? first?.command : nil))
            }
            return (events, try await log.prefixHash(at: Int64(events.count)))
        }
    }

    private func take(_ events: [ImportedEvent], into url: String) async throws -> ImportedHistory {
        try await EventLog.importHistory(events, into: "bureau", LogConfiguration(url: url))
    }

    private func refusal(_ events: [ImportedEvent], into url: String) async -> EventStoreError? {
        do {
            _ = try await take(events, into: url)
            return nil
        } catch {
            return error as? EventStoreError
        }
    }

    @Test func `a history arrives byte for byte, and its log goes on`() async throws {
        let (events, prefixHash) = try await history()
        let url = try TestCluster.freshDatabase()
        let brought = try await take(events, into: url)
        #expect(brought.position == 2_104)
        #expect(brought.prefixHash == prefixHash)
        try await withLog(url) { log async throws in
            var filter = EventFilter()
            filter.limit = 10_000
            #expect(try await log.events(filter) == events.map { $0.event })
            #expect(try await log.prefixHash(at: 2_104) == prefixHash)
            #expect(
                try await log.stream(task("a"))
                    == StreamHeader(stream: task("a"), version: 2, part: "town-1"))
            let report = try await log.verify()
            #expect(report.isSound)
            #expect(report.checks.map { $0.count } == [2_105, 2_104, 2_104, 2, 3])

            let again = AppendRequest(
                id: "first", actor: "陈静", commandHash: [7],
                writes: [write(task("a"), .version(0))], device: "laptop", intent: 3)
            let known = try await log.append(again)
            #expect(known.duplicate)
            #expect(known.first == 1)
            let next = try await log.append(request(write(task("a"), .version(2))))
            #expect(next.first == 2_105)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `an empty history is one, and a log that is open already sees what is imported`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        let events = try await history().events
        let none = try await take([], into: url)
        #expect(none.position == 0)
        #expect(none.prefixHash == [UInt8](repeating: 0, count: 32))
        try await withLog(url) { log async throws in
            var batches = log.subscribe(after: 0).makeAsyncIterator()
            _ = try await take(events, into: url)
            #expect(try await batches.next()?.events.first == events.first?.event)
            #expect(try await log.append(request(write(task("b"), .version(2_100)))).first == 2_105)
            #expect(try await log.verify().isSound)
        }
    }

    @Test func `a log that has events takes no history`() async throws {
        let (events, url) = (try await history().events, try TestCluster.freshDatabase())
        try await withLog(url) { log async throws in
            try await log.append(request(write(task("z"), events: 2)))
            #expect(await refusal(events, into: url) == .logNotEmpty(position: 2))
            #expect(try await log.head().position == 2)
        }
    }

    @Test func `whatever is wrong with a history, nothing of it is imported`() async throws {
        let (events, url) = (try await history().events, try TestCluster.freshDatabase())
        let changes: [(String, (inout [ImportedEvent]) -> Void)] = [
            ("4 follows 2", { $0.remove(at: 2) }),
            ("2 follows 0", { $0.removeFirst() }),
            (
                "2103: version 3 of task/c where 1 was due",
                {
                    $0[2_102].event.envelope.version = 3
                    $0[2_102].part = nil
                }
            ),
            (
                "2100 was recorded before the one in front of it",
                { $0[2_099].event.envelope.recordedAt = Instant(microseconds: 0) }
            ),
            ("1: a part where none belongs, or none", { $0[0].part = nil }),
            ("3: a part where none belongs, or none", { $0[2].part = "town-2" }),
            ("9: version or schema", { $0[8].event.envelope.schema = 1 << 40 }),
            (
                "2: epoch one",
                { $0[1].event.envelope.stream = StreamID(.epoch, "one") }
            ),
        ]
        for (problem, change) in changes {
            var altered = events
            change(&altered)
            #expect(await refusal(altered, into: url) == .malformed(problem))
        }
        for (code, change) in [
            ("23505", { $0[9].event.envelope.id = $0[8].event.envelope.id }),
            ("22P02", { $0[2_000].event.payload = Array("{".utf8) }),
            ("22021", { $0[2_103].event.envelope.actor = "\u{0}" }),
        ] as [(String, (inout [ImportedEvent]) -> Void)] {
            var altered = events
            change(&altered)
            guard case .database(code, _) = await refusal(altered, into: url) else {
                Issue.record("not refused with \(code)")
                continue
            }
        }
        try await withLog(url) { log async throws in
            #expect(try await log.head().position == 0)
            #expect(try await log.verify().isSound)
        }
        #expect(try await take(events, into: url).position == 2_104)
    }

    @Test func `claims and the epoch come from the events`() async throws {
        let url = try TestCluster.freshDatabase()
        var events = Array(try await history().events.prefix(3))
        let begun = StreamID(.epoch, "4")
        events[1].event.envelope.stream = begun
        events[2].event.envelope.version = 1
        events[2].part = ""
        let claim = claim
        let fold: @Sendable (StoredEvent) throws -> [ClaimEdit] = { event in
            switch event.envelope.position {
            case 1:
                [
                    ClaimEdit(.take(claim), holder: event.envelope.stream),
                    ClaimEdit(.take(Claim("gone")), holder: event.envelope.stream),
                ]
            case 3: [ClaimEdit(.release(Claim("gone")), holder: task("a"))]
            default: []
            }
        }
        let configuration = LogConfiguration(url: url)
        await #expect(throws: EventStoreError.malformed("2: \(EventStoreError.poolFull)")) {
            try await EventLog.importHistory(
                events, into: "bureau", configuration,
                claims: { event in
                    if event.envelope.position == 2 { throw EventStoreError.poolFull }
                    return []
                })
        }
        _ = try await EventLog.importHistory(events, into: "bureau", configuration, claims: fold)
        try await withLog(url) { log async throws in
            #expect(try await log.holders(of: [claim, Claim("gone")]) == [claim: task("a")])
            #expect(try await log.head().epoch == 4)
            #expect(try await log.verify(claims: fold).isSound)
            #expect(try await log.startEpoch(actor: "admin").epoch == 5)
        }
    }

    @Test func `whoever may only work as the server cannot import`() async throws {
        let (events, url) = (try await history().events, try TestCluster.freshDatabase())
        let admin = try Connection(url)
        let user = "only_server_\(EventID.generate().high)"
        try admin.run("CREATE ROLE \(user) LOGIN; GRANT headwater_app TO \(user)")
        let theirs = url.replacing("user=postgres", with: "user=\(user)")
        guard case .database("42501", _) = await refusal(events, into: theirs) else {
            Issue.record("not refused")
            return
        }
        try await withLog(url) { log async throws in
            #expect(try await log.head().position == 0)
        }
        let server = try Connection(url, role: Migrator.app)
        #expect(throws: PostgresError.self) {
            try server.run("COPY headwater.events FROM STDIN (FORMAT binary)")
        }
        try admin.run("DROP OWNED BY \(user); DROP ROLE \(user)")
    }
}
