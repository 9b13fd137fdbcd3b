import EventStore
import Glibc
import Synchronization

/// A PostgreSQL that one test may stop, start, copy as a standby and promote.
///
/// It listens on a socket in its own folder only. Its shell ends the server as soon as it hears
/// so, or as soon as this process is gone, however that came about.
package final class OwnCluster: Sendable {
    private struct Server {
        var shell: pid_t
        var ear: Int32
    }

    package let folder: String
    private let server = Mutex<Server?>(nil)

    /// `keep` leaves the folder behind for the next start; anything else removes it.
    private static let script =
        #""$@" & pid=$!; read -r word; kill -QUIT $pid; wait $pid; "#
        + #"[ "$word" = keep ] || rm -rf "$0""#

    private init(folder: String) { self.folder = folder }

    /// A fresh cluster, running.
    package convenience init() throws {
        self.init(folder: try TestCluster.makeFolder())
        try run([
            "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
            "--no-sync",
        ])
        try start()
    }

    /// A standby of this cluster, copied while it runs, and running.
    package func makeStandby() throws -> OwnCluster {
        let standby = OwnCluster(folder: try TestCluster.makeFolder())
        try standby.run([
            "pg_basebackup", "-h", folder, "-U", "postgres", "-D", standby.data, "-R", "-X",
            "stream", "-c", "fast", "--no-sync",
        ])
        try standby.start()
        return standby
    }

    private var data: String { folder + "/data" }

    package func url(_ database: String = "postgres") -> String {
        OwnCluster.url([self], database)
    }

    /// Leads to whichever of the clusters takes writes.
    package static func url(_ clusters: [OwnCluster], _ database: String = "postgres") -> String {
        let hosts = clusters.map { $0.folder }.joined(separator: ",")
        return "postgresql:///\(database)?host=\(hosts)&user=postgres"
            + (clusters.count > 1 ? "&target_session_attrs=read-write" : "")
    }

    /// Returns once the server answers.
    package func start() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
            throw TestCluster.Failure(description: "no pipe: error \(errno)")
        }
        let shell = try TestCluster.spawn(
            [
                "/bin/sh", "-c", OwnCluster.script, folder, try TestCluster.program("postgres"),
                "-D", data, "-k", folder, "-h", "", "-c", "max_connections=200",
                "-c", "shared_buffers=64MB", "-c", "log_min_messages=warning",
            ], input: ends[0])
        close(ends[0])
        server.withLock { $0 = Server(shell: shell, ear: ends[1]) }
        var waits = 0
        while true {
            do {
                _ = try Connection(url())
                return
            } catch {
                waits += 1
                guard waits < 600, waitpid(shell, nil, WNOHANG) == 0 else { throw error }
                usleep(50_000)
            }
        }
    }

    /// Ends the server at once, as a power cut would (PostgreSQL's immediate mode).
    package func stop() { end("keep\n") }

    /// Ends the server and removes all it has stored.
    package func remove() throws {
        if end("remove\n") { return }
        let remover = try TestCluster.spawn(["/bin/rm", "-rf", folder])
        _ = TestCluster.exitCode(of: remover)
    }

    /// False if it was not running.
    @discardableResult
    private func end(_ word: String) -> Bool {
        let running = server.withLock { server in
            defer { server = nil }
            return server
        }
        guard let running else { return false }
        _ = write(running.ear, word, word.utf8.count)
        close(running.ear)
        waitpid(running.shell, nil, 0)
        return true
    }

    /// Makes a standby the primary; returns once it takes writes.
    package func promote() throws {
        try Connection(url()).run("SELECT pg_promote()", deadlineMs: 60_000)
    }

    private func run(_ command: [String]) throws {
        let program = try TestCluster.program(command[0])
        let pid = try TestCluster.spawn([program] + command.dropFirst())
        guard TestCluster.exitCode(of: pid) == 0 else {
            throw TestCluster.Failure(
                description: "\(command[0]) failed in \(folder); set HEADWATER_TEST_LOG to see why")
        }
    }
}
