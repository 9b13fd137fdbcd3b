import Domain
import EventStore
import HTTPTypes
import JSON
import Server
import Testing

/// Commands over HTTP: what they answer, and how they are refused.
@Suite struct CommandTests {
    @Test func `a new thing has a place, a version and a position`() async throws {
        try await API.run { api, tokens in
            let reply = try await api.plan("t-1", token: tokens[.administrator] ?? "")
            #expect(reply.status == 201)
            #expect(reply.header("Location") == "/v1/tasks/t-1")
            #expect(reply.header("ETag") == "\"1\"")
            #expect(reply.position == "1")
        }
    }

    @Test func `a key answers the same again, and never another command`() async throws {
        try await API.run { api, tokens in
            let token = tokens[.administrator]
            try await api.plan("t-1", token: token ?? "")
            let path = "/v1/tasks/t-1/add-note"
            let key = ["Idempotency-Key": "k-1"]
            let first = try await api.call(
                .post, path, token: token, body: #"{"text":"a"}"#, headers: key)
            let again = try await api.call(
                .post, path, token: token, body: #"{"text":"a"}"#, headers: key)
            let other = try await api.call(
                .post, path, token: token, body: #"{"text":"b"}"#, headers: key)
            #expect([first.status, again.status, other.status] == [200, 200, 422])
            #expect([first.position, again.position] == ["2", "2"])
            #expect(other.code == "key-reused")
            let known = try await api.call(.get, "/v1/requests/k-1", token: token)
            #expect(known.status == 200)
            #expect(known.json["positions"] == [2])
            let unknown = try await api.call(.get, "/v1/requests/k-2", token: token)
            #expect(unknown.status == 404)
        }
    }

    @Test func `class E needs the version seen, and a stale one is told what happened since`()
        async throws
    {
        try await API.run { api, tokens in
            let token = tokens[.administrator]
            try await api.plan("t-1", token: token ?? "")
            let path = "/v1/tasks/t-1/change-deadline"
            let body = #"{"due":"2025-12-31","reason":"rain"}"#
            let without = try await api.call(.post, path, token: token, body: body)
            #expect(without.status == 428)
            #expect(without.code == "if-match-missing")
            let stale = try await api.call(
                .post, path, token: token, body: body, headers: ["If-Match": "\"0\""])
            #expect(stale.status == 412)
            #expect(stale.code == "stale")
            let conflicts = stale.json["conflicts"]?.arrayValue ?? []
            #expect(conflicts.map { $0["type"] } == ["TaskPlanned"])
            #expect(stale.header("ETag") == "\"1\"")
            let impossible = try await api.call(
                .post, path, token: token, body: #"{"due":"2025-02-30","reason":"rain"}"#,
                headers: ["If-Match": "\"1\""])
            #expect(impossible.status == 422)
            #expect(impossible.errors == ["/due invalid-date"])
            let broken = try await api.call(
                .post, path, token: token, body: body, headers: ["If-Match": "one"])
            #expect(broken.status == 422)
            #expect(broken.errors == ["If-Match invalid-value"])
            let done = try await api.call(
                .post, path, token: token, body: body, headers: ["If-Match": "\"1\""])
            #expect(done.status == 200)
            #expect(done.header("ETag") == "\"2\"")
        }
    }

    @Test func `a rule that stands in the way is 409 with its own code`() async throws {
        try await API.run { api, tokens in
            try await api.plan("t-1", token: tokens[.administrator] ?? "")
            let again = try await api.plan("t-1", token: tokens[.administrator] ?? "")
            #expect(again.status == 409)
            #expect(again.code == "task-already-planned")
        }
    }

    @Test func `an id that nobody could have is refused where one is given`() async throws {
        try await API.run { api, tokens in
            let reply = try await api.plan("T_1", token: tokens[.administrator] ?? "")
            #expect(reply.status == 422)
            #expect(reply.errors == ["/id invalid-id"])
            let unknown = try await api.call(
                .post, "/v1/tasks/no-such/add-note", token: tokens[.administrator],
                body: #"{"text":"a"}"#)
            #expect(unknown.status == 404)
        }
    }

    @Test func `an auditor writes nothing, whatever the command`() async throws {
        try await API.run(signInAs: [.auditor]) { api, tokens in
            let commands = buildRoutes(api.services).routes.filter { $0.isCommand }
            #expect(commands.isEmpty == false)
            for route in commands {
                let path = route.template.replacing("{id}", with: "x")
                let reply = try await api.call(
                    .post, path, token: tokens[.auditor], body: "{}",
                    headers: ["If-Match": "\"1\""])
                #expect(reply.status == 403, "\(path)")
                #expect(reply.code == "forbidden", "\(path)")
            }
            #expect(try await api.services.log.head().position == 0)
        }
    }
}
