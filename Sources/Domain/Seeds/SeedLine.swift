package import JSON

/// One line of a seed file: a command, who gives it, and on which day.
///
/// `{"actor","day","aggregate","id","command","body"}`. An enrolment has `"village"` beside its
/// body: its persons are the generated ones of that village (`seeds/roster.json`).
package struct SeedLine: Hashable, Sendable {
    package let actor: Text
    package let day: Day
    package let stream: StreamID
    package let command: String
    package let body: JSONValue
    package let village: Text?

    /// Reads one line; throws what is wrong with it.
    package init(_ line: some Collection<UInt8>) throws(SeedLineError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: line)
        } catch {
            throw .json(error)
        }
        var fields = FieldReader(value)
        actor = fields.id("actor")
        day = fields.day("day")
        let kind = fields.choice("aggregate", AggregateKind.self, standIn: .task)
        stream = StreamID(kind, fields.id("id"))
        command = fields.text("command", limit: 64).string
        body = fields.value("body") ?? .object(JSONObject())
        village = fields.optionalID("village")
        do throws(FieldErrors) {
            try fields.finish()
        } catch {
            throw .fields(error)
        }
    }
}

package enum SeedLineError: Error, Hashable, Sendable {
    case json(JSONError)
    case fields(FieldErrors)
    case noSuchActor(Text)
    case noSuchVillage(Text)

    package func text(in language: Language) -> String {
        switch (self, language) {
        case (.json(let error), _): String(describing: error)
        case (.fields(let error), _):
            error.errors.map { $0.text(in: language) }.joined(separator: "; ")
        case (.noSuchActor(let id), .chinese): "种子数据中没有人员 \(id)"
        case (.noSuchActor(let id), .english): "no line of the seeds adds the member \(id)"
        case (.noSuchVillage(let id), .chinese): "roster.json 中没有村 \(id)"
        case (.noSuchVillage(let id), .english): "roster.json has no village \(id)"
        }
    }
}

/// Who acts in the seeds: the members that their lines add, with all their roles.
package struct SeedCast: Hashable, Sendable {
    private var actors: [Text: Actor] = [:]

    package init(_ lines: [SeedLine]) throws(SeedLineError) {
        for line in lines where line.stream.kind == .member {
            do throws(FieldErrors) {
                let command = try BureauCommand.read(.member, line.command, line.body)
                guard case .member(.add(let member)) = command else { continue }
                actors[line.stream.id] = Actor(
                    id: line.stream.id, unit: member.unit, roles: member.roles)
            } catch {
                throw .fields(error)
            }
        }
    }

    package func actor(_ id: Text) throws(SeedLineError) -> Actor {
        guard let actor = actors[id] else { throw .noSuchActor(id) }
        return actor
    }
}
