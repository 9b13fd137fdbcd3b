import Domain
import EventStore
import Glibc
import TestKit
import Testing

/// A real cluster whose disk has no room for one table: the file that holds long payloads leads to
/// `/dev/full`, where every write ends as on a full disk. A mounted file system of a few MB would
/// need root; a limit on the size of files gives another error than a full disk does.
@Suite struct DiskFullTests {
    /// Where PostgreSQL keeps the long payloads of `url`'s events.
    private func longPayloads(_ url: String) throws -> String {
        let found = try Connection(url).query(
            """
            SELECT pg_relation_filepath(reltoastrelid) FROM pg_class
            WHERE oid = 'headwater.events'::regclass
            """)
        return try TestCluster.running().folder + "/data/" + found.text(0, 0).string
    }

    private func fill(_ url: String) throws {
        // What is still to be synced would be sought in the file that goes.
        try Connection(url).run("CHECKPOINT", deadlineMs: 60_000)
        let path = try longPayloads(url)
        try #require(rename(path, path + ".kept") == 0)
        try #require(symlink("/dev/full", path) == 0)
    }

    private func makeRoom(_ url: String) throws {
        let path = try longPayloads(url)
        try #require(rename(path + ".kept", path) == 0)
        // Tells every session to open its files anew.
        try Connection(url).run(
            "ALTER TABLE headwater.events SET (toast.autovacuum_enabled = true)")
    }

    /// An event too long for a page, and not to be compressed into one.
    private func long(_ stream: StreamID, _ id: Text) -> AppendRequest {
        var digits = SystemRandomNumberGenerator()
        let text = (0..<4_000).map { _ in String(digits.next(), radix: 36) }.joined()
        let long = event(payload: #"{"text":"\#(text)"}"#)
        return request(StreamWrite(stream, part: "town-1", expecting: .any, [long]), id: id)
    }

    @Test(.timeLimit(.minutes(2)))
    func `a full disk is an answer, and writing goes on by itself when there is room again`()
        async throws
    {
        let url = try TestCluster.freshDatabase()
        try fill(url)
        try await withLog(url) { log in
            try await log.append(request(write(task("a"), .version(0))))
            let tooMuch = long(task("b"), "key")
            #expect(await refusal(log, tooMuch) == .diskFull)
            #expect(await refusal(log, tooMuch) == .diskFull)
            #expect(try await log.load(task("b")).isEmpty)
            // What fits goes on: nothing is left of the event that did not.
            #expect(try await log.append(request(write(task("a"), .version(1)))).last == 2)

            try makeRoom(url)
            let appended = try await log.append(tooMuch)
            #expect((appended.first...appended.last) == 3...3)
            #expect(!appended.duplicate)
            #expect(appended.versions == [task("b"): 1])
            #expect(try await log.load(task("b")).map(\.envelope.position) == [3])
            #expect(try await log.verify().isSound)
        }
    }
}
