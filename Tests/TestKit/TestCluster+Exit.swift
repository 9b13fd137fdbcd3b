import Glibc
import Synchronization

/// What is left to do when the process ends. At file scope: `atexit` takes no context.
private let leftovers = Mutex<[(pid: pid_t, folder: String)]>([])

/// Ends the server with this process, whether it returns from main, calls `exit`, or is told to
/// stop, and removes its folder.
func endAtExit(_ pid: pid_t, _ folder: String) {
    let isFirst = leftovers.withLock { list in
        list.append((pid, folder))
        return list.count == 1
    }
    guard isFirst else { return }
    atexit { endLeftovers() }
    for code in [SIGINT, SIGTERM] { signal(code) { exit(128 + $0) } }
}

private func endLeftovers() {
    for (pid, folder) in leftovers.withLock({ $0 }) {
        kill(pid, SIGQUIT)  // At once, without a checkpoint: the data are thrown away.
        waitpid(pid, nil, 0)
        remove(tree: folder)
    }
}

private func remove(tree path: String) {
    if let folder = opendir(path) {
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { remove(tree: path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    } else {
        unlink(path)
    }
}
