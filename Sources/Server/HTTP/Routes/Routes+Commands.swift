import Domain
import HTTPTypes
import JSON

/// The routes of every command of every aggregate, made from the Domain's own names. What no role
/// may command is the server's own doing (opening a conflict, settling an intent): no route.
enum CommandRoutes {
    static func all(_ services: Services) -> [Route] {
        AggregateKind.allCases.flatMap { kind -> [Route] in
            let names = BureauCommand.names(of: kind)
            return names.filter { !Policy.roles(for: kind, $0).isEmpty }.map { name in
                if name == names.first {
                    return command(
                        services, kind, name, "/v1/\(kind.path)", "新建:\(kind.path)",
                        "Creates one of \(kind.path) (\(name))."
                    ).with { $0.success = .created }
                }
                return command(
                    services, kind, name, "/v1/\(kind.path)/{id}/\(name)",
                    "\(kind.path):\(name)", "\(name) on one of \(kind.path).")
            }
        }
    }

    private static func command(
        _ services: Services, _ kind: AggregateKind, _ name: String, _ template: String,
        _ chinese: String, _ english: String
    ) -> Route {
        let roles = Policy.roles(for: kind, name)
        return Route(
            .post, template, .roles(roles), name: "\(kind.rawValue).\(name)", chinese, english
        ) { call in
            try await perform(services, kind, name, call)
        }.with {
            $0.body = .json(schema: "\(kind.rawValue).\(name)")
            $0.isCommand = true
        }
    }

    private static func perform(
        _ services: Services, _ kind: AggregateKind, _ name: String, _ call: Call
    ) async throws -> Answer {
        let caller = try call.signedIn()
        let key = try idempotencyKey(call)
        var body = try call.json()
        var request = CommandRequest(
            kind: kind, name: name, body: body, actor: caller.actor, idempotencyKey: key)
        if let id = call.parameters["id"] {
            guard StreamID.isValid(id: id) else { throw Problem.notFound }
            request.id = id
        } else {
            request.id = try ownID(&body)
            request.body = body
        }
        request.ifMatch = try ifMatch(call)
        let result = try await services.commands.perform(request)
        return answer(result, isNew: call.parameters["id"] == nil)
    }

    private static func answer(_ result: CommandResult, isNew: Bool) -> Answer {
        let positions = result.positions.map { range in
            range.prefix(100).map { JSONValue.integer($0) }
        }
        let answer = Answer.json(
            [
                "id": .string(result.stream.id.string), "version": .integer(result.version),
                "position": .integer(result.position), "positions": .array(positions ?? []),
                "duplicate": .bool(result.duplicate),
            ], status: isNew ? .created : .ok
        ).at(result.position).with(etag: result.version)
        guard isNew else { return answer }
        var created = answer
        created.headers[.location] = "/v1/\(result.stream.kind.path)/\(result.stream.id)"
        return created
    }

    /// Takes the `id` that a caller may give a new thing out of the body.
    private static func ownID(_ body: inout JSONValue) throws(FieldErrors) -> Text? {
        guard case .object(let object) = body, let value = object["id"] else { return nil }
        guard case .string(let string) = value else {
            throw FieldErrors([FieldError("/id", .wrongType)])
        }
        guard StreamID.isValid(id: Text(string)) else {
            throw FieldErrors([FieldError("/id", .invalidID)])
        }
        body = .object(JSONObject(object.members.filter { Text($0.key) != "id" }))
        return Text(string)
    }

    /// Longest `Idempotency-Key`, in bytes.
    private static let keyBytes = 200

    private static func idempotencyKey(_ call: Call) throws(Problem) -> Text? {
        guard let key = call.header(.idempotencyKey) else { return nil }
        guard !key.isEmpty else { throw .header("Idempotency-Key", .empty) }
        guard key.utf8.count <= keyBytes else { throw .header("Idempotency-Key", .tooLong) }
        return Text(key)
    }

    /// `"5"`, as `ETag` gave it (a weak one too).
    private static func ifMatch(_ call: Call) throws(Problem) -> Int? {
        guard let header = call.header(.ifMatch) else { return nil }
        let tag = header.hasPrefix("W/") ? header.dropFirst(2) : header[...]
        let digits =
            tag.utf8.count >= 2 && tag.hasPrefix("\"") && tag.hasSuffix("\"")
            ? tag.dropFirst().dropLast() : tag
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let version = Int(digits)
        else { throw .header("If-Match", .invalidValue) }
        return version
    }
}
