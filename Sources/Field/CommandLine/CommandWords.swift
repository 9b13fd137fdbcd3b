package import Domain
package import JSON

/// What a person typed after `task` or `letter`: a command, an id, and its fields.
///
/// Any field of any command is an option of its own name in kebab case (`--lead-unit 移民股`);
/// `--json` gives a whole body, `--on` the day it happened. Lists are options given again.
package struct CommandWords {
    package let command: String
    package let id: Text
    package let body: JSONValue
    package let occurredOn: Day?

    /// Options that hold a list in a body.
    private static let lists: Set<String> = [
        "cooperating", "copies", "issues", "evidence", "carriedOver",
    ]
    /// Shorter words for long ones.
    private static let aliases = [
        "respond": "submit-response", "interim": "interim-reply", "progress": "report-progress",
        "note": "add-note", "extend": "request-extension", "return": "return-response",
    ]

    package init(_ kind: AggregateKind, _ arguments: [String], today: Day) throws {
        guard arguments.count >= 2 else { throw LaptopError.missingOption("ID") }
        let word = arguments[0]
        let names = BureauCommand.names(of: kind)
        command = names.contains(word) ? word : CommandWords.aliases[word] ?? word
        guard names.contains(command) else {
            throw LaptopError.unknownCommand(kind: kind, name: word)
        }
        let stream = StreamID(raw: arguments[1])
        id = stream?.kind == kind ? stream?.id ?? "" : Text(arguments[1])
        guard StreamID.isValid(id: id) else { throw LaptopError.missingOption("ID") }
        var object = JSONObject()
        var occurredOn: Day?
        var rest = arguments.dropFirst(2)
        while let option = rest.popFirst() {
            guard option.hasPrefix("--"), let value = rest.popFirst() else {
                throw LaptopError.missingOption(option)
            }
            switch option {
            case "--json": object = try CommandWords.object(value)
            case "--on":
                guard let day = Day(value) else {
                    throw LaptopError.fields(FieldErrors([FieldError("--on", .invalidDate)]))
                }
                guard day <= today else {
                    throw LaptopError.fields(FieldErrors([FieldError("--on", .outOfRange)]))
                }
                occurredOn = day
            case "--reading":
                try CommandWords.append(
                    CommandWords.reading(value, occurredOn ?? today), to: "readings", &object)
            default: try CommandWords.set(String(option.dropFirst(2)), value, &object)
            }
        }
        body = .object(object)
        self.occurredOn = occurredOn
    }

    private static func object(_ text: String) throws -> JSONObject {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: Array(text.utf8))
        } catch {
            throw LaptopError.badJSON("\(error)")
        }
        guard case .object(let object) = value else { throw LaptopError.badJSON("{…}") }
        return object
    }

    private static func set(
        _ option: String, _ value: String, _ object: inout JSONObject
    ) throws {
        let words = option.split(separator: "-")
        let key =
            String(words.first ?? "")
            + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        if lists.contains(key) {
            try append(.string(value), to: key, &object)
        } else {
            object.set(key, .string(value))
        }
    }

    private static func append(
        _ item: JSONValue, to key: String, _ object: inout JSONObject
    ) throws {
        object.set(key, .array((object[key]?.arrayValue ?? []) + [item]))
    }

    /// `CODE=VALUE,UNIT` or `CODE=VALUE,UNIT,DAY`: a cumulative reading of a target.
    private static func reading(_ text: String, _ today: Day) throws -> JSONValue {
        let sides = text.split(separator: "=", maxSplits: 1)
        let parts = sides.count == 2 ? sides[1].split(separator: ",") : []
        guard parts.count == 2 || parts.count == 3 else {
            throw LaptopError.missingOption("--reading CODE=VALUE,UNIT[,DAY]")
        }
        return [
            "target": .string(String(sides[0])),
            "value": ["value": .string(String(parts[0])), "unit": .string(String(parts[1]))],
            "asOf": .string(parts.count == 3 ? String(parts[2]) : today.description),
        ]
    }
}
