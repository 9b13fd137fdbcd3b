import Foundation

/// The files of one embedded cluster: where they are, and how they come to be.
package struct ClusterFiles: Sendable {
    package let home: Home
    package let owner: ClusterOwner
    package let binaries: PostgresBinaries

    static let databaseName = "headwater"
    static let superuser = "postgres"
    /// Its log is put aside at a start if it has grown beyond this; one older one is kept.
    static let logBytes: UInt64 = 16 << 20

    /// Checks all that a start needs, so that what is wrong is said in a sentence and not by
    /// PostgreSQL's log.
    package init(
        _ home: Home, owner: ClusterOwner? = nil,
        binariesFolder: String = PostgresBinaries.debianFolder
    ) throws {
        self.home = home
        self.owner = try owner ?? ClusterOwner.current()
        try self.owner.checkCanEnter(home.path)
        binaries = try PostgresBinaries.find(
            in: binariesFolder, major: ClusterFiles.version(in: home.postgresFolder))
    }

    /// A libpq connection string for the cluster's own database.
    package var url: String { ClusterFiles.url(home) }

    package static func url(_ home: Home) -> String {
        "host=\(home.socketFolder) port=5432 user=\(superuser) dbname=\(databaseName)"
    }

    package var exists: Bool {
        FileManager.default.fileExists(atPath: home.postgresFolder + "/PG_VERSION")
    }

    static func version(in folder: String) -> Int? {
        FileManager.default.contents(atPath: folder + "/PG_VERSION").flatMap {
            Int(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// What starts the postmaster. Only its Unix socket listens; statements and values stay out of
    /// its log, because they hold personal data.
    package var startArguments: [String] {
        let settings = [
            "listen_addresses=", "unix_socket_directories=\(home.socketFolder)",
            "unix_socket_permissions=0700", "port=5432", "logging_collector=off",
            "log_destination=stderr", "log_min_error_statement=panic",
            "log_error_verbosity=terse", "log_statement=none", "fsync=on",
            "synchronous_commit=on", "max_connections=100", "timezone=UTC", "log_timezone=UTC",
        ]
        return owner.prefix + [binaries.postgres, "-D", home.postgresFolder]
            + settings.flatMap { ["-c", $0] }
    }

    /// Makes the cluster if there is none. Blocks for seconds.
    ///
    /// It is made under another name and gets its own by a rename, so that a crash never leaves
    /// half a cluster that looks like one.
    package func create() throws {
        guard !exists else { return }
        let files = FileManager.default
        if files.fileExists(atPath: home.postgresFolder) {
            throw OperatorError(
                "\(home.postgresFolder) 存在但不是 PostgreSQL 数据目录:请移走它后重试",
                "\(home.postgresFolder) is there but holds no cluster: move it away and try again")
        }
        let fresh = home.newPostgresFolder
        if files.fileExists(atPath: fresh) { try files.removeItem(atPath: fresh) }
        try makeFolder(fresh)
        try run(
            [
                binaries.initdb, "-D", fresh, "-E", "UTF8", "--locale=C", "--data-checksums",
                "--auth=trust", "--username=\(ClusterFiles.superuser)", "--no-instructions",
            ], "initdb")
        let script = home.path + "/create-database.sql"
        try Data("CREATE DATABASE \(ClusterFiles.databaseName)\n".utf8)
            .write(to: URL(fileURLWithPath: script))
        defer { unlink(script) }
        try run(
            [binaries.postgres, "--single", "-D", fresh, "postgres"], "CREATE DATABASE",
            input: script)
        guard rename(fresh, home.postgresFolder) == 0 else {
            throw OperatorError(
                "无法将 \(fresh) 改名为 \(home.postgresFolder)(\(systemMessage(errno)))",
                "cannot rename \(fresh) to \(home.postgresFolder) (\(systemMessage(errno)))")
        }
    }

    /// Makes the socket's folder, or makes sure that the one there is ours: `/tmp` is everybody's.
    package func prepareSocketFolder() throws {
        let folder = home.socketFolder
        if mkdir(folder, 0o700) == 0 {
            try giveToOwner(folder)
            return
        }
        guard errno == EEXIST, let facts = FileFacts(folder, followingLinks: false),
            facts.isFolder, facts.user == owner.user, facts.permissions & 0o077 == 0
        else {
            throw OperatorError(
                "套接字目录 \(folder) 不属于本程序(属主或权限不对):请核实后删除它",
                "the socket folder \(folder) is not ours (its owner or mode differ): "
                    + "look at it, then remove it")
        }
    }

    /// Keeps the log from growing without end.
    package func trimLog() throws {
        guard let facts = FileFacts(home.postgresLog), facts.bytes > ClusterFiles.logBytes else {
            return
        }
        guard rename(home.postgresLog, home.postgresLog + ".1") == 0 else {
            throw OperatorError(
                "无法改名 \(home.postgresLog)(\(systemMessage(errno)))",
                "cannot rename \(home.postgresLog) (\(systemMessage(errno)))")
        }
    }

    private func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 else {
            throw OperatorError(
                "无法创建 \(path)(\(systemMessage(errno))):请检查权限和磁盘空间",
                "cannot make \(path) (\(systemMessage(errno))): check permissions and disk space")
        }
        try giveToOwner(path)
    }

    private func giveToOwner(_ path: String) throws {
        guard owner.user == geteuid() || chown(path, owner.user, owner.group) == 0 else {
            throw OperatorError(
                "无法将 \(path) 交给用户 postgres(\(systemMessage(errno)))",
                "cannot give \(path) to the user postgres (\(systemMessage(errno)))")
        }
    }

    private func run(_ arguments: [String], _ what: String, input: String = "/dev/null") throws {
        let log = PostgresLog(path: home.postgresLog)
        let before = log.size
        let child = try ChildProcess.spawn(
            owner.prefix + arguments, input: input, log: home.postgresLog)
        let status = child.wait()
        guard status == 0 else {
            let reason = log.complaint(after: before)
            throw OperatorError(
                "创建数据库失败(\(what),状态 \(status)):\(reason);详见 \(home.postgresLog)",
                "the database could not be made (\(what), status \(status)): \(reason); "
                    + "see \(home.postgresLog)")
        }
    }
}

/// What the cluster's own log says about its end.
package struct PostgresLog: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// At most this much of its end is read.
    static let tailBytes: UInt64 = 64 << 10

    package var size: UInt64 { FileFacts(path)?.bytes ?? 0 }

    /// The first line after `offset` that names a failure; else the last line.
    package func complaint(after offset: UInt64) -> String {
        let lines = tail(after: offset)
        let words = ["FATAL:", "PANIC:", "initdb: error:", "could not"]
        let line = lines.first { line in words.contains { line.contains($0) } } ?? lines.last
        return line.map { String($0) } ?? "no message"
    }

    /// True if the failure is a lock that a postmaster which is just ending still holds.
    package func namesLock(after offset: UInt64) -> Bool {
        tail(after: offset).contains {
            $0.contains("lock file") || $0.contains("pre-existing shared memory block")
        }
    }

    private func tail(after offset: UInt64) -> [Substring] {
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        defer { file.closeFile() }
        let end = size
        guard end > offset else { return [] }
        file.seek(toFileOffset: max(offset, end - min(end, PostgresLog.tailBytes)))
        return String(decoding: file.readDataToEndOfFile(), as: UTF8.self)
            .split(separator: "\n")
    }
}
