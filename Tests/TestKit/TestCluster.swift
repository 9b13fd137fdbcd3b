import EventStore
import Glibc
import Synchronization

/// A private PostgreSQL for the tests of one process: made when first asked for, ended with it.
///
/// It listens on a socket in a folder of its own only. Each suite takes a database of its own, a
/// copy of one that is migrated once.
package final class TestCluster: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let shared = Mutex<TestCluster?>(nil)
    /// `POSIX_SPAWN_SETSID` and `POSIX_SPAWN_SETSIGMASK` of glibc, which Swift does not import.
    private static let newSession: Int16 = 0x80
    private static let ownSignals: Int16 = 0x08
    private static let template = "headwater_template"

    package let folder: String
    private let pid: pid_t
    private let nextDatabase = Atomic<Int>(1)

    /// The URL of a fresh, migrated database.
    package static func freshDatabase() throws -> String {
        try running().copy(of: template)
    }

    /// The URL of a fresh, empty database.
    package static func emptyDatabase() throws -> String {
        try running().copy(of: "template0")
    }

    package static func running() throws -> TestCluster {
        try shared.withLock { shared in
            if let shared { return shared }
            let cluster = try TestCluster()
            shared = cluster
            try cluster.makeTemplate()
            return cluster
        }
    }

    package func url(_ database: String) -> String {
        "postgresql:///\(database)?host=\(folder)&user=postgres"
    }

    /// Copies `database`, which nobody may be connected to: what a restore of a backup gives.
    package func copy(of database: String) throws -> String {
        let name = "test_\(getpid())_\(nextDatabase.add(1, ordering: .relaxed).newValue)"
        let connection = try Connection(url("postgres"))
        try connection.run("CREATE DATABASE \(name) TEMPLATE \(database)", deadlineMs: 60_000)
        return url(name)
    }

    private init() throws {
        folder = try TestCluster.makeFolder()
        let data = folder + "/data"
        let initdb = try TestCluster.spawn([
            try TestCluster.program("initdb"), "-D", data, "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--locale=C", "--data-checksums", "--no-sync",
        ])
        guard TestCluster.exitCode(of: initdb) == 0 else {
            throw Failure(
                description: "initdb failed in \(folder); set HEADWATER_TEST_LOG to see why")
        }
        // The shell ends the server as soon as its input does, however this process may die.
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
            throw Failure(description: "no pipe: error \(errno)")
        }
        let script = #""$@" & pid=$!; cat > /dev/null; kill -QUIT $pid; wait $pid; rm -rf "$0""#
        pid = try TestCluster.spawn(
            [
                "/bin/sh", "-c", script, folder, try TestCluster.program("postgres"), "-D", data,
                "-k", folder, "-h", "", "-c", "max_connections=1500", "-c", "shared_buffers=64MB",
                "-c", "log_min_messages=warning", "-c", "max_wal_size=2GB",
            ], input: ends[0])
        close(ends[0])
        endAtExit(pid, keptOpen: ends[1])
        try waitUntilReady()
    }

    private func makeTemplate() throws {
        try Connection(url("postgres")).run("CREATE DATABASE \(TestCluster.template)")
        try Migrator.migrate(url(TestCluster.template))
    }

    /// A starting server refuses connections; each attempt waits for the process or the socket.
    private func waitUntilReady() throws {
        var waits = 0
        while true {
            do {
                _ = try Connection(url("postgres"))
                return
            } catch {
                waits += 1
                guard waits < 600, waitpid(pid, nil, WNOHANG) == 0 else { throw error }
                usleep(50_000)
            }
        }
    }

    static func makeFolder() throws -> String {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let short = base.utf8.count > 60 ? "/tmp" : base
        var template = Array((short + "/hw-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(description: "no folder in \(short): error \(errno)")
        }
        let folder = template.withUnsafeBufferPointer { bytes in
            String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        if getuid() == 0 {
            guard let user = getpwnam("postgres"),
                chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) == 0
            else { throw Failure(description: "there is no user postgres to run as") }
        }
        return folder
    }

    /// The newest version installed, as Debian lays them out; else the one on the PATH.
    static func program(_ name: String) throws -> String {
        for version in stride(from: 30, through: 15, by: -1) {
            let path = "/usr/lib/postgresql/\(version)/bin/\(name)"
            if access(path, X_OK) == 0 { return path }
        }
        throw Failure(description: "no \(name) in /usr/lib/postgresql/*/bin")
    }

    /// Starts a program as user `postgres` where we are root, in a session of its own. What it
    /// says goes to the file that `HEADWATER_TEST_LOG` names, if any.
    static func spawn(_ command: [String], input: Int32? = nil) throws -> pid_t {
        var arguments = command
        if getuid() == 0 {
            arguments =
                ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
                + command
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(&attributes, TestCluster.newSession | TestCluster.ownSignals)
        // A thread of a pool blocks all signals, and a shell that hears of no ended child waits for
        // ever.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        defer { posix_spawnattr_destroy(&attributes) }
        let log = (getenv("HEADWATER_TEST_LOG").map { String(cString: $0) }) ?? "/dev/null"
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var pid = pid_t()
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        let code = posix_spawn(&pid, arguments[0], &actions, &attributes, pointers, environ)
        guard code == 0 else {
            throw Failure(description: "\(arguments[0]) did not start: error \(code)")
        }
        return pid
    }

    static func exitCode(of pid: pid_t) -> Int32 {
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        return status
    }
}
