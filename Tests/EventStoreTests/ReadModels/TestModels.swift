import Domain
import EventStore

/// Counts the events of each task, and remembers the last one; `TaskCancelled` deletes the row.
enum TaskCount: ReadModel {
    struct Row: Hashable, Sendable {
        var count: Int64
        var lastType: Text
        var lastOn: Day
        var isLate: Bool
        var seen: [UInt8]
    }

    static let name = "test_task_count"
    static let version = 1
    static let kinds: Set<AggregateKind> = [.task]
    static let columns = [
        Column("count", .integer, indexed: true, "次数", "Count"),
        Column("last_type", .text, indexed: true, "类型", "Type"),
        Column("last_on", .day, "日期", "Day"),
        Column("is_late", .boolean, "是否逾期", "Late"),
        Column("seen", .json, "记录", "Seen"),
    ]

    static func keys(for recorded: Recorded<BureauEvent>) -> [Text] { [recorded.stream.id] }

    static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        if recorded.envelope.type == "TaskCancelled" {
            row = nil
            return
        }
        let count = (row?.count ?? 0) + 1
        row = Row(
            count: count, lastType: recorded.envelope.type,
            lastOn: recorded.envelope.occurredOn, isLate: count % 2 == 0,
            seen: Array("[\(recorded.position)]".utf8))
    }

    static func values(of row: Row) -> [ColumnValue] {
        [
            .integer(row.count), .text(row.lastType), .day(row.lastOn), .boolean(row.isLate),
            .json(row.seen),
        ]
    }

    static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == 5, let count = values[0].integerValue,
            let type = values[1].textValue, let day = values[2].dayValue,
            let late = values[3].booleanValue, let seen = values[4].jsonValue
        else { return nil }
        return Row(count: count, lastType: type, lastOn: day, isLate: late, seen: seen)
    }
}

/// One row an author, letters and tasks alike; `last_note` is often without a value.
enum AuthorCount: ReadModel {
    struct Row: Hashable, Sendable {
        var count: Int64
        var lastNote: Text?
    }

    static let name = "test_author_count"
    static let version = 1
    static let kinds: Set<AggregateKind> = [.task, .letter]
    static let columns = [
        Column("count", .integer, "次数", "Count"),
        Column("last_note", .text, indexed: true, "备注", "Note"),
    ]

    static func keys(for recorded: Recorded<BureauEvent>) -> [Text] { [recorded.envelope.actor] }

    static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        var next = row ?? Row(count: 0)
        next.count += 1
        if recorded.envelope.type == "NoteAdded" { next.lastNote = recorded.stream.id }
        row = next
    }

    static func values(of row: Row) -> [ColumnValue] {
        [.integer(row.count), .text(row.lastNote)]
    }

    static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == 2, let count = values[0].integerValue else { return nil }
        return Row(count: count, lastNote: values[1].textValue)
    }
}

let testModels = [AnyReadModel(TaskCount.self), AnyReadModel(AuthorCount.self)]

/// Knows every type but `Future`; the models look at envelopes alone.
let testDecoder: EventDecoder = { stored in
    guard stored.envelope.type != "Future" else { throw EventStoreError.malformed("Future") }
    return Recorded(stored.envelope, .unknown)
}

func openStore(_ log: EventLog) async throws -> ReadModelStore {
    try await ReadModelStore.open(log, models: testModels, decode: testDecoder)
}

func write(
    _ stream: StreamID, _ types: Text..., by actor: Text = clerk, on day: Day = monday
) -> AppendRequest {
    let events = types.map { type in
        NewEvent(
            type: type, schema: 1, occurredOn: day, payload: Array("{}".utf8))
    }
    return AppendRequest(
        actor: actor, commandHash: [],
        writes: [StreamWrite(stream, part: "", expecting: .any, events)])
}
