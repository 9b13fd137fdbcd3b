import Foundation
import Synchronization

/// The right to run what lives in a home: one process at a time.
///
/// Held by `flock`, so the kernel gives it back when the process dies, however it dies. The file
/// stays, and holds the process id of the last holder, for the sentence that the next one reads.
package final class HomeLock: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    /// Nil if another process holds it.
    package static func tryAcquire(_ home: Home) throws -> HomeLock? {
        let file = open(home.lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw OperatorError(
                "无法打开锁文件 \(home.lockFile)(\(systemMessage(errno))):请检查权限",
                "cannot open the lock file \(home.lockFile) (\(systemMessage(errno))): "
                    + "check its permissions")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(file, 0) == 0, write(file, text, text.count) == text.count else {
            close(file)
            throw OperatorError(
                "无法写入锁文件 \(home.lockFile):请检查磁盘空间",
                "cannot write the lock file \(home.lockFile): is the disk full?")
        }
        return HomeLock(file)
    }

    package static func acquire(_ home: Home) throws -> HomeLock {
        if let lock = try tryAcquire(home) { return lock }
        let holder = FileManager.default.contents(atPath: home.lockFile)
            .map { String(decoding: $0, as: UTF8.self) }?
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let process = holder.flatMap { $0.isEmpty ? nil : " \($0)" } ?? ""
        throw OperatorError(
            "目录 \(home.path) 已有另一个 headwater(进程\(process))在运行:请先停止它,或用 HEADWATER_HOME 另指目录",
            "another headwater (process\(process)) is serving \(home.path): stop it first, "
                + "or name another home in HEADWATER_HOME")
    }

    package func release() {
        descriptor.withLock { file in
            if let file { close(file) }
            file = nil
        }
    }

    deinit { release() }
}
