import Foundation

/// The programs of one installed PostgreSQL.
package struct PostgresBinaries: Hashable, Sendable {
    package let major: Int
    /// For example `/usr/lib/postgresql/15/bin`.
    package let folder: String

    package init(major: Int, folder: String) {
        self.major = major
        self.folder = folder
    }

    package var postgres: String { folder + "/postgres" }
    package var initdb: String { folder + "/initdb" }

    package static let debianFolder = "/usr/lib/postgresql"
    package static let oldestMajor = 15

    /// The newest PostgreSQL that is installed, or exactly version `major` where a cluster of that
    /// version exists already: no other can open its files.
    package static func find(
        in root: String = debianFolder, major wanted: Int? = nil
    ) throws -> PostgresBinaries {
        let names =
            FileManager.default.fileExists(atPath: root)
            ? try FileManager.default.contentsOfDirectory(atPath: root) : []
        let found = names.compactMap { Int($0) }.sorted(by: >)
            .map { PostgresBinaries(major: $0, folder: "\(root)/\($0)/bin") }
            .filter { access($0.postgres, X_OK) == 0 && access($0.initdb, X_OK) == 0 }
        if let wanted {
            if let match = found.first(where: { $0.major == wanted }) { return match }
            throw OperatorError(
                "数据目录由 PostgreSQL \(wanted) 创建,但 \(root)/\(wanted)/bin 不存在:"
                    + "请执行 apt-get install postgresql-\(wanted)",
                "the cluster was made by PostgreSQL \(wanted), which is not in \(root): "
                    + "run apt-get install postgresql-\(wanted)")
        }
        if let newest = found.first, newest.major >= oldestMajor { return newest }
        throw OperatorError(
            "未找到 PostgreSQL \(oldestMajor) 或更新版本(\(root)/*/bin):"
                + "请执行 apt-get install postgresql,或用 HEADWATER_DATABASE_URL 指定已有数据库",
            "no PostgreSQL \(oldestMajor) or newer in \(root)/*/bin: "
                + "run apt-get install postgresql, "
                + "or name a database of your own in HEADWATER_DATABASE_URL"
        )
    }
}
