import Crypto
import Domain
import Foundation

/// The folder that holds all of one Headwater: its cluster, its keys, its watermark.
///
/// `$HEADWATER_HOME`, or `var` in the working folder. Nothing outside it is needed to come back
/// after a crash, except a database of one's own where `HEADWATER_DATABASE_URL` names one.
package struct Home: Hashable, Sendable {
    /// Absolute, without `.`, `..` or a slash at its end.
    package let path: String

    package init(path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let named = environment["HEADWATER_HOME"] ?? ""
        self.init(path: named.isEmpty ? "var" : named)
    }

    package var lockFile: String { path + "/headwater.lock" }
    package var keysFolder: String { path + "/keys" }
    package var watermarkFile: String { path + "/watermark" }
    package var credentialsFile: String { path + "/demo-credentials.json" }
    /// There while the demonstration is being set up, so that a crash in between is made good.
    package var demoPendingFile: String { path + "/demo-pending" }
    package var postgresFolder: String { path + "/postgres" }
    /// Where a cluster is made before it gets its name: a crash leaves only this one half done.
    package var newPostgresFolder: String { path + "/postgres.new" }
    package var postgresLog: String { path + "/postgres.log" }

    /// The folder of the cluster's socket: short, because a socket's path has at most 107 bytes,
    /// and named after the home, so that every command finds the same one. It is in `/tmp` whatever
    /// `TMPDIR` says, because the server and a later command may have different ones.
    package var socketFolder: String {
        let digest = SHA256.hash(data: Array(path.utf8))
        return "/tmp/headwater-" + Hex.text(digest.prefix(8))
    }

    /// Makes the folder if it is missing. `postgres` must be able to pass through it where the
    /// server is root; what is secret in it has a mode of its own.
    package func create() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: geteuid() == 0 ? 0o711 : 0o700])
        } catch {
            throw OperatorError(
                "无法创建数据目录 \(path):请检查上级目录权限,或用 HEADWATER_HOME 另指目录",
                "cannot make the folder \(path): check the permissions above it, "
                    + "or name another one in HEADWATER_HOME")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw OperatorError(
                "数据目录 \(path) 不可写:请修改权限,或用 HEADWATER_HOME 另指目录",
                "the folder \(path) cannot be written: change its permissions, "
                    + "or name another one in HEADWATER_HOME")
        }
    }
}
