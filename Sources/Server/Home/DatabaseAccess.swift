import EventStore
import Foundation
import Logging

/// How a command comes to its database, and what it must give back when it ends.
struct DatabaseAccess: Sendable {
    enum Purpose: Sendable {
        /// Serves the home: nobody else may.
        case serve
        /// Uses the running cluster, else starts it and stops it again.
        case command
    }

    let url: String
    /// Held by whoever supervises the cluster and writes the watermark; nil for a guest.
    let lock: HomeLock?
    let cluster: EmbeddedCluster?

    static let urlVariable = "HEADWATER_DATABASE_URL"
    /// A guest may come while the server is still starting the cluster.
    static let guestWaitMs: Int64 = 30_000

    static func open(
        _ home: Home, _ purpose: Purpose, environment: [String: String], logger: Logger
    ) async throws -> DatabaseAccess {
        try home.create()
        let lock =
            switch purpose {
            case .serve: try HomeLock.acquire(home)
            case .command: try HomeLock.tryAcquire(home)
            }
        let own = environment[urlVariable] ?? ""
        if !own.isEmpty { return DatabaseAccess(url: own, lock: lock, cluster: nil) }
        guard let lock else {
            try await waitForRunning(home)
            return DatabaseAccess(url: ClusterFiles.url(home), lock: nil, cluster: nil)
        }
        let cluster = EmbeddedCluster(try ClusterFiles(home), logger: logger)
        try await cluster.start()
        return DatabaseAccess(url: cluster.url, lock: lock, cluster: cluster)
    }

    func close() async throws {
        defer { lock?.release() }
        if let cluster { try await cluster.stop() }
    }

    private static func waitForRunning(_ home: Home) async throws {
        let deadline = SystemClock.monotonicMs() + guestWaitMs
        while await !answers(ClusterFiles.url(home)) {
            guard SystemClock.monotonicMs() < deadline else {
                throw OperatorError(
                    "另一个 headwater 占用 \(home.path),但其数据库没有应答:请查看 \(home.postgresLog)",
                    "another headwater holds \(home.path), but its database does not answer: "
                        + "look at \(home.postgresLog)")
            }
            await pause(100)
        }
    }
}

extension OperatorError {
    /// What stands between Headwater and its log, and what to do about it. Never the database's
    /// URL, which may hold a password.
    static func opening(_ error: EventStoreError, isOwnDatabase: Bool) -> OperatorError {
        switch error {
        case .rolesMissing(let sql):
            OperatorError(
                "数据库用户无权创建角色,请由数据库管理员在该库中执行一次以下 SQL 后重试",
                "the database's user may not make the roles: let an administrator of the database "
                    + "run this SQL in it once, then try again\n\(sql)")
        case .databaseNewer(let found, let known):
            OperatorError(
                "数据库结构版本 \(found) 高于本程序所知的 \(known):请升级 headwater",
                "the database has shape \(found), this program knows \(known): "
                    + "upgrade headwater")
        case .migrationAltered(let number, let name):
            OperatorError(
                "数据库执行过的第 \(number) 步迁移(\(name))与本程序的不同:该库由未发布的开发版本建立。"
                    + "请用建库的那个版本打开;内容不再需要时,"
                    + (isOwnDatabase
                        ? "请将 \(DatabaseAccess.urlVariable) 指向一个空数据库"
                        : "请移走 $HEADWATER_HOME(缺省为 var/)后重新启动"),
                "migration \(number) (\(name)) was applied to the database with another text than "
                    + "this program's: an unreleased version made it. Open it with that version; "
                    + "if nothing in it is needed, "
                    + (isOwnDatabase
                        ? "point \(DatabaseAccess.urlVariable) at an empty database"
                        : "move $HEADWATER_HOME (by default var/) away and start again"))
        case .wrongEncoding(let encoding):
            OperatorError(
                "数据库的字符编码是 \(encoding):请用 createdb -E UTF8 -T template0 另建一个数据库",
                "the database's encoding is \(encoding): make one with "
                    + "createdb -E UTF8 -T template0")
        case .unavailable(let reason) where isOwnDatabase:
            OperatorError(
                "无法连接 \(DatabaseAccess.urlVariable) 指定的数据库(\(reason)):请核对地址、用户和口令",
                "the database in \(DatabaseAccess.urlVariable) cannot be reached (\(reason)): "
                    + "check its host, user and password")
        case .diskFull:
            OperatorError(
                "数据库所在磁盘已满:请先腾出空间", "the disk of the database is full: make room first")
        case .unavailable, .poolFull, .deadlineExceeded, .database, .gap, .malformed,
            .unknownModel, .logNotEmpty, .stopped:
            OperatorError("无法打开日志(\(error))", "the log cannot be opened (\(error))")
        case .epochChanged:
            OperatorError("日志已进入新纪元(\(error))", "the log is in another epoch (\(error))")
        }
    }
}
