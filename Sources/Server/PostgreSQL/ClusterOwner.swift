import Foundation

/// The user as whom the cluster runs: whoever runs Headwater, or `postgres` where that is root,
/// because PostgreSQL refuses to be root.
package struct ClusterOwner: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32
    /// Every group that the user is in, for the check of folders.
    package let groups: [UInt32]
    /// What stands before a program's path to run it as that user; empty for oneself.
    package let prefix: [String]

    package init(user: UInt32, group: UInt32, groups: [UInt32], prefix: [String] = []) {
        self.user = user
        self.group = group
        self.groups = groups
        self.prefix = prefix
    }

    package static func current() throws -> ClusterOwner {
        guard geteuid() == 0 else {
            return ClusterOwner(user: geteuid(), group: getegid(), groups: [getegid()])
        }
        guard let entry = getpwnam("postgres") else {
            throw OperatorError(
                "以 root 运行时需要系统用户 postgres:请执行 apt-get install postgresql,或改用普通用户运行",
                "as root the cluster needs the system user postgres: run apt-get install "
                    + "postgresql, or run Headwater as an ordinary user")
        }
        let (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        var count: Int32 = 64
        var groups = [gid_t](repeating: group, count: Int(count))
        guard getgrouplist("postgres", group, &groups, &count) >= 0 else {
            throw OperatorError(
                "无法读取用户 postgres 的用户组:请检查 /etc/group",
                "the groups of the user postgres cannot be read: check /etc/group")
        }
        return ClusterOwner(
            user: user, group: group, groups: Array(groups.prefix(Int(count))),
            prefix: [
                "/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups",
            ])
    }

    /// Refuses a folder that this user cannot reach, and names the one that is in the way.
    package func checkCanEnter(_ path: String) throws {
        var folder = ""
        for name in [""] + path.split(separator: "/").map({ String($0) }) {
            folder = name.isEmpty ? "/" : (folder == "/" ? "/" + name : folder + "/" + name)
            guard let facts = FileFacts(folder) else {
                throw OperatorError(
                    "目录 \(folder) 无法访问(\(systemMessage(errno))):请检查权限",
                    "the folder \(folder) cannot be reached (\(systemMessage(errno))): "
                        + "check its permissions")
            }
            guard mayPass(facts) else {
                throw OperatorError(
                    "PostgreSQL 以用户 postgres 运行,但它无法进入目录 \(folder):请执行 chmod o+x \(folder),"
                        + "或用 HEADWATER_HOME 另指目录(如 /var/lib/headwater)",
                    "PostgreSQL runs as the user postgres, who cannot enter the folder \(folder): "
                        + "run chmod o+x \(folder), or name another home in HEADWATER_HOME "
                        + "(for example /var/lib/headwater)")
            }
        }
    }

    private func mayPass(_ facts: FileFacts) -> Bool {
        let bit: UInt32 =
            facts.user == user ? 0o100 : (groups.contains(facts.group) ? 0o010 : 0o001)
        return facts.permissions & bit != 0
    }
}
