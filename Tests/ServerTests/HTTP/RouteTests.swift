import CoreMetrics
import Domain
import HTTPTypes
import JSON
import Server
import Testing

/// The table of routes and all that is made from it.
@Suite struct RouteTests {
    @Test func `the OpenAPI document and the routes say the same, in both directions`() async throws
    {
        try await API.run(signInAs: []) { api, _ in
            let table = buildRoutes(api.services)
            let reply = try await api.call(.get, "/openapi.json")
            #expect(reply.json["openapi"] == "3.1.0")
            var described: Set<String> = []
            for (path, operations) in reply.json["paths"]?.objectValue?.members ?? [] {
                for (method, operation) in operations.objectValue?.members ?? [] {
                    described.insert("\(method.uppercased()) \(path)")
                    #expect(operation["operationId"]?.stringValue?.isEmpty == false)
                    #expect(operation["responses"]?.objectValue?.isEmpty == false)
                }
            }
            let served = table.routes.map { "\($0.method.rawValue) \($0.template)" }
            #expect(described == Set(served))
            #expect(served.count == Set(served).count)
            #expect(table.routes.count == Set(table.routes.map(\.name)).count)
        }
    }

    @Test func `every reference in the OpenAPI document leads somewhere`() async throws {
        try await API.run(signInAs: []) { api, _ in
            let document = try await api.call(.get, "/openapi.json").json
            let references = RouteTests.references(in: document)
            #expect(references.isEmpty == false)
            for reference in references {
                var place: JSONValue? = document
                for name in reference.split(separator: "/").dropFirst() {
                    place = place?[String(name)]
                }
                #expect(place != nil, "\(reference)")
            }
        }
    }

    @Test func `no column takes a name that every row or every query has already`() {
        let sources = ListCatalogue.lists(ReadModels.all) + ListCatalogue.subLists(ReadModels.all)
        #expect(sources.isEmpty == false)
        for source in sources {
            let names = source.columns.map(\.apiName)
            #expect(Set(names).count == names.count, "\(source.model.name)")
            #expect(Set(names).isDisjoint(with: ["id", "version", "position"]))
        }
    }

    @Test func `no operation of the OpenAPI document has a parameter twice`() async throws {
        try await API.run(signInAs: []) { api, _ in
            for route in buildRoutes(api.services).routes {
                let names = route.parameters.map(\.name)
                #expect(Set(names).count == names.count, "\(route.name)")
            }
        }
    }

    @Test func `every kind of thing with rows of its own has its list`() {
        let paths = ListCatalogue.lists(ReadModels.all).map(\.kind.path)
        #expect(
            paths == [
                "tasks", "letters", "rosters", "disbursements", "funds", "indicators", "projects",
                "parameters", "conflicts", "devices", "members",
            ])
        let parts = ListCatalogue.subLists(ReadModels.all).map {
            "\($0.kind.path)/\($0.parent?.path ?? "")"
        }
        #expect(parts == ["disbursements/lines", "rosters/persons", "devices/intents"])
    }

    @Test func `the rebuild of a read model is started once and shows the same rows`() async throws
    {
        try await API.run { api, tokens in
            let token = tokens[.administrator]
            try await api.plan("a", token: token ?? "")
            let reply = try await api.call(
                .post, "/v1/read-models/plan_board/rebuild", token: token)
            #expect(reply.status == 202)
            let unknown = try await api.call(
                .post, "/v1/read-models/no_such/rebuild", token: token)
            #expect(unknown.status == 404)
            let rows = try await api.call(.get, "/v1/tasks?minPosition=1", token: token)
            #expect(rows.ids == ["a"])
        }
    }

    private static func references(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let object):
            object.members.reduce(into: []) { found, member in
                if member.key == "$ref", let name = member.value.stringValue { found.insert(name) }
                found.formUnion(references(in: member.value))
            }
        case .array(let items): items.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .null, .bool, .number, .string: []
        }
    }

    @Test func `no route but the open ones answers without sign-in`() async throws {
        try await API.run(signInAs: []) { api, _ in
            for route in buildRoutes(api.services).routes {
                let path = route.template.replacing("{id}", with: "x").replacing("{key}", with: "x")
                    .replacing("{name}", with: "x").replacing("{period}", with: "x")
                for token in [nil, String(repeating: "x", count: 40)] {
                    let reply = try await api.call(
                        route.method, path, token: token,
                        body: route.method == .post ? "{}" : nil)
                    switch route.access {
                    case .open: #expect(reply.status != 401, "\(path)")
                    case .signedIn, .roles, .device:
                        #expect(reply.status == 401, "\(path)")
                        #expect(reply.code == "sign-in-needed", "\(path)")
                    }
                }
            }
        }
    }

    @Test func `a wrong method is told the right ones`() async throws {
        try await API.run(signInAs: []) { api, _ in
            for (method, path, allowed) in [
                (HTTPRequest.Method.delete, "/v1/tasks/x/add-note", "POST"),
                (.delete, "/v1/tasks", "GET, HEAD, POST"), (.post, "/healthz", "GET, HEAD"),
                (.get, "/v1/sessions", "DELETE, POST"),
            ] {
                let reply = try await api.call(method, path)
                #expect(reply.status == 405, "\(path)")
                #expect(reply.code == "method-not-allowed", "\(path)")
                #expect(reply.header("Allow") == allowed, "\(path)")
            }
        }
    }

    @Test func `an unknown path is a problem in the caller's language`() async throws {
        try await API.run(signInAs: []) { api, _ in
            for path in ["/v2", "/v1/tasks/", "/v1//tasks", "/%ff", "/v1/tasks/x/y/z"] {
                let reply = try await api.call(.get, path)
                #expect(reply.status == 404, "\(path)")
                #expect(reply.code == "unknown-path", "\(path)")
            }
            let chinese = try await api.call(.get, "/x")
            let english = try await api.call(
                .get, "/x", headers: ["Accept-Language": "en, zh;q=0.5"])
            #expect(chinese.json["title"] == "没有这个地址")
            #expect(english.json["title"] == "There is no such path.")
            #expect(chinese.json["status"] == 404)
        }
    }

    @Test func `answers are not stored, not sniffed and not framed`() async throws {
        try await API.run(signInAs: []) { api, _ in
            let reply = try await api.call(.get, "/healthz")
            #expect(reply.status == 200)
            #expect(reply.header("Cache-Control") == "no-store")
            #expect(reply.header("X-Content-Type-Options") == "nosniff")
            #expect(reply.header("X-Frame-Options") == "DENY")
        }
    }

    @Test func `the log's events are for those who may read all of it`() async throws {
        try await API.run(signInAs: [.auditor, .field, .administrator]) { api, tokens in
            try await api.plan("a", token: tokens[.administrator] ?? "")
            try await api.plan("b", token: tokens[.administrator] ?? "")
            for path in ["/v1/events", "/v1/replay?from=pos:1&to=pos:2", "/v1/read-models"] {
                let refused = try await api.call(.get, path, token: tokens[.field])
                #expect(refused.status == 403, "\(path)")
                let shown = try await api.call(.get, path, token: tokens[.auditor])
                #expect(shown.status == 200, "\(path)")
            }
            let newest = try await api.call(
                .get, "/v1/events?sort=-position&limit=1&stream=task/b", token: tokens[.auditor])
            #expect(
                newest.json["items"]?.arrayValue?.map { $0["position"] } == [2])
            let rebuild = try await api.call(
                .post, "/v1/read-models/plan_board/rebuild", token: tokens[.auditor])
            #expect(rebuild.status == 403)
        }
    }

    @Test func `metrics count by route, and hold no id and no name`() async throws {
        let registry = MetricsRegistry()
        registry.makeCounter(label: "requests.total", dimensions: [("route", "/v1/tasks/{id}")])
            .increment(by: 2)
        registry.makeTimer(label: "seconds", dimensions: []).recordNanoseconds(1_500_000_000)
        let text = String(decoding: registry.prometheusText(), as: UTF8.self)
        #expect(
            text == """
                # TYPE requests_total counter
                requests_total{route="/v1/tasks/{id}"} 2
                # TYPE seconds summary
                seconds_sum 1.5
                seconds_count 1
                # TYPE headwater_metrics_dropped_total counter
                headwater_metrics_dropped_total 0

                """)
    }
}
