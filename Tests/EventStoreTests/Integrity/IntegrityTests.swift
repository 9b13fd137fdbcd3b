import Domain
import EventStore
import Glibc
import TestKit
import Testing

@Suite struct IntegrityTests {
    private func watermarkPath() -> String {
        "/tmp/hw-watermark-\(getpid())-\(EventID.generate())"
    }

    /// The database's name in a URL that `TestCluster` made.
    private func database(_ url: String) throws -> String {
        try Connection(url).query("SELECT current_database()").text(0, 0).string
    }

    @Test func `the prefix hash is the same whoever computes it, and another one at each position`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        let hashes = try await withLog(url) { log in
            try await log.append(request(write(task("a"), events: 1_500)))
            try await log.append(request(write(task("b"), events: 1_500)))
            var hashes: [[UInt8]] = []
            for position in [0, 1, 1_023, 1_024, 2_048, 3_000] as [Int64] {
                hashes.append(try await log.prefixHash(at: position))
            }
            return hashes
        }
        #expect(hashes[0] == [UInt8](repeating: 0, count: 32))
        #expect(Set(hashes).count == 6)
        try await withLog(url) { log in
            #expect(try await log.prefixHash(at: 1_024) == hashes[3])
            #expect(try await log.prefixHash(at: 3_000) == hashes[5])
            let report = try await log.verify()
            #expect(report.isSound)
            #expect(
                report.checks.map { $0.name } == [
                    "positions", "versions", "times", "prefix hashes", "headers",
                ])
            #expect(report.checks.map { $0.count } == [3_001, 3_000, 3_000, 3, 2])
        }
    }

    @Test func `a log that lost its tail takes no writes until a person begins an epoch`()
        async throws
    {
        let (url, path) = (try TestCluster.freshDatabase(), watermarkPath())
        defer { unlink(path) }
        try await withLog(url, { $0.watermarkPath = path }) { log in
            try await log.append(request(write(task("a"), events: 5)))
        }
        let backup = try TestCluster.running().copy(of: try database(url))
        try await withLog(url, { $0.watermarkPath = path }) { log in
            try await log.append(request(write(task("a"), events: 5)))
        }
        #expect(try Watermark.read(path)?.position == 10)
        try await withLog(backup, { $0.watermarkPath = path }) { log in
            let reason = "the log ends at 5, but 10 was acknowledged"
            #expect(log.stoppedReason == reason)
            #expect(await refusal(log, request(write(task("a")))) == .stopped(reason))
            #expect(try await log.load(task("a")).count == 5)
            let before = try await log.prefixHash(at: 5)
            let head = try await log.startEpoch(actor: "admin")
            #expect(head.epoch == 2)
            #expect(head.position == 6)
            let started = try await log.load(StreamID(.epoch, "2"))
            #expect(started.map { $0.envelope.type } == ["EpochStarted"])
            #expect(
                started.map { String(decoding: $0.payload, as: UTF8.self) } == [
                    #"{"previous":1,"position":5,"prefixHash":"\#(Hex.text(before))"}"#
                ])
            #expect(log.stoppedReason == nil)
            try await log.append(request(write(task("a"))))
            #expect(try await log.verify().isSound)
        }
        try await withLog(backup, { $0.watermarkPath = path }) { log in
            #expect(log.stoppedReason == nil)
        }
        try await withLog(url, { $0.watermarkPath = path }) { log in
            #expect(log.stoppedReason == "the log is in epoch 1, but epoch 2 had begun")
        }
    }

    @Test func `another history of the same length is found out by its hash`() async throws {
        let (url, path) = (try TestCluster.freshDatabase(), watermarkPath())
        defer { unlink(path) }
        try await withLog(url) { log in
            try await log.append(request(write(task("a"))))
        }
        let backup = try TestCluster.running().copy(of: try database(url))
        try await withLog(url, { $0.watermarkPath = path }) { log in
            try await log.append(request(write(task("a"))))
        }
        try await withLog(backup) { log in
            try await log.append(request(write(task("b"), events: 3)))
        }
        try await withLog(backup, { $0.watermarkPath = path }) { log in
            #expect(
                log.stoppedReason == "the log is another one: its hash at 2 has changed")
        }
    }

    @Test func `a watermark of another log, or one that cannot be read, is not passed over`()
        async throws
    {
        let path = watermarkPath()
        defer { unlink(path) }
        let foreign = Watermark(
            identity: .generate(), epoch: 1, position: 0,
            prefixHash: [UInt8](repeating: 0, count: 32))
        try foreign.write(path)
        #expect(try Watermark.read(path) == foreign)
        try await withLog({ $0.watermarkPath = path }) { log in
            #expect(log.stoppedReason == "\(path) belongs to another log")
        }
        let file = open(path, O_WRONLY | O_TRUNC)
        #expect(write(file, "{", 1) == 1)
        close(file)
        #expect(throws: EventStoreError.self) { try Watermark.read(path) }
    }

    @Test func `verification finds what somebody changed behind the log's back`() async throws {
        let url = try TestCluster.freshDatabase()
        let claim = Claim("letter/2025/1")
        try await withLog(url) { log in
            try await log.append(
                request(
                    write(task("a"), events: 3),
                    claims: [ClaimEdit(.take(claim), holder: task("a"))]))
        }
        let intruder = try Connection(url)
        try intruder.run("ALTER TABLE headwater.events DISABLE TRIGGER ALL")
        try intruder.run("UPDATE headwater.events SET actor = 'somebody else' WHERE position = 2")
        try intruder.run("UPDATE headwater.events SET part = NULL WHERE version = 1")
        try intruder.run("DELETE FROM headwater.claims")
        try await withLog(url) { log in
            let report = try await log.verify(claims: { stored in
                stored.envelope.version == 1 ? [ClaimEdit(.take(claim), holder: task("a"))] : []
            })
            #expect(
                report.checks.map { $0.problems } == [
                    [], [], [], ["the hash at 3"], ["1: a header where none belongs, or none"],
                    ["letter/2025/1: none where the events give task/a"],
                ])
        }
    }
}
