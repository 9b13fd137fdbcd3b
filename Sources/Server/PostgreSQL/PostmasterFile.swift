import Foundation

/// `postmaster.pid`, which a running cluster keeps in its data folder and a killed one leaves
/// behind.
package struct PostmasterFile: Hashable, Sendable {
    package let pid: Int32
    package let dataFolder: String

    /// Nil for a file that is not whole: it is written line by line.
    package init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, let pid = Int32(lines[0].trimmingCharacters(in: .whitespaces)),
            pid > 1, lines[1].hasPrefix("/")
        else { return nil }
        self.pid = pid
        dataFolder = String(lines[1])
    }

    /// The postmaster that serves `dataFolder` now, whoever started it.
    ///
    /// That the process id lives is not enough: after a restart of the machine it may be anybody's.
    /// A postmaster's working folder is its data folder.
    package static func survivor(in dataFolder: String) -> Int32? {
        guard let data = FileManager.default.contents(atPath: dataFolder + "/postmaster.pid"),
            let file = PostmasterFile(String(decoding: data, as: UTF8.self)),
            isPostmaster(file.pid, of: dataFolder)
        else { return nil }
        return file.pid
    }

    package static func isPostmaster(_ pid: Int32, of dataFolder: String) -> Bool {
        guard let folder = FileFacts(dataFolder), let working = FileFacts("/proc/\(pid)/cwd") else {
            return false
        }
        return folder.isSameFile(as: working) && !isZombie(pid)
    }

    /// A process that has ended and waits to be reaped by somebody else still has its number.
    private static func isZombie(_ pid: Int32) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else {
            return true
        }
        let afterName = String(decoding: data, as: UTF8.self).split(separator: ")").last ?? ""
        return afterName.split(separator: " ").first == "Z"
    }
}
