import Domain
import EventStore
import Foundation
import TestKit
import Testing

/// Databases as earlier versions left them, with what was in them, used by this version.
///
/// `Tests/Golden/database/<n>.sql` is the data of a log after migration n, in the columns of that
/// time, and is never changed once n is released.
@Suite struct UpgradedDataTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden/database")

    private let letter = StreamID(.letter, "sand-6")
    private let number = Claim("letter/2025/6")

    /// The URL of a database after the first `count` migrations, data and all.
    private func database(after count: Int) throws -> String {
        let url = try TestCluster.emptyDatabase()
        try Migrator.migrate(url, to: Array(Migration.all.prefix(count)))
        let file = UpgradedDataTests.folder.appendingPathComponent("\(count).sql")
        try Connection(url).run(try String(contentsOf: file, encoding: .utf8))
        return url
    }

    @Test(arguments: 1..<Migrator.latest)
    func `what an earlier version stored is there, byte for byte`(after count: Int) async throws {
        try await withLog(try database(after: count)) { log in
            #expect(log.identity.description == "1c9e5ca4-7936-4fd3-809f-99c26d5544c7")
            #expect(try await log.head().position == 3)
            #expect(
                try await log.load(task("a")).map { String(decoding: $0.payload, as: UTF8.self) }
                    == [#"{"text":"汛前检查"}"#, #"{"text":"汛前检查"}"#])
            #expect(
                try await log.stream(letter)
                    == StreamHeader(stream: letter, version: 1, part: "town-1"))
            #expect(try await log.holders(of: [number]) == [number: letter])
            let hash = Hex.text(try await log.prefixHash(at: 3))
            #expect(hash == "8abf8dfa48965a92e3585032f4292d62689fee885e35f5f51d479ec0c3640412")
            #expect(try await log.verify().isSound)
        }
    }

    @Test(arguments: 1..<Migrator.latest)
    func `versions, keys, claims and intakes of an earlier version still bind`(
        after count: Int
    ) async throws {
        try await withLog(try database(after: count)) { log in
            let again = try await log.append(
                request(write(task("a"), .version(0), events: 2), id: "plan"))
            #expect(again.duplicate)
            #expect(again.first...again.last == 1...2)
            let stale = await refusal(log, request(write(task("a"), .version(1))))
            guard case .conflicts(let found) = stale else {
                Issue.record("\(String(describing: stale))")
                return
            }
            #expect(found.map(\.actual) == [2])
            #expect(found.flatMap(\.since).map(\.envelope.position) == [2])
            #expect(
                await refusal(
                    log,
                    request(
                        write(task("b")), claims: [ClaimEdit(.take(number), holder: task("b"))]))
                    == .claimed([ClaimHolder(claim: number, stream: letter)]))
            let intake = Intake(
                device: "laptop-1", n: 3, previousHash: [1, 2, 3], hash: [4],
                verdict: Array("{}".utf8))
            #expect(
                await refusal(log, request(write(task("b")), intake: intake))
                    == .intakeOutOfOrder(expected: 2, hash: [1, 2, 3]))
            let next = try await log.append(request(write(task("a"), .version(2))))
            #expect(next.first...next.last == 4...4)
            #expect(try await log.verify().isSound)
        }
    }

    @Test(arguments: 0..<Migrator.latest)
    func `people sign in and laptops enrol in a database of an earlier version`(
        after count: Int
    ) async throws {
        let url = count == 0 ? try TestCluster.emptyDatabase() : try database(after: count)
        try await withLog(url) { log in
            let credentials = CredentialStore(log)
            let password = StoredPassword(
                salt: [1], hash: [2], rounds: 3, blockSize: 4, parallelism: 5)
            let wang = Actor(id: "wang", unit: "办公室", roles: [.office])
            try await credentials.save(name: "王某", actor: wang, hash: password)
            #expect(try await credentials.credential(name: "王某")?.hash == password)
            let (now, later) = (Instant(microseconds: 1), Instant(microseconds: 9))
            try await credentials.addSession([7], member: "wang", createdAt: now, expiresAt: later)
            #expect(try await credentials.session([7], at: now)?.actor == wang)
            #expect(try await credentials.attempt([[8]], at: now) { _, _ in nil } == nil)
            let codes = EnrolmentCodeStore(log)
            try await codes.save([9], member: "wang", createdAt: now, expiresAt: later)
            #expect(try await codes.use([9], device: "laptop-2", at: now) == "wang")
            #expect(try await log.append(request(write(task("z"), .version(0)))).duplicate == false)
        }
    }
}
