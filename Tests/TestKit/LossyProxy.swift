import Glibc
import Synchronization

/// Stands between a client and a PostgreSQL server and loses what it is told to lose.
///
/// It listens on a Unix socket in a folder of its own. Each connection has a thread here, which
/// hands on the server's messages whole, up to each `ReadyForQuery`.
package final class LossyProxy: Sendable {
    private struct State {
        var sockets: Set<Int32> = []
        var losesNotifications = false
        var lostNotifications = 0
        /// Connections that have ever sent this text lose the next answer, and themselves.
        var cut: [UInt8]?
        var cuts = 0
        var isClosed = false
    }

    package let folder: String
    private let target: String
    private let listener: Int32
    private let state = Mutex(State())

    /// A program started meanwhile must not keep a connection open that was broken here.
    private static let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    private static let socketName = "/.s.PGSQL.5432"

    /// - Parameter folder: where the server's own socket is.
    package init(before folder: String) throws {
        target = folder + LossyProxy.socketName
        self.folder = try TestCluster.makeFolder()
        listener = socket(AF_UNIX, LossyProxy.stream, 0)
        let bound = LossyProxy.withAddress(self.folder + LossyProxy.socketName) {
            bind(listener, $0, $1)
        }
        guard listener >= 0, bound == 0, listen(listener, 64) == 0 else {
            throw TestCluster.Failure(description: "no socket in \(self.folder): error \(errno)")
        }
        Thread.start { [self] in accept() }
    }

    /// The same database, through here.
    package func url(_ direct: String) -> String {
        let server = String(target.dropLast(LossyProxy.socketName.count))
        return direct.replacing("host=\(server)", with: "host=\(folder)")
    }

    /// From now on no notification comes through; `lostNotifications` counts them.
    package func loseNotifications() { state.withLock { $0.losesNotifications = true } }

    package var lostNotifications: Int { state.withLock { $0.lostNotifications } }

    /// Loses, once, the next answer on a connection that has ever sent `text`, and that
    /// connection: whatever was asked has happened, and the client does not know.
    package func loseAnswer(to text: String) { state.withLock { $0.cut = Array(text.utf8) } }

    /// How many answers were lost so.
    package var lostAnswers: Int { state.withLock { $0.cuts } }

    /// Breaks every connection; new ones can be made.
    package func breakAll() {
        for socket in state.withLock({ $0.sockets }) { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    package func close() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
        breakAll()
        unlink(folder + LossyProxy.socketName)
        rmdir(folder)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            if state.withLock({ $0.isClosed }) || client < 0 { break }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            let server = socket(AF_UNIX, LossyProxy.stream, 0)
            guard LossyProxy.withAddress(target, { connect(server, $0, $1) }) == 0 else {
                Glibc.close(client)
                Glibc.close(server)
                continue
            }
            state.withLock { $0.sockets.formUnion([client, server]) }
            Thread.start { [self] in
                relay(client, server)
                for end in [client, server] { shutdown(end, Int32(SHUT_RDWR)) }
                state.withLock { $0.sockets.subtract([client, server]) }
                Glibc.close(client)
                Glibc.close(server)
            }
        }
        Glibc.close(listener)
    }

    private func relay(_ client: Int32, _ server: Int32) {
        var asked: [UInt8] = []
        var answer = Answer()
        while true {
            var entries = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, -1) > 0 else { return }
            if entries[0].revents != 0 {
                guard let bytes = LossyProxy.receive(client) else { return }
                asked = asked.suffix(LossyProxy.memory) + bytes
                guard LossyProxy.send(bytes, to: server) else { return }
            }
            if entries[1].revents != 0 {
                guard let bytes = LossyProxy.receive(server) else { return }
                answer.take(bytes)
                while let part = answer.next(losing: { self.loses($0) }) {
                    if part.isDone, isCut(asked) { return }
                    guard LossyProxy.send(part.bytes, to: client) else { return }
                }
            }
        }
    }

    /// Bytes of a connection's questions that are remembered.
    private static let memory = 1 << 20

    private func loses(_ type: UInt8) -> Bool {
        state.withLock { state in
            guard type == UInt8(ascii: "A"), state.losesNotifications else { return false }
            state.lostNotifications += 1
            return true
        }
    }

    private func isCut(_ asked: [UInt8]) -> Bool {
        state.withLock { state in
            guard let text = state.cut, asked.contains(text) else { return false }
            state.cut = nil
            state.cuts += 1
            return true
        }
    }
}

extension LossyProxy {
    /// What the server says, cut where it is ready for the next question.
    private struct Answer {
        struct Part {
            var bytes: [UInt8]
            /// It ends with the server idle, outside a transaction, after a statement that ran.
            var isDone: Bool
        }

        private var waiting: [UInt8] = []
        private var isHandshake = true

        mutating func take(_ bytes: [UInt8]) { waiting += bytes }

        /// Whole messages up to a `ReadyForQuery`; before the first one, and where the server
        /// speaks unasked, as they come.
        mutating func next(losing loses: (UInt8) -> Bool) -> Part? {
            var kept: [UInt8] = []
            var at = 0
            var hasRun = false
            while at + 5 <= waiting.count {
                let length = waiting[(at + 1)..<(at + 5)].reduce(0) { $0 << 8 | Int($1) }
                guard at + 1 + length <= waiting.count else { break }
                let type = waiting[at]
                let message = waiting[at..<(at + 1 + length)]
                at += 1 + length
                if !loses(type) { kept += message }
                hasRun = hasRun || type == UInt8(ascii: "C")
                if type == UInt8(ascii: "Z") {
                    let isIdle = message.last == UInt8(ascii: "I")
                    waiting.removeFirst(at)
                    isHandshake = false
                    return Part(bytes: kept, isDone: isIdle && hasRun)
                }
                // Notifications and errors that end the session come without a question.
                if isHandshake || kept.first == UInt8(ascii: "A") || type == UInt8(ascii: "E") {
                    waiting.removeFirst(at)
                    return Part(bytes: kept, isDone: false)
                }
            }
            return nil
        }
    }

    private static func receive(_ socket: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    private static func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    socket, buffer.baseAddress.map { $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// A thread that nobody waits for.
private enum Thread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func start(_ run: @escaping @Sendable () -> Void) {
        var handle = pthread_t()
        let body = Unmanaged.passRetained(Body(run))
        let code = pthread_create(
            &handle, nil,
            { pointer in
                if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            }, body.toOpaque())
        if code == 0 { pthread_detach(handle) } else { body.release() }
    }
}
