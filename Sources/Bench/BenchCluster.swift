import Domain
import EventStore
import Foundation
import Logging
import Server

/// A cluster as Headwater embeds it, in a folder of its own for one run: fsync and
/// synchronous_commit are on.
struct BenchCluster {
    let url: String
    let folder: String

    /// Makes and starts it, and leaves nothing of it behind, whatever `body` does.
    static func with<Result>(_ body: (BenchCluster) async throws -> Result) async throws -> Result {
        let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let home = Home(path: "\(base)/headwater-bench-\(getpid())")
        try home.create()
        defer { remove(home.path) }
        let logger = Logger(label: "headwater.bench")
        let cluster = EmbeddedCluster(try ClusterFiles(home), logger: logger)
        try await cluster.start()
        let signals = StopSignals(logger)
        let interruption = Task {
            for await number in signals.first {
                try await cluster.stop()
                remove(home.path)
                exit(128 + number)
            }
        }
        defer { interruption.cancel() }
        do {
            try checkDurable(cluster.url)
            let result = try await body(BenchCluster(url: cluster.url, folder: home.path))
            try await cluster.stop()
            return result
        } catch {
            try await cluster.stop()
            throw error
        }
    }

    /// A log of its own, with the watermark and the hashing that a server has too.
    func withLog<Result>(
        _ name: String, _ body: (EventLog) async throws -> Result
    ) async throws -> Result {
        let log = try await EventLog.open(
            LogConfiguration(url: url, watermarkPath: "\(folder)/watermark-\(name)"),
            logName: name)
        do {
            let result = try await body(log)
            await log.close()
            return result
        } catch {
            await log.close()
            throw error
        }
    }

    /// A second database of the same cluster, with nothing in it.
    func database(_ name: String) throws -> BenchCluster {
        try prepare(["CREATE DATABASE \(name)"])
        return BenchCluster(url: "\(url) dbname=\(name)", folder: folder)  // The last one counts.
    }

    /// Runs statements that are no part of what is measured.
    func prepare(_ statements: [String]) throws {
        let connection = try Connection(url)
        for statement in statements { try connection.run(statement, deadlineMs: 120_000) }
    }

    /// A figure without durability would be a figure of something else.
    private static func checkDurable(_ url: String) throws {
        let connection = try Connection(url)
        for name in ["fsync", "synchronous_commit", "full_page_writes"] {
            let value = try connection.query("SELECT current_setting('\(name)')").text(0, 0)
            guard value == "on" else { throw BenchError("\(name) is \(value)") }
        }
    }

    private static func remove(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            say("\(path) stays behind: \(error)")
        }
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
