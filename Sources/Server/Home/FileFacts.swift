// glibc's `struct stat` belongs to whichever C module the compiler meets it in first.
import Dispatch
import Foundation
import Glibc

/// What the operating system says of a file.
struct FileFacts: Hashable {
    let user: UInt32
    let group: UInt32
    /// The permission bits alone.
    let permissions: UInt32
    let isFolder: Bool
    let bytes: UInt64
    let device: UInt
    let inode: UInt

    /// Nil if there is nothing at `path` or it cannot be reached; `errno` tells why.
    init?(_ path: String, followingLinks: Bool = true) {
        var facts = stat()
        guard (followingLinks ? stat(path, &facts) : lstat(path, &facts)) == 0 else { return nil }
        user = facts.st_uid
        group = facts.st_gid
        permissions = facts.st_mode & 0o7777
        isFolder = facts.st_mode & S_IFMT == S_IFDIR
        bytes = UInt64(max(0, facts.st_size))
        device = UInt(facts.st_dev)
        inode = UInt(facts.st_ino)
    }

    func isSameFile(as other: FileFacts) -> Bool {
        device == other.device && inode == other.inode
    }
}
