package import JSON

/// The generated persons by village, as the bodies of enrolments carry them in clear text.
package struct SeedPersons: Sendable {
    private let byVillage: [Text: [SeedPerson]]

    package init(_ roster: SeedRoster) {
        byVillage = Dictionary(grouping: PersonGenerator(roster).persons()) { $0.village.id }
    }

    package func persons(in village: Text) -> [SeedPerson] { byVillage[village, default: []] }

    /// The line's body, with the persons of its village where it names one.
    package func body(of line: SeedLine) throws(SeedLineError) -> JSONValue {
        guard let village = line.village else { return line.body }
        guard let persons = byVillage[village], case .object(var body) = line.body else {
            throw .noSuchVillage(village)
        }
        body.set("persons", .array(persons.map(\.enrolment)))
        return .object(body)
    }

    /// The same with the line's day in it, as a history's commands say when they happened.
    package func datedBody(of line: SeedLine) throws(SeedLineError) -> JSONValue {
        guard case .object(var body) = try body(of: line) else { return line.body }
        body.set("occurredOn", .string(line.day.description))
        return .object(body)
    }
}

extension SeedPerson {
    /// Name, identity number and account are clear here; whoever records them seals them first.
    fileprivate var enrolment: JSONValue {
        .object([
            "person": .string(id.string),
            "name": .string(name.string),
            "identityNumber": .string(identityNumber.string),
            "account": .string(account.string),
            "reservoir": .string(reservoir.string),
            "movedOn": .string(movedOn.description),
            "mode": .string(Roster.Mode.direct.rawValue),
        ])
    }
}
