import Domain
import EventStore
import TestKit
import Testing

@Suite struct AppendTests {
    @Test func `a new stream takes the first positions and starts at version 1`() async throws {
        try await withLog { log async throws in
            let appended = try await log.append(request(write(task("a"), .version(0), events: 3)))
            #expect(appended.first == 1)
            #expect(appended.last == 3)
            #expect(appended.versions == [task("a"): 3])
            #expect(!appended.duplicate)
            let stored = try await log.load(task("a"))
            #expect(stored.map { $0.envelope.position } == [1, 2, 3])
            #expect(stored.map { $0.envelope.version } == [1, 2, 3])
            #expect(stored.map { $0.envelope.actor } == [clerk, clerk, clerk])
            #expect(
                try await log.stream(task("a"))
                    == StreamHeader(
                        stream: task("a"), version: 3, part: "town-1"))
        }
    }

    @Test func `an envelope comes back as it went in, to the byte and the microsecond`()
        async throws
    {
        try await withLog { log async throws in
            let payload = Array(#"{ "name":"𠮷野",  "n":1.50,"a":[ ] }"#.utf8)
            let event = NewEvent(
                type: "TaskPlanned", schema: 7, occurredOn: Day(number: -3),
                occurredAt: Instant(microseconds: 1_749_513_600_123_456),
                correlation: EventID(high: 1, low: 2), causation: EventID(high: .max, low: 0),
                imported: true, payload: payload)
            let request = AppendRequest(
                actor: "王五", commandHash: [],
                writes: [
                    StreamWrite(task("a"), part: "", expecting: .version(0), [event])
                ], device: "laptop-1", intent: 9)
            let appended = try await log.append(request)
            let expected = Envelope(
                position: 1, stream: task("a"), version: 1, id: request.key.id(at: 0),
                type: "TaskPlanned", schema: 7, occurredOn: Day(number: -3),
                occurredAt: Instant(microseconds: 1_749_513_600_123_456),
                recordedAt: appended.recordedAt, actor: "王五", device: "laptop-1", intent: 9,
                correlation: EventID(high: 1, low: 2), causation: EventID(high: .max, low: 0),
                imported: true)
            #expect(try await log.load(task("a")) == [StoredEvent(expected, payload: payload)])
        }
    }

    @Test func `a request without events and without an intake is refused`() async throws {
        try await withLog { log async throws in
            #expect(await refusal(log, request()) == .invalid("writes: no events"))
        }
    }

    @Test func `payloads that are no JSON fail alone, the rest of their wave goes on`()
        async throws
    {
        try await withLog { log async throws in
            let good = (0..<20).map { request(write(task(Text("t\($0)")), .version(0))) }
            let bad = request(
                StreamWrite(
                    task("bad"), part: "", expecting: .any, [event(payload: #"{"open":"#)]))
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for request in good.prefix(10) + [bad] + good.suffix(10) {
                    group.addTask { await refusal(log, request) == nil }
                }
                var happened = 0
                for try await success in group where success { happened += 1 }
                #expect(happened == 20)
            }
            #expect(try await log.head().position == 20)
            #expect(try await log.stream(task("bad")) == nil)
        }
    }
}
