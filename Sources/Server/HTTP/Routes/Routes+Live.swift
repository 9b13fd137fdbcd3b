import Domain
import EventStore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Events as they happen, as server-sent events: `id` is the position, `event` the stored type,
/// `data` the event as in every list.
struct LiveRoutes: Sendable {
    private let services: Services
    private let open = ListenerCount()

    init(_ services: Services) { self.services = services }

    func all() -> [Route] {
        let parameters: [Route.Parameter] = [
            .init("after", .integer, "Begin after this position; without it, with what comes now.")
        ]
        return [
            Route(
                .get, "/v1/events/live", .roles(EventRoutes.readers), name: "events.live",
                "实时事件", "Events as they happen."
            ) { call in
                try call.query.allow(parameters.map(\.name))
                let after = try await start(call)
                guard open.enter() else { throw Problem.tooManyListeners }
                let token = APIResponder.bearer(call.header(.authorization)) ?? ""
                let lease = Lease(open)
                return Answer(
                    .ok, headers: [.contentType: "text/event-stream"],
                    body: .stream { writer in
                        defer { lease.end() }
                        try await send(after: after, token: token, to: &writer)
                    })
            }.with {
                $0.parameters = parameters
                $0.produces = ["text/event-stream"]
            }
        ]
    }

    /// `Last-Event-ID` of a listener that comes back goes before `after`.
    private func start(_ call: Call) async throws -> Int64 {
        let head = try await services.log.head().position
        if let last = call.header(.lastEventID) {
            guard let position = Int64(last), (0...head).contains(position) else {
                throw Problem.header("Last-Event-ID", .invalidValue)
            }
            return position
        }
        guard let text = call.query["after"] else { return head }
        guard let position = Int64(text.string), (0...head).contains(position) else {
            throw Problem.query("after", .outOfRange)
        }
        return position
    }

    /// Ends when the listener goes, falls too far behind or loses its session, and when the server
    /// stops.
    ///
    /// Concurrent because the writer is the connection's, and is handed on piece by piece.
    @concurrent
    private func send(
        after: Int64, token: String, to writer: inout any ResponseBodyWriter
    ) async throws {
        let (chunks, queue) = AsyncStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingOldest(HTTPLimits.listenerBacklog))
        let follow = Task { await self.follow(after: after, queue) }
        let beat = Task { await self.beat(token, queue) }
        defer {
            follow.cancel()
            beat.cancel()
        }
        try await writer.write(ByteBuffer(string: ": headwater\n\n"))
        for await chunk in chunks.cancelOnGracefulShutdown() {
            try await writer.write(ByteBuffer(bytes: chunk))
        }
    }

    private func follow(
        after: Int64, _ queue: AsyncStream<[UInt8]>.Continuation
    ) async {
        do {
            for try await batch in services.log.subscribe(after: after, batch: 100, as: "live") {
                for event in batch.events {
                    guard case .enqueued = queue.yield(LiveRoutes.frame(event)) else {
                        queue.finish()
                        return
                    }
                }
            }
        } catch is CancellationError {
            queue.finish()
        } catch {
            services.logger.warning("a live stream ended", metadata: ["error": "\(error)"])
            queue.finish()
        }
        queue.finish()
    }

    /// Keeps proxies from closing the connection, finds listeners that are gone, and ends the
    /// stream of somebody who has signed out.
    private func beat(_ token: String, _ queue: AsyncStream<[UInt8]>.Continuation) async {
        do {
            while try await services.signIn.caller(token: token) != nil {
                try await Task.sleep(for: .seconds(HTTPLimits.heartbeatSeconds))
                if case .terminated = queue.yield(Array(": still here\n\n".utf8)) { return }
            }
            queue.finish()
        } catch is CancellationError {
            queue.finish()
        } catch {
            services.logger.warning("a live stream ended", metadata: ["error": "\(error)"])
            queue.finish()
        }
    }

    static func frame(_ event: StoredEvent) -> [UInt8] {
        Array("id: \(event.envelope.position)\nevent: \(event.envelope.type)\ndata: ".utf8)
            + EventDocument.bytes(event) + [0x0a, 0x0a]
    }
}

/// How many listen now.
final class ListenerCount: Sendable {
    private let count = Mutex(0)

    func enter() -> Bool {
        count.withLock { count in
            guard count < HTTPLimits.listeners else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}

/// A listener's place, given back once: when its stream ends, or when the answer is thrown away
/// before it began.
private final class Lease: Sendable {
    private let count: ListenerCount
    private let ended = Mutex(false)

    init(_ count: ListenerCount) { self.count = count }

    deinit { end() }

    func end() {
        let first = ended.withLock { ended in
            defer { ended = true }
            return !ended
        }
        if first { count.leave() }
    }
}
