import Domain
import HTTPTypes
import JSON

/// Sign-in and sign-out.
enum SessionRoutes {
    static func all(_ services: Services) -> [Route] { [signIn(services), signOut(services)] }

    private static func signIn(_ services: Services) -> Route {
        Route(
            .post, "/v1/sessions", .open, name: "sessions.create", "登录",
            "Signs in with name, password and, where set, a time-based code."
        ) { call in
            var fields = FieldReader(try call.json())
            let name = fields.text("name", limit: 200)
            let password = fields.text("password", limit: 1_000)
            let code = fields.optionalText("code", limit: 10)
            try fields.finish()
            let session = try await services.signIn.signIn(
                name: name, password: password, code: code, address: call.address)
            return Answer.json(
                [
                    "token": .string(session.token),
                    "expiresAt": .string(session.expiresAt.description),
                ], status: .created)
        }.with {
            $0.body = .json(schema: "sessions.create")
            $0.success = .created
        }
    }

    private static func signOut(_ services: Services) -> Route {
        Route(
            .delete, "/v1/sessions", .signedIn, name: "sessions.delete", "退出登录",
            "Ends the session of the token that is sent."
        ) { call in
            let token = APIResponder.bearer(call.header(.authorization)) ?? ""
            try await services.signIn.signOut(token: token)
            return .nothing
        }.with { $0.success = .noContent }
    }
}
