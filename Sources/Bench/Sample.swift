import Domain
import EventStore

/// Events such as the bureau's, all of about 300 bytes.
enum Sample {
    static let day = Day(number: 20_249)
    static let part: Text = "town-1"
    static let actor: Text = "clerk"
    private static let words = "汛前检查:涵闸启闭正常,左岸护坡裂缝已灌浆;"

    /// One JSON object of 300 bytes.
    static let payload: [UInt8] = {
        let room = 300 - #"{"text":""}"#.utf8.count
        let whole = String(repeating: words, count: room / words.utf8.count)
        let text = whole + String(repeating: "-", count: room - whole.utf8.count)
        return Array(#"{"text":"\#(text)"}"#.utf8)
    }()

    static func event() -> NewEvent {
        NewEvent(
            type: "NoteAdded", schema: 1, occurredOn: day, payload: payload)
    }

    /// One event for `stream` at `version`.
    static func request(_ stream: StreamID, _ version: Int) -> AppendRequest {
        AppendRequest(
            actor: actor, commandHash: hash,
            writes: [
                StreamWrite(stream, part: part, expecting: .version(version), [event()])
            ])
    }

    private static let hash = [UInt8](repeating: 7, count: 32)

    /// A task's life of `count` events: planned, then progress and notes in turn.
    static func life(_ count: Int) throws -> [NewEvent] {
        let text = Text(String(repeating: words, count: 3))
        let target = WorkTask.Target(
            code: "A01", name: "新建排涝泵站", unit: .count, goal: Quantity("120", .count))
        let plan = WorkTask.Plan(
            title: text, theme: "rural_water", assignment: WorkTask.Assignment(leadUnit: "unit-1"),
            targets: [target])
        return try (0..<count).map { index in
            let event: WorkTask.Event =
                if index == 0 {
                    .planned(plan)
                } else if index % 2 == 0 {
                    .noteAdded(text: Text(text.string + words))
                } else if let value = Quantity("\(index)", .count) {
                    .progressReported(
                        WorkTask.Progress(
                            text: text,
                            readings: [
                                WorkTask.Reading(target: "A01", value: value, asOf: day)
                            ]))
                } else {
                    throw BenchError("\(index) is no quantity")
                }
            guard let encoded = BureauEvent.task(event).encoded else {
                throw BenchError("an event without a stored form")
            }
            return NewEvent(
                type: encoded.type, schema: encoded.schema, occurredOn: day,
                payload: encoded.payload)
        }
    }
}
