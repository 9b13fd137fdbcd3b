package import JSON

/// `seeds/roster.json`: how many synthetic persons (演示数据) live in which village.
package struct SeedRoster: Hashable, Sendable {
    package struct Village: Hashable, Sendable {
        package let id: Text
        package let name: Text
        package let town: Text
        package let persons: Int
    }

    /// A reservoir and the days on which its people moved.
    package struct Reservoir: Hashable, Sendable {
        package let name: Text
        package let movedOn: [Day]
    }

    package let seed: UInt64
    package let villages: [Village]
    package let reservoirs: [Reservoir]

    /// Most villages, reservoirs and days of moving that one file may name.
    static let listLimit = 500

    /// Throws what is wrong with the file, by field.
    package init(of value: JSONValue) throws(SeedLineError) {
        var fields = FieldReader(value)
        _ = fields.optionalText("note")
        seed = UInt64(fields.integer("seed", in: 0...Int64.max))
        villages = fields.list("villages", limit: SeedRoster.listLimit) {
            Village(
                id: $0.id("id"), name: $0.text("name", limit: 100),
                town: $0.text("town", limit: 100),
                persons: Int($0.integer("persons", in: 1...100_000)))
        }
        reservoirs = fields.list("reservoirs", limit: SeedRoster.listLimit) { reservoir in
            Reservoir(
                name: reservoir.text("name", limit: 100),
                movedOn: reservoir.texts("movedOn", limit: SeedRoster.listLimit)
                    .compactMap { Day($0.string) })
        }
        if villages.isEmpty { fields.note("villages", .empty) }
        if reservoirs.isEmpty || reservoirs.contains(where: \.movedOn.isEmpty) {
            fields.note("reservoirs", .empty)
        }
        do throws(FieldErrors) {
            try fields.finish()
        } catch {
            throw .fields(error)
        }
    }
}
