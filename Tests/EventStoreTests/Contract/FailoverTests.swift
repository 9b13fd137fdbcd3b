import Domain
import EventStore
import TestKit
import Testing

/// A primary that is gone and a standby in its place, behind one URL with both hosts.
@Suite(.serialized) struct FailoverTests {
    private func appendAll(_ log: EventLog, writer: Int, requests: Int) async throws {
        let stream = task(Text("w\(writer)"))
        for n in 0..<requests {
            let once = request(write(stream, .version(n * 2), events: 2))
            while true {
                switch await outcome(log, once) {
                case .success(let appended):
                    #expect(appended.versions == [stream: n * 2 + 2])
                case .failure(.outcomeUnknown), .failure(.unavailable), .failure(.deadlineExceeded):
                    continue  // Only asking again settles it.
                case .failure(let error): throw error
                }
                break
            }
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `after a failover to a synchronous standby nothing is lost or doubled, and all go on`()
        async throws
    {
        let primary = try await offPool { try OwnCluster() }
        let log = try await EventLog.open(
            LogConfiguration(url: primary.url(), readers: 1), logName: "bureau")
        await log.close()
        let standby = try await offPool { try primary.makeStandby() }
        try Connection(primary.url()).run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try Connection(primary.url()).run("SELECT pg_reload_conf()")
        try await until(
            "EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')",
            in: primary.url())
        let (writers, requests) = (6, 150)
        let total = Int64(writers * requests * 2)
        let url = OwnCluster.url([primary, standby])
        try await withLog(url) { log in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reader in 0..<2 {
                    group.addTask {
                        var cursor: Int64 = 0
                        for try await batch in log.subscribe(after: 0, batch: 40) {
                            #expect(
                                batch.events.map { $0.envelope.position }
                                    == Array((cursor + 1)...batch.through))
                            // The failover comes in the middle of it all.
                            if reader == 0, cursor < total / 3, batch.through >= total / 3 {
                                try await offPool {
                                    primary.stop()
                                    try standby.promote()
                                }
                            }
                            cursor = batch.through
                            if cursor == total { return }
                        }
                    }
                }
                for writer in 0..<writers {
                    group.addTask { try await appendAll(log, writer: writer, requests: requests) }
                }
                try await group.waitForAll()
            }
            let head = try await log.head()
            #expect([head.position, head.epoch] == [total, 1])
            #expect(log.stoppedReason == nil)
            #expect(try await log.verify().isSound)
        }
        let promoted = try Connection(standby.url()).query(
            "SELECT max(position) FROM headwater.events")
        #expect(try promoted.int64(0, 0) == total)
        try await offPool {
            try primary.remove()
            try standby.remove()
        }
    }

    /// A pair whose standby knows 5 events of task/a, and whose primary, gone now, had 10.
    private func withLostTail(
        _ body: (_ url: String, _ fail: @escaping @Sendable () throws -> Void) async throws -> Void
    ) async throws {
        let primary = try await offPool { try OwnCluster() }
        try await withLog(primary.url()) { log in
            try await log.append(request(write(task("a"), .version(0), events: 5)))
        }
        let standby = try await offPool { try primary.makeStandby() }
        try await until("(SELECT max(position) FROM headwater.events) = 5", in: standby.url())
        standby.stop()
        try await withLog(primary.url()) { log in
            try await log.append(request(write(task("a"), .version(5), events: 5)))
        }
        // So that whoever is asked next computes and stores the hashes anew.
        try Connection(primary.url()).run("DELETE FROM headwater.prefix_hashes")
        try await body(OwnCluster.url([primary, standby])) {
            primary.stop()
            try standby.start()
            try standby.promote()
        }
        try await offPool {
            try primary.remove()
            try standby.remove()
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a promoted standby without the tail is not written until an epoch begins`()
        async throws
    {
        let reason = "the log ends at 5, but 10 was acknowledged"
        try await withLostTail { url, fail async throws in
            try await withLog(url) { log async throws in
                #expect(try await log.stream(task("a"))?.version == 10)
                try await until(
                    "EXISTS (SELECT FROM headwater.prefix_hashes WHERE position = 10)", in: url)
                let waiting = Task {
                    var reader = log.subscribe(after: 10).makeAsyncIterator()
                    return try await reader.next()
                }
                var atEnd = log.subscribe(after: 5).makeAsyncIterator()
                var asleep = log.subscribe(after: 9).makeAsyncIterator()
                try await offPool { try fail() }
                await #expect(throws: EventStoreError.stopped("the log ends at 5, before 10")) {
                    try await waiting.value
                }
                #expect(log.stoppedReason == reason)
                #expect(await refusal(log, request(write(task("a")))) == .stopped(reason))
                #expect(try await log.load(task("a")).count == 5)
                #expect(try await log.head().position == 5)
                try await beginEpochElsewhere(url)
                // Who had read nothing that is lost goes on, and sees the epoch begin.
                let types = try await atEnd.next()?.events.map { $0.envelope.type }
                #expect(types?.first == "EpochStarted")
                #expect(atEnd.epoch == 2)
                // Who had is told where it ends, though the log is longer again.
                let changed = EventStoreError.epochChanged(epoch: 2, after: 5)
                await #expect(throws: changed) { try await asleep.next() }
                var late = log.subscribe(after: 9, epoch: 1).makeAsyncIterator()
                await #expect(throws: changed) { try await late.next() }
                var fresh = log.subscribe(after: 9, epoch: 2).makeAsyncIterator()
                #expect(try await fresh.next()?.through == 14)
                // Writing goes on here too.
                #expect(log.stoppedReason == nil)
                #expect(try await log.append(request(write(task("a"), .version(13)))).last == 15)
                #expect(try await log.verify().isSound)
            }
            // The hashes that both servers stored are those of the one history that there is.
            try await withLog(url) { log async throws in
                #expect(try await log.verify().isSound)
            }
        }
    }

    /// Another server, which has seen nothing of the tail, begins the epoch and goes on.
    private func beginEpochElsewhere(_ url: String) async throws {
        try await withLog(url) { other async throws in
            #expect(other.stoppedReason == nil)
            let head = try await other.startEpoch(actor: "admin")
            #expect([head.epoch, head.position] == [2, 6])
            try await other.append(request(write(task("a"), .version(5), events: 8)))
        }
    }
}
