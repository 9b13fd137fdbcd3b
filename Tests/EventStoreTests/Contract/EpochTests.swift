import Domain
import EventStore
import TestKit
import Testing

/// An epoch is the log's incarnation: everybody who reads or writes it must learn of a new one.
@Suite struct EpochTests {
    @Test func `an epoch begun on one server is an event to readers on another, who lose nothing`()
        async throws
    {
        try await withTwoServers { logs async throws in
            try await logs[0].append(request(write(task("a"), events: 5)))
            var live = logs[1].subscribe(after: 0).makeAsyncIterator()
            var late = logs[1].subscribe(after: 2).makeAsyncIterator()
            #expect(try await live.next()?.through == 5)
            #expect(live.epoch == 1)
            let head = try await logs[0].startEpoch(actor: "admin")
            #expect([head.epoch, head.position] == [2, 6])
            let started = try await live.next()
            #expect(started?.events.map { $0.envelope.type } == ["EpochStarted"])
            #expect(started?.events.map { $0.envelope.stream } == [StreamID(.epoch, "2")])
            // Both servers go on writing, and a reader that lay behind sees it all.
            try await logs[1].append(request(write(task("a"), .version(5))))
            try await logs[0].append(request(write(task("a"), .version(6))))
            var positions: [Int64] = []
            while late.cursor < 8 {
                positions += try await late.next()?.events.map { $0.envelope.position } ?? []
            }
            #expect(positions == Array(3...8))
            #expect(late.epoch == 2)
            #expect(try await logs[1].head().epoch == 2)
            #expect(try await logs[0].verify().isSound)
        }
    }

    @Test func `a cursor of an earlier epoch is good up to where that epoch ended`() async throws {
        try await withLog { log async throws in
            try await log.append(request(write(task("a"), events: 5)))
            #expect(try await log.startEpoch(actor: "admin").position == 6)
            try await log.append(request(write(task("a"), events: 4)))
            #expect(try await log.startEpoch(actor: "admin").position == 11)
            try await log.append(request(write(task("a"))))
            func end(_ position: Int64, _ epoch: Int64) async throws -> Int64? {
                var reader = log.subscribe(after: position, epoch: epoch).makeAsyncIterator()
                return try await reader.next()?.through
            }
            #expect(try await end(5, 1) == 12)
            #expect(try await end(10, 2) == 12)
            #expect(try await end(11, 3) == 12)
            await #expect(throws: EventStoreError.epochChanged(epoch: 3, after: 5)) {
                try await end(6, 1)
            }
            await #expect(throws: EventStoreError.epochChanged(epoch: 3, after: 10)) {
                try await end(11, 2)
            }
            let ahead = "the log is in epoch 3, but epoch 4 had begun"
            await #expect(throws: EventStoreError.stopped(ahead)) { try await end(5, 4) }
        }
    }

    @Test func `of many who begin an epoch at once one does, and the others are told to look`()
        async throws
    {
        try await withTwoServers { logs async throws in
            try await logs[0].append(request(write(task("a"), events: 3)))
            let begun = await withTaskGroup(of: Int64?.self) { group in
                for n in 0..<8 {
                    group.addTask {
                        do {
                            return try await logs[n % 2].startEpoch(actor: "admin").epoch
                        } catch EventStoreError.database(code: "40001", message: _) {
                            return nil
                        } catch {
                            Issue.record(error)
                            return nil
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // Whoever looked after another had begun, began the next one: none began one twice.
            let epochs = begun.compactMap { $0 }
            let head = try await logs[0].head()
            #expect(!epochs.isEmpty)
            #expect(head.epoch == Int64(epochs.count + 1))
            #expect(head.position == Int64(epochs.count + 3))
            #expect(try await logs[0].verify().isSound)
        }
    }

    @Test func `appends and epochs at once leave one history`() async throws {
        try await withTwoServers { logs async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for n in 0..<40 {
                            let stream = task(Text("w\(writer)"))
                            try await logs[writer % 2].append(request(write(stream, .version(n))))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let begun = try await logs[1].startEpoch(actor: "admin")
            #expect([begun.epoch, begun.position] == [2, 321])
            let last = try await logs[0].append(request(write(task("w0"), .version(40))))
            #expect(last.last == 322)
            #expect(try await logs[0].verify().isSound)
        }
    }
}
