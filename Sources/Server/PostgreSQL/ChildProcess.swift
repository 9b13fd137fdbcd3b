import Foundation

/// A program that was started by us, in a session of its own.
///
/// Its own session, so that Ctrl-C on the terminal reaches the server alone, which then ends its
/// children in order.
package struct ChildProcess: Sendable {
    package let pid: Int32

    /// From <spawn.h>; Swift's view of glibc leaves out what is behind `_GNU_SOURCE`.
    private static let newSession: Int16 = 0x80

    /// Starts `arguments[0]` with this process's environment less what would misdirect PostgreSQL.
    ///
    /// - Parameters:
    ///   - input: a file for its standard input.
    ///   - log: what it prints is appended to this file, which may outlive us; a pipe would not.
    package static func spawn(
        _ arguments: [String], input: String = "/dev/null", log: String
    ) throws -> ChildProcess {
        keepDescriptors()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, 1, log, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pid: Int32 = 0
        let code = withPointers(arguments) { arguments in
            withPointers(environment()) { environment in
                guard let program = arguments[0] else { return EINVAL }
                return posix_spawn(
                    &pid, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else {
            throw OperatorError(
                "无法启动 \(arguments.first ?? "")(\(systemMessage(code))):请检查该程序是否已安装",
                "cannot start \(arguments.first ?? "") (\(systemMessage(code))): "
                    + "is it installed?")
        }
        return ChildProcess(pid: pid)
    }

    /// Waits for its end and reaps it: its exit status, or 128 and the number of its signal.
    /// Blocks: call it on a thread of its own.
    package func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            if errno != EINTR { return -1 }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// `PG…` variables of the caller's shell are about another PostgreSQL.
    private static func environment() -> [String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("LC_") && $0.key != "LANG" }
            .map { "\($0.key)=\($0.value)" }.sorted() + ["LC_ALL=C"]
    }

    /// A cluster outlives a killed server; it must not hold its sockets and locks.
    private static func keepDescriptors() {
        guard let folder = opendir("/proc/self/fd") else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let descriptor = Int32(name), descriptor > 2 else { continue }
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }

    private static func withPointers<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}

/// Runs a call that blocks on a thread of its own: the threads that tasks share must never wait.
func onOwnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Swift.Result { try body() })
        }
    }
}
