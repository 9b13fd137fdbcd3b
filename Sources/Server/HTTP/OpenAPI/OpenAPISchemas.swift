import Domain
import JSON

/// The schemas that the OpenAPI document refers to.
enum OpenAPISchemas {
    static func reference(_ name: String) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    static func all(_ routes: [Route]) -> JSONValue {
        var schemas: JSONObject = ["Problem": problem]
        for route in routes {
            guard case .json(let name) = route.body else { continue }
            schemas.set(name, known[name] ?? command(route))
        }
        return .object(schemas)
    }

    private static let known: [String: JSONValue] = [
        "sessions.create": [
            "type": "object", "additionalProperties": false, "required": ["name", "password"],
            "properties": [
                "name": ["type": "string"], "password": ["type": "string"],
                "code": [
                    "type": "string", "description": "The time-based code, where one is set.",
                ],
            ],
        ]
    ]

    /// The fields of a command are the Domain's own; what is wrong with them is named one by one in
    /// a 422 answer.
    private static func command(_ route: Route) -> JSONValue {
        var properties: JSONObject = [:]
        if route.isCommand {
            properties.set(
                "occurredOn",
                [
                    "type": "string", "format": "date",
                    "description": "The day it happened, where it was not today (补录).",
                ])
            if route.pathNames.isEmpty {
                properties.set(
                    "id", ["type": "string", "pattern": "^[a-z0-9-]{1,64}$"])
            }
        }
        return [
            "type": "object", "description": .string(route.summary.english),
            "properties": .object(properties),
        ]
    }

    private static let problem: JSONValue = [
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"],
            "status": ["type": "integer"],
            "code": ["type": "string", "description": "Stable."],
            "detail": ["type": "string"], "instance": ["type": "string"],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["code", "detail"],
                    "properties": [
                        "pointer": ["type": "string", "description": "RFC 6901, into the body."],
                        "parameter": ["type": "string"], "header": ["type": "string"],
                        "code": ["type": "string"], "detail": ["type": "string"],
                    ],
                ],
            ],
            "conflicts": ["type": "array", "items": ["type": "object"]],
            "position": ["type": "integer"],
            "offset": ["type": "integer", "description": "Of the first wrong byte."],
            "outcome": ["type": "string", "enum": ["unknown"]],
        ],
    ]
}
