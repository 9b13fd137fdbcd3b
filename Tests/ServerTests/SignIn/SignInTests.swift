import Domain
import HTTPTypes
import JSON
import Server
import Testing

@Suite struct SignInTests {
    private static func attempt(
        _ api: API, _ name: String, _ password: String, code: String? = nil
    ) async throws -> Reply {
        var body: JSONObject = ["name": .string(name), "password": .string(password)]
        if let code { body.set("code", .string(code)) }
        return try await api.call(.post, "/v1/sessions", body: JSONValue.object(body).text)
    }

    @Test func `a token is given once, works, and stops when its holder signs out`() async throws {
        try await API.run { api, _ in
            let reply = try await SignInTests.attempt(
                api, "m-administrator", API.password.string)
            #expect(reply.status == 201)
            #expect(reply.json.objectValue?.keys == ["token", "expiresAt"])
            let token = reply.json["token"]?.stringValue
            #expect(token?.utf8.count == 43)
            #expect(try await api.call(.get, "/v1/tasks", token: token).status == 200)
            #expect(try await api.call(.delete, "/v1/sessions", token: token).status == 204)
            #expect(try await api.call(.get, "/v1/tasks", token: token).status == 401)
        }
    }

    @Test func `a session ends by itself after twelve hours`() async throws {
        try await API.run { api, tokens in
            let token = tokens[.administrator]
            api.clock.advance(seconds: 12 * 3_600 - 5)
            let before = try await api.call(.get, "/v1/tasks", token: token)
            api.clock.advance(seconds: 10)
            let after = try await api.call(.get, "/v1/tasks", token: token)
            #expect([before.status, after.status] == [200, 401])
        }
    }

    @Test func `an unknown name and a wrong password are answered alike`() async throws {
        try await API.run { api, _ in
            let wrong = try await SignInTests.attempt(api, "m-administrator", "wrong")
            let unknown = try await SignInTests.attempt(api, "nobody", "wrong")
            #expect(wrong.status == 401)
            #expect(wrong.code == "sign-in-refused")
            #expect(wrong.bytes == unknown.bytes)
        }
    }

    @Test func `guessing locks an account, even for the right password, until it has waited`()
        async throws
    {
        try await API.run { api, _ in
            var statuses: [Int] = []
            for _ in 0..<7 {
                statuses.append(
                    try await SignInTests.attempt(api, "m-administrator", "wrong").status)
            }
            #expect(statuses == [401, 401, 401, 401, 401, 429, 429])
            let locked = try await SignInTests.attempt(
                api, "m-administrator", API.password.string)
            #expect(locked.status == 429)
            #expect(locked.code == "too-many-attempts")
            #expect(locked.header("Retry-After") == "2")
            api.clock.advance(seconds: 2)
            let right = try await SignInTests.attempt(
                api, "m-administrator", API.password.string)
            #expect(right.status == 201)
        }
    }

    @Test func `a time-based code is asked for where one is set, and works once`() async throws {
        try await API.run { api, _ in
            let secret = Array("12345678901234567890".utf8)
            try await api.services.signIn.setCodeSecret(secret, of: "m-administrator")
            let step = api.clock.now.microseconds / 30_000_000
            let code = TimeCode.code(secret: secret, step: step)
            let password = API.password.string
            #expect(
                try await SignInTests.attempt(api, "m-administrator", password).status == 401)
            #expect(
                try await SignInTests.attempt(api, "m-administrator", password, code: code)
                    .status == 201)
            #expect(
                try await SignInTests.attempt(api, "m-administrator", password, code: code)
                    .status == 401)
        }
    }

    @Test func `codes are those of RFC 6238`() {
        let secret = Array("12345678901234567890".utf8)
        #expect(TimeCode.code(secret: secret, step: 59 / 30) == "287082")
        #expect(TimeCode.code(secret: secret, step: 1_111_111_109 / 30) == "081804")
    }

    @Test func `waits double from the first costly failure to a quarter of an hour`() {
        var throttle = Throttle()
        var now = Instant(microseconds: 1_000_000_000_000_000)
        var waits: [Int64] = []
        for _ in 0..<16 {
            if let seconds = throttle.attempt(.account, at: now) {
                waits.append(seconds)
                now = Instant(microseconds: now.microseconds + seconds * 1_000_000)
                #expect(throttle.attempt(.account, at: now) == nil)
            }
        }
        #expect(waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900])
        // The longest wait forgets what was before it.
        #expect(throttle.failures == 2)
    }
}
