import Domain
import HTTPTypes
import JSON
import Testing

/// Lists: pages, filters, past moments, CSV.
@Suite struct ListTests {
    private static func page(_ api: API, _ query: String, _ token: String?) async throws -> Reply {
        try await api.call(.get, "/v1/tasks?\(query)", token: token)
    }

    @Test func `cursors walk a list once through, in any order`() async throws {
        try await API.run { api, tokens in
            let token = tokens[.administrator] ?? ""
            for id in ["a", "b", "c", "d", "e"] {
                try await api.plan(id, theme: id < "c" ? "x" : "y", token: token)
            }
            let expected = [
                ("", ["a", "b", "c", "d", "e"]), ("&sort=-id", ["e", "d", "c", "b", "a"]),
                ("&sort=theme", ["a", "b", "c", "d", "e"]),
                ("&sort=-theme", ["e", "d", "c", "b", "a"]),
            ]
            for moment in ["", "&asOf=pos:5", "&effective=2999-01-01"] {
                for (sort, order) in expected {
                    var seen: [String] = []
                    var query = "limit=2&minPosition=5\(sort)\(moment)"
                    while true {
                        let reply = try await ListTests.page(api, query, token)
                        #expect(reply.status == 200, "\(query) \(reply.text)")
                        seen += reply.ids
                        guard let cursor = reply.json["nextCursor"]?.stringValue, seen.count < 9
                        else { break }
                        query = "limit=2\(sort)\(moment)&cursor=\(cursor)"
                    }
                    #expect(seen == order, "\(sort)\(moment)")
                }
            }
        }
    }

    @Test func `a cursor of another list or order is refused`() async throws {
        try await API.run { api, tokens in
            let token = tokens[.administrator] ?? ""
            for id in ["a", "b"] { try await api.plan(id, theme: "x", token: token) }
            let first = try await ListTests.page(api, "limit=1&minPosition=2", token)
            let cursor = first.json["nextCursor"]?.stringValue ?? ""
            #expect(try await ListTests.page(api, "cursor=\(cursor)", token).ids == ["b"])
            for path in ["/v1/funds?cursor=", "/v1/tasks?sort=due&cursor="] {
                let reply = try await api.call(.get, path + cursor, token: token)
                #expect(reply.status == 422, "\(path)")
                #expect(reply.errors == ["cursor invalid-value"], "\(path)")
            }
            let unknown = try await api.call(.get, "/v1/tasks/%00", token: token)
            #expect(unknown.status == 404)
        }
    }

    @Test func `a list filters by its columns, now and then`() async throws {
        try await API.run { api, tokens in
            let token = tokens[.administrator] ?? ""
            try await api.plan("a", theme: "x", token: token)
            try await api.plan("b", theme: "y", token: token)
            for moment in ["", "&asOf=pos:2"] {
                let reply = try await ListTests.page(
                    api, "theme=y&due=2025-06-30&blocked=false&minPosition=2\(moment)", token)
                #expect(reply.ids == ["b"])
            }
            #expect(try await ListTests.page(api, "asOf=pos:1", token).ids == ["a"])
            #expect(try await ListTests.page(api, "asOf=pos:1", token).json["position"] == 1)
            #expect(try await ListTests.page(api, "effective=2020-01-01", token).ids == [])
        }
    }

    @Test func `whatever is wrong in a query is named`() async throws {
        try await API.run { api, tokens in
            let cases = [
                ("asOf=pos:x", ["asOf invalid-moment"]), ("limit=0", ["limit out-of-range"]),
                ("limit=x", ["limit wrong-type"]), ("cursor=%00", ["cursor invalid-value"]),
                ("theme=a%00b", ["theme invalid-value"]),
                ("effective=2025-02-30", ["effective invalid-date"]),
                ("colour=red&shape=round", ["colour unknown-field", "shape unknown-field"]),
                ("sort=cooperating", ["sort not-a-choice"]), ("due=soon", ["due invalid-value"]),
                ("asOf=pos:99", ["asOf out-of-range"]), ("limit=1&limit=2", ["limit too-many"]),
                ("limit=501&asOf=x", ["limit out-of-range", "asOf invalid-moment"]),
            ]
            for (query, errors) in cases {
                let reply = try await ListTests.page(api, query, tokens[.administrator])
                #expect(reply.status == 422, "\(query)")
                #expect(reply.errors == errors, "\(query)")
            }
            let devices = try await api.call(
                .get, "/v1/devices?effective=2025-06-10", token: tokens[.administrator])
            #expect(devices.status == 422)
            #expect(devices.errors == ["effective unknown-field"])
        }
    }

    @Test func `a position that is not there yet is 503 with the one that is`() async throws {
        try await API.run { api, tokens in
            try await api.plan("a", token: tokens[.administrator] ?? "")
            let reply = try await ListTests.page(
                api, "minPosition=99", tokens[.administrator])
            #expect(reply.status == 503)
            #expect(reply.code == "read-model-behind")
            #expect(reply.header("Retry-After") == "1")
            #expect(reply.json["position"] == 1)
        }
    }

    @Test func `one row has the version to change it with, and its history`() async throws {
        try await API.run { api, tokens in
            let token = tokens[.administrator] ?? ""
            try await api.plan("a", token: token)
            _ = try await api.call(
                .post, "/v1/tasks/a/add-note", token: token, body: #"{"text":"水位正常"}"#)
            let one = try await api.call(.get, "/v1/tasks/a?minPosition=2", token: token)
            #expect(one.header("ETag") == "\"2\"")
            #expect(one.json["title"] == "Task a")
            #expect(one.json["notes"] == 1)
            let before = try await api.call(.get, "/v1/tasks/a?asOf=pos:1", token: token)
            #expect(before.header("ETag") == "\"1\"")
            #expect(before.json["notes"] == 0)
            let history = try await api.call(.get, "/v1/tasks/a/history?limit=1", token: token)
            #expect(history.json["items"]?.arrayValue?.map { $0["type"] } == ["TaskPlanned"])
            let cursor = history.json["nextCursor"]?.stringValue ?? ""
            let rest = try await api.call(
                .get, "/v1/tasks/a/history?cursor=\(cursor)", token: token)
            #expect(rest.json["items"]?.arrayValue?.map { $0["data"] } == [["text": "水位正常"]])
            #expect(rest.json["nextCursor"] == .null)
            let nothing = try await api.call(.get, "/v1/tasks/b/history", token: token)
            #expect(nothing.status == 404)
        }
    }

    @Test func `CSV has a byte order mark, headings in the caller's language, and no formula`()
        async throws
    {
        try await API.run { api, tokens in
            let token = tokens[.administrator] ?? ""
            _ = try await api.call(
                .post, "/v1/tasks", token: token,
                body: """
                    {"id":"123456789012","title":"=1+1","theme":"a,b","leadUnit":"办\\"公室",\
                    "due":"2025-06-30"}
                    """)
            let chinese = try await api.call(
                .get, "/v1/tasks?minPosition=1", token: token, headers: ["Accept": "text/csv"])
            #expect(chinese.bytes.prefix(3) == [0xef, 0xbb, 0xbf])
            let lines = chinese.text.split(separator: "\r\n")
            #expect(lines.first?.hasPrefix("\u{feff}编号,任务名称,类别,牵头股室,") == true)
            #expect(
                lines.last?.hasPrefix(#""=""123456789012""",'=1+1,"a,b","办""公室","#) == true)
            let english = try await api.call(
                .get, "/v1/tasks", token: token,
                headers: ["Accept": "text/csv", "Accept-Language": "en"])
            #expect(english.text.hasPrefix("\u{feff}Id,Title,Theme,Lead unit,"))
        }
    }
}
