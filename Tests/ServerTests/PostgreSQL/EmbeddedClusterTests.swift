import EventStore
import Foundation
import Logging
import Server
import Testing

/// Against real clusters, each in a home of its own: initdb takes seconds, so each test does much.
@Suite(.serialized, .timeLimit(.minutes(3))) struct EmbeddedClusterTests {
    private func cluster(_ home: Home) throws -> EmbeddedCluster {
        EmbeddedCluster(try ClusterFiles(home), logger: Logger(label: "test"))
    }

    private func count(_ url: String) throws -> Int64 {
        try Connection(url).query("SELECT count(*) FROM kept").int64(0, 0)
    }

    /// A connection as soon as the cluster takes one.
    private func reconnect(_ url: String) async throws -> Connection {
        let deadline = Date().addingTimeInterval(20)
        while true {
            do {
                return try Connection(url)
            } catch {
                guard Date() < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// The postmaster that follows `pid` once that is dead.
    private func successor(of pid: Int32, in cluster: EmbeddedCluster) async throws -> Int32 {
        let deadline = Date().addingTimeInterval(20)
        while Date() < deadline {
            if let now = await cluster.pid, now != pid { return now }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw POSIXError(.ETIMEDOUT)
    }

    @Test func `a cluster is made, kept over a restart, and listens on its socket alone`()
        async throws
    {
        let temporary = try TemporaryHome()
        let first = try cluster(temporary.home)
        try await first.start()
        let connection = try Connection(first.url)
        try connection.run("CREATE TABLE kept (n integer); INSERT INTO kept VALUES (1)")
        for (name, value) in [
            ("listen_addresses", ""), ("data_checksums", "on"), ("server_encoding", "UTF8"),
            ("lc_collate", "C"), ("fsync", "on"), ("synchronous_commit", "on"),
        ] {
            let setting = try connection.query("SELECT current_setting('\(name)')").text(0, 0)
            #expect("\(name)=\(setting)" == "\(name)=\(value)")
        }
        try await first.stop()
        #expect(PostmasterFile.survivor(in: temporary.home.postgresFolder) == nil)

        let second = try cluster(temporary.home)
        try await second.start()
        #expect(try count(second.url) == 1)
        try await second.stop()
    }

    @Test func `a survivor is adopted, and a killed postmaster is started again`() async throws {
        let temporary = try TemporaryHome()
        let files = try ClusterFiles(temporary.home)
        try files.create()
        try files.prepareSocketFolder()
        // As a killed server leaves it: running, with no supervisor.
        let survivor = try ChildProcess.spawn(files.startArguments, log: temporary.home.postgresLog)
        let ending = Task.detached { survivor.wait() }
        try await reconnect(files.url).run("CREATE TABLE kept (n integer)")

        let adopting = try cluster(temporary.home)
        try await adopting.start()
        #expect(await adopting.pid == survivor.pid)
        #expect(kill(survivor.pid, SIGKILL) == 0)
        #expect(await ending.value == 128 + SIGKILL)
        let second = try await successor(of: survivor.pid, in: adopting)
        #expect(try count(adopting.url) == 0)

        #expect(kill(second, SIGKILL) == 0)
        _ = try await successor(of: second, in: adopting)
        #expect(try count(adopting.url) == 0)
        try await adopting.stop()
        #expect(PostmasterFile.survivor(in: temporary.home.postgresFolder) == nil)
    }

    @Test func `half an initdb is thrown away, and another folder in its place is left alone`()
        async throws
    {
        let temporary = try TemporaryHome()
        let home = temporary.home
        let files = FileManager.default
        try files.createDirectory(atPath: home.newPostgresFolder, withIntermediateDirectories: true)
        try Data("15\n".utf8).write(
            to: URL(fileURLWithPath: home.newPostgresFolder + "/PG_VERSION"))
        let cluster = try cluster(home)
        try await cluster.start()
        #expect(!files.fileExists(atPath: home.newPostgresFolder))
        try await cluster.stop()

        let other = try TemporaryHome()
        try files.createDirectory(
            atPath: other.home.postgresFolder, withIntermediateDirectories: true)
        #expect(throws: OperatorError.self) { try ClusterFiles(other.home).create() }
        #expect(files.fileExists(atPath: other.home.postgresFolder))
    }

    @Test func `a cluster that cannot start fails with what its log says`() async throws {
        let temporary = try TemporaryHome()
        let first = try cluster(temporary.home)
        try await first.start()
        try await first.stop()
        let configuration = temporary.home.postgresFolder + "/postgresql.conf"
        try Data("no_such_setting = 1\n".utf8).write(to: URL(fileURLWithPath: configuration))
        guard chmod(configuration, 0o644) == 0 else { throw POSIXError(.EPERM) }
        let second = try cluster(temporary.home)
        let error = await #expect(throws: OperatorError.self) { try await second.start() }
        #expect(error?.english.contains("configuration") == true)
        #expect(error?.english.contains(temporary.home.postgresLog) == true)
    }
}
