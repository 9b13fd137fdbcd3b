import Glibc
import Synchronization

/// What is left to do when the process ends. At file scope: `atexit` takes no context.
private let leftovers = Mutex<[(pid: pid_t, keptOpen: Int32)]>([])

/// Waits, when this process ends in good order, until the server has ended and its folder is
/// gone. If it ends in any other way, the end of the pipe has the same effect a moment later.
func endAtExit(_ pid: pid_t, keptOpen: Int32) {
    let isFirst = leftovers.withLock { list in
        list.append((pid, keptOpen))
        return list.count == 1
    }
    guard isFirst else { return }
    atexit {
        for (pid, keptOpen) in leftovers.withLock({ $0 }) {
            close(keptOpen)
            waitpid(pid, nil, 0)
        }
    }
}
