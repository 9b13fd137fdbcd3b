import Domain
import JSON
import Testing

/// An event with two shapes behind it: what an aggregate writes when one of its events gets a new
/// schema. No event of the bureau has had one yet.
private enum Gauge: DomainEvent {
    case read(gauge: Text, level: Quantity, byHand: Bool)

    var type: String { "GaugeRead" }
    var schema: Int { 3 }

    func write(to fields: inout FieldWriter) {
        switch self {
        case .read(let gauge, let level, let byHand):
            fields.text("gauge", gauge)
            fields.quantity("level", level)
            fields.boolean("byHand", byHand)
        }
    }

    static func read(_ type: String, schema: Int, from fields: inout FieldReader) -> Self? {
        guard type == "GaugeRead", schema == 3 else { return nil }
        return .read(
            gauge: fields.text("gauge"), level: fields.quantity("level"),
            byHand: fields.boolean("byHand"))
    }

    static let upcasters = [
        // Levels were always metres; the unit was not written.
        Upcaster("GaugeRead", from: 1) { old in
            guard let metres = old["level"] else { return nil }
            var new = old
            new.set("level", ["value": metres, "unit": "m"])
            return new
        },
        // The first instruments that send by themselves came with this shape.
        Upcaster("GaugeRead", from: 2) { old in
            var new = old
            guard let gauge = new.remove("at") else { return nil }
            new.set("gauge", gauge)
            new.set("byHand", true)
            return new
        },
    ]
}

@Suite struct UpcasterTests {
    private func decode(_ payload: String, schema: Int) throws -> Gauge? {
        try Gauge.decode(
            "GaugeRead", schema: schema, JSONValue(parsing: Array(payload.utf8)))
    }

    private var northBridge: Gauge {
        get throws {
            .read(gauge: "北桥", level: try #require(Quantity("12.56", .metre)), byHand: true)
        }
    }

    @Test(arguments: 1...3)
    func `every shape that ever lay in a log reads as the present event`(schema: Int) throws {
        let golden = try Golden.text("example/GaugeRead-\(schema).json")
        #expect(try decode(golden, schema: schema) == northBridge)
    }

    @Test func `the present event is written in the present shape`() throws {
        var fields = FieldWriter()
        try northBridge.write(to: &fields)
        let golden = try Golden.text("example/GaugeRead-3.json")
        #expect(String(decoding: fields.finish(), as: UTF8.self) == golden)
    }

    @Test func `a schema of the future, and one that never was, are not understood`() throws {
        let golden = try Golden.text("example/GaugeRead-3.json")
        #expect(try decode(golden, schema: 4) == nil)
        #expect(try decode(golden, schema: 0) == nil)
    }

    @Test(arguments: [
        (1, #"{"at":"北桥"}"#), (1, #"{"at":"北桥","level":12.56}"#), (2, #"{"level":"1"}"#),
        (2, #"{"at":"北桥","level":"12.56"}"#), (1, #"{"at":"北桥","level":"1","more":1}"#),
        (1, #"["at","北桥"]"#),
    ])
    func `a payload that is not of the shape it says is not understood`(
        schema: Int, payload: String
    ) throws {
        #expect(try decode(payload, schema: schema) == nil)
    }

    @Test func `a step is of its type alone`() throws {
        let golden = try Golden.text("example/GaugeRead-1.json")
        let value = try JSONValue(parsing: Array(golden.utf8))
        #expect(Gauge.decode("GaugeMoved", schema: 1, value) == nil)
    }
}
