import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Server
import Testing

/// Server-sent events: what has happened, then what happens, without a seam.
@Suite struct LiveTests {
    /// Takes what a listener would see, and hangs up once it has seen `enough`.
    private struct Listener: ResponseBodyWriter {
        struct HungUp: Error {
            let seen: String
        }

        let enough: String
        var seen = ""

        mutating func write(_ buffer: ByteBuffer) async throws {
            seen += String(buffer: buffer)
            if seen.contains(enough) { throw HungUp(seen: seen) }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private func listen(
        _ api: API, _ token: String, lastEventID: String, until enough: String
    ) async throws -> String {
        let responder = APIResponder(buildRoutes(api.services), metrics: RequestMetrics()) {
            try await api.services.signIn.caller(token: $0)
        }
        var head = HTTPRequest(
            method: .get, scheme: "http", authority: "localhost", path: "/v1/events/live")
        head.headerFields[.authorization] = "Bearer \(token)"
        head.headerFields[.lastEventID] = lastEventID
        let response = try await responder.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer())),
            context: APIContext(
                source: ApplicationRequestContextSource(
                    channel: NIOAsyncTestingChannel(), logger: Logger(label: "test"))))
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/event-stream")
        do {
            try await response.body.write(Listener(enough: enough))
            return ""
        } catch let end as Listener.HungUp {
            return end.seen
        }
    }

    @Test func `a listener who comes back gets what it missed and then what happens`() async throws
    {
        try await API.run { api, tokens in
            let token = tokens[.administrator] ?? ""
            try await api.plan("a", token: token)
            try await api.plan("b", token: token)
            async let heard = listen(api, token, lastEventID: "1", until: "event: NoteAdded")
            _ = try await api.call(
                .post, "/v1/tasks/a/add-note", token: token, body: #"{"text":"x"}"#)
            let lines = try await heard.split(separator: "\n").filter {
                $0.hasPrefix("id: ") || $0.hasPrefix("event: ")
            }
            #expect(lines == ["id: 2", "event: TaskPlanned", "id: 3", "event: NoteAdded"])
        }
    }

    @Test func `a place in the log that is not there is refused`() async throws {
        try await API.run { api, tokens in
            let reply = try await api.call(
                .get, "/v1/events/live", token: tokens[.administrator],
                headers: ["Last-Event-ID": "7"])
            #expect(reply.status == 422)
            #expect(reply.errors == ["Last-Event-ID invalid-value"])
        }
    }
}
