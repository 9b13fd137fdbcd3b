import Domain
import HTTPTypes
import JSON
import Testing

/// Hostile and faulty bodies: each has its status and is named.
@Suite struct BodyTests {
    @Test func `every faulty body is refused with its own status and place`() async throws {
        try await API.run { api, tokens in
            let token = tokens[.administrator]
            try await api.plan("t-1", token: token ?? "")
            let deep = "{\"text\":" + String(repeating: "[", count: 20_000) + "]}"
            let cases: [(String, Int, String, [String])] = [
                (#"{"text":"#, 400, "malformed-json", []),
                (#"{"text":"a","text":"b"}"#, 400, "malformed-json", []),
                (deep, 400, "malformed-json", []),
                (#"{"text":"a\u0000b"}"#, 422, "invalid-fields", ["/text control-character"]),
                (#"{"text":"a\u202eb"}"#, 422, "invalid-fields", ["/text control-character"]),
                (#"{"text":5}"#, 422, "invalid-fields", ["/text wrong-type"]),
                ("{}", 422, "invalid-fields", ["/text missing"]),
                (#"{"text":"a","admin":true}"#, 422, "invalid-fields", ["/admin unknown-field"]),
                (#"{"text":""}"#, 422, "invalid-fields", ["/text empty"]),
                ("[]", 422, "invalid-fields", [" wrong-type", "/text missing"]),
            ]
            for (body, status, code, errors) in cases {
                let reply = try await api.call(
                    .post, "/v1/tasks/t-1/add-note", token: token, body: body)
                #expect(reply.status == status, "\(body.prefix(40))")
                #expect(reply.code == code, "\(body.prefix(40))")
                #expect(reply.errors == errors, "\(body.prefix(40)) \(reply.text)")
            }
        }
    }

    @Test func `bytes that are not UTF-8 are refused with their offset`() async throws {
        try await API.run { api, tokens in
            let reply = try await api.call(
                .post, "/v1/tasks/t-1/add-note", token: tokens[.administrator],
                bytes: Array(#"{"text":""#.utf8) + [0xff, 0xfe] + Array(#""}"#.utf8))
            #expect(reply.status == 400)
            #expect(reply.json["offset"]?.integerValue == 9)
            #expect(reply.json["reason"]?.stringValue == "invalid-utf8")
        }
    }

    @Test func `a body above the limit is refused, and read to its end`() async throws {
        try await API.run { api, tokens in
            let bytes = [UInt8](repeating: 0x61, count: 9 << 20)
            let reply = try await api.call(
                .post, "/v1/tasks/t-1/add-note", token: tokens[.administrator], bytes: bytes)
            #expect(reply.status == 413)
            #expect(reply.code == "body-too-large")
        }
    }

    @Test func `another content type is refused`() async throws {
        try await API.run { api, tokens in
            for type in ["application/x-www-form-urlencoded", "application/json; charset=gbk"] {
                let reply = try await api.call(
                    .post, "/v1/tasks/t-1/add-note", token: tokens[.administrator], body: "{}",
                    headers: ["Content-Type": type])
                #expect(reply.status == 415)
                #expect(reply.code == "wrong-content-type")
            }
        }
    }
}
