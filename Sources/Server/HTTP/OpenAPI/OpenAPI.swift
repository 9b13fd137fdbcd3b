import Domain
import HTTPTypes
package import JSON
import Synchronization

/// The OpenAPI document, filled in once the table that it describes is complete (it is one of the
/// table's own routes).
package final class DescriptionBox: Sendable {
    private let stored = Mutex<[UInt8]>([])

    package init() {}

    package var bytes: [UInt8] { stored.withLock { $0 } }

    package func fill(_ document: JSONValue) {
        let bytes = document.bytes
        stored.withLock { $0 = bytes }
    }
}

/// OpenAPI 3.1 from the route table.
package enum OpenAPI {
    package static func document(_ routes: [Route]) -> JSONValue {
        var paths = JSONObject()
        for template in routes.map(\.template).uniqued() {
            var operations = JSONObject()
            for route in routes where route.template == template {
                operations.set(route.method.rawValue.lowercased(), operation(route))
            }
            paths.set(template, .object(operations))
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Headwater 水利局计划管理",
                "version": "1",
                "summary": "The planning backend of a county-level water bureau.",
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": components(routes),
        ]
    }

    private static func operation(_ route: Route) -> JSONValue {
        var operation: JSONObject = [
            "operationId": .string(route.name),
            "summary": .string(route.summary.chinese),
            "description": .string(description(route)),
            "security": security(route.access),
        ]
        let parameters =
            route.pathNames.map { path($0) } + route.parameters.map { query($0) }
            + headers(route)
        if !parameters.isEmpty { operation.set("parameters", .array(parameters)) }
        if case .json(let schema) = route.body {
            operation.set(
                "requestBody",
                [
                    "required": true,
                    "content": ["application/json": ["schema": OpenAPISchemas.reference(schema)]],
                ])
        }
        operation.set("responses", responses(route))
        return .object(operation)
    }

    private static func description(_ route: Route) -> String {
        switch route.access {
        case .open, .signedIn, .device: route.summary.english
        case .roles(let roles):
            route.summary.english + " Roles: "
                + roles.map(\.rawValue).sorted().joined(separator: ", ") + "."
        }
    }

    private static func security(_ access: Route.Access) -> JSONValue {
        switch access {
        case .open: []
        case .signedIn, .roles: [["bearer": []]]
        case .device: [["device": []]]
        }
    }

    private static func path(_ name: String) -> JSONValue {
        ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"]]
    }

    private static func query(_ parameter: Route.Parameter) -> JSONValue {
        [
            "name": .string(parameter.name), "in": "query", "required": false,
            "description": .string(parameter.text), "schema": schema(parameter.form),
        ]
    }

    private static func schema(_ form: Route.Parameter.Form) -> JSONValue {
        switch form {
        case .text: ["type": "string"]
        case .integer: ["type": "integer"]
        case .boolean: ["type": "boolean"]
        case .day: ["type": "string", "format": "date"]
        case .moment: ["type": "string", "format": "date-time"]
        }
    }

    private static func headers(_ route: Route) -> [JSONValue] {
        guard route.isCommand else { return [] }
        return [
            header("Idempotency-Key", "The same key and body again give the first answer again."),
            header("If-Match", "The version seen, as ETag gave it; needed for class E."),
        ]
    }

    private static func header(_ name: String, _ text: String) -> JSONValue {
        [
            "name": .string(name), "in": "header", "required": false,
            "description": .string(text), "schema": ["type": "string"],
        ]
    }

    private static func responses(_ route: Route) -> JSONValue {
        var responses: JSONObject = [:]
        var success: JSONObject = ["description": .string(route.summary.english)]
        if route.success != .noContent {
            success.set(
                "content",
                .object(JSONObject(route.produces.map { ($0, ["schema": content($0)]) })))
        }
        responses.set(String(route.success.code), .object(success))
        for status in problems(route) {
            responses.set(String(status), ["$ref": "#/components/responses/Problem"])
        }
        return .object(responses)
    }

    private static func content(_ type: String) -> JSONValue {
        type == "application/json" ? ["type": "object"] : ["type": "string"]
    }

    /// Statuses that the route may answer with besides its success.
    package static func problems(_ route: Route) -> [Int] {
        var statuses: Set<Int> = [500]
        switch route.access {
        case .open: break
        case .signedIn, .device: statuses.insert(401)
        case .roles: statuses.formUnion([401, 403])
        }
        if route.body != .none { statuses.formUnion([400, 413, 415, 422]) }
        if !route.parameters.isEmpty { statuses.insert(422) }
        if !route.pathNames.isEmpty { statuses.insert(404) }
        if route.isCommand { statuses.formUnion([404, 409, 412, 428]) }
        if route.method != .get { statuses.insert(507) }
        if route.name == "sessions.create" { statuses.formUnion([401, 429]) }
        if !["health", "metrics", "openapi"].contains(route.name) { statuses.insert(503) }
        return statuses.sorted()
    }

    private static func components(_ routes: [Route]) -> JSONValue {
        [
            "securitySchemes": [
                "bearer": ["type": "http", "scheme": "bearer"],
                "device": [
                    "type": "apiKey", "in": "header", "name": "Headwater-Device",
                    "description": "id, time, nonce, signature over method, path and body hash",
                ],
            ],
            "responses": [
                "Problem": [
                    "description": "RFC 9457",
                    "content": [
                        "application/problem+json": ["schema": OpenAPISchemas.reference("Problem")]
                    ],
                ]
            ],
            "schemas": OpenAPISchemas.all(routes),
        ]
    }
}

extension Sequence where Element: Hashable {
    /// Each element once, at its first place.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
