import Domain
import Glibc
import Logging

/// Learns of appends by other servers, and tells them of ours: one thread, one connection.
///
/// NOTIFY goes out here, after the append has committed and any number of them as one, because
/// NOTIFY inside a transaction makes commits queue up behind each other. Should all
/// notifications fail, the head is looked up every `pollMs`.
final class HeadWatcher: Sendable {
    private struct State {
        var owesNotification = false
        var isClosed = false
    }

    private let state = Monitor(State())
    private let signal: HeadSignal
    private let configuration: LogConfiguration
    private let logID: Int16
    /// Told of each new connection, and of a log that is not the one known: it may be another
    /// server's now.
    private let check: @Sendable (Connection) throws -> Void
    private let wake: (read: Int32, write: Int32)
    private let thread: Monitor<OwnThread?>

    init(
        _ configuration: LogConfiguration, logID: Int16, signal: HeadSignal,
        check: @escaping @Sendable (Connection) throws -> Void
    ) throws {
        self.configuration = configuration
        self.logID = logID
        self.signal = signal
        self.check = check
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw EventStoreError.unavailable("no pipe: error \(errno)")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        wake = (ends[0], ends[1])
        thread = Monitor(nil)
        let started = try OwnThread("watcher") { [self] in serve() }
        thread.withLock { $0 = started }
    }

    /// We have appended up to `head`.
    func appended(_ head: Int64) {
        signal.announce(head)
        let first = state.withLock { state in
            defer { state.owesNotification = true }
            return !state.owesNotification
        }
        if first { poke() }
    }

    /// Blocks until the thread has ended.
    func close() {
        state.withLock { $0.isClosed = true }
        poke()
        thread.withLock { $0 }?.join()
        Glibc.close(wake.read)
        Glibc.close(wake.write)
    }

    /// A full pipe wakes as well as one more byte would.
    private func poke() {
        var byte: UInt8 = 1
        _ = write(wake.write, &byte, 1)
    }

    private func serve() {
        var connection: Connection?
        var backoff = Backoff()
        while !state.withLock({ $0.isClosed }) {
            do {
                let usable = try connection ?? connect()
                connection = usable
                backoff = Backoff()
                try serve(usable)
            } catch {
                connection = nil
                // What was owed may have been lost with the connection; once too often is no harm.
                state.withLock { $0.owesNotification = true }
                configuration.logger.warning("the watcher of the log's head lost its connection")
                pause(backoff.next())
            }
        }
    }

    private func connect() throws -> Connection {
        let connection = try Connection(
            configuration.url, role: Migrator.app, deadlineMs: configuration.connectDeadlineMs)
        try connection.run("LISTEN headwater_log_\(logID)")
        try check(connection)
        return connection
    }

    /// Notifications go out no closer together than this: the rest are one with the next.
    private static let notifyEveryMs: Int64 = 20

    /// Pays what is owed, waits for news, looks at the head; until the connection breaks.
    private func serve(_ connection: Connection) throws {
        var notifiedAt: Int64 = 0
        var lookAt: Int64 = 0
        while !state.withLock({ $0.isClosed }) {
            let now = SystemClock.monotonicMs()
            if now >= lookAt {
                try lookAtHead(connection)
                lookAt = now + configuration.pollMs
            }
            var wait = lookAt - now
            if state.withLock({ $0.owesNotification }) {
                if now - notifiedAt >= HeadWatcher.notifyEveryMs {
                    state.withLock { $0.owesNotification = false }
                    try connection.run("NOTIFY headwater_log_\(logID)")
                    notifiedAt = now
                } else {
                    wait = min(wait, notifiedAt + HeadWatcher.notifyEveryMs - now)
                }
            }
            if try hearsOfOthers(connection, within: max(0, wait)) { lookAt = 0 }
        }
    }

    private func lookAtHead(_ connection: Connection) throws {
        let (known, epoch) = (signal.head, signal.epoch)
        let head = try LogHead.read(logID: logID, connection)
        if head.position < known || head.epoch != epoch { try check(connection) }
        signal.observe(head, sinceKnown: known)
    }

    /// True if another server has notified; our own notifications come back too, and say nothing.
    private func hearsOfOthers(_ connection: Connection, within milliseconds: Int64) throws -> Bool
    {
        if connection.takeNotifications() { return true }
        var entries = [
            pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0),
            pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 2, Int32(clamping: milliseconds)) > 0 else { return false }
        if entries[0].revents != 0 { drain() }
        guard entries[1].revents != 0 else { return false }
        _ = try connection.waitForInput(until: SystemClock.monotonicMs() + 1)
        return connection.takeNotifications()
    }

    private func pause(_ milliseconds: Int64) {
        var entry = pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)
        // A poke ends the pause early; that is what ends the thread at once on close.
        if poll(&entry, 1, Int32(clamping: milliseconds)) > 0 { drain() }
    }

    private func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wake.read, &bytes, 64) > 0 {}
    }
}
