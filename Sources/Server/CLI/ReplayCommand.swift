import ArgumentParser
import Domain
import EventStore
import Foundation
import JSON

/// `headwater replay --to pos:N`: what the log knew then, and the events that led there.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "回放 · the state as of a moment, and what led there",
        discussion: """
            Examples:
              headwater replay --to pos:120
              headwater replay --to 2025-06-30 --list plan_board --limit 50
              headwater replay --to pos:120 --stream task/rural-maintenance-2025 --json
            """)

    @Option(help: "pos:N、日期或 RFC 3339 时刻 · a position, a day (its end) or a moment")
    var to: ReplayTarget

    @Option(help: "只看这些清单 · only these lists (read models); may be repeated")
    var list: [String] = []

    @Option(help: "只看此流的事件 · only events of this stream, for example task/x")
    var stream: String?

    @Option(help: "只看此类事件 · only events of this type; may be repeated")
    var type: [String] = []

    @Option(help: "每张清单的行数与事件数 · rows of a list, and events, at most (1 to 10000)")
    var limit = 20

    @Flag(help: "以 JSON 输出 · as JSON")
    var json = false

    func validate() throws {
        guard (1...ReadLimits.batch).contains(limit) else {
            throw ValidationError("--limit is 1 to \(ReadLimits.batch)")
        }
        if let stream, StreamID(raw: stream) == nil {
            throw ValidationError("--stream is kind/id, for example task/rural-maintenance-2025")
        }
        let known = ReadModels.all.map(\.name)
        for name in list where !known.contains(name) {
            throw ValidationError("--list is one of \(known.joined(separator: ", "))")
        }
    }

    func run() async throws {
        let replay = try await Runtime.withCommand { runtime in
            try await Replay.at(
                to, runtime, lists: list, stream: stream.flatMap { StreamID(raw: $0) },
                types: type.map { Text($0) }, limit: limit)
        }
        if json {
            Console.output(replay.json)
        } else {
            Console.output(replay.text)
        }
    }
}

/// What a replay found.
struct Replay: Sendable {
    struct List: Sendable {
        let model: AnyReadModel
        let count: Int
        /// The first ones by key.
        let rows: [ReadModelRow]
    }

    let position: Int64
    /// When the event at `position` was recorded; nil before the first.
    let recordedAt: Instant?
    let lists: [List]
    /// Oldest first, the last ones up to `position`.
    let events: [StoredEvent]

    static func at(
        _ target: ReplayTarget, _ runtime: Runtime, lists names: [String], stream: StreamID?,
        types: [Text], limit: Int
    ) async throws -> Replay {
        let position = try await target.position(in: runtime.log)
        var lists: [List] = []
        for model in ReadModels.all where names.isEmpty || names.contains(model.name) {
            let rows = try await runtime.readModels.asOf(model, position: position)
            lists.append(List(model: model, count: rows.count, rows: Array(rows.prefix(limit))))
        }
        var filter = EventFilter()
        filter.through = position
        filter.stream = stream
        filter.types = types.isEmpty ? nil : types
        filter.limit = limit
        filter.newestFirst = true
        let events = position == 0 ? [] : try await runtime.log.events(filter)
        let last =
            position == 0
            ? [] : try await runtime.log.read(after: position - 1, through: position, limit: 1)
        return Replay(
            position: position, recordedAt: last.first?.envelope.recordedAt, lists: lists,
            events: events.reversed())
    }
}

extension Replay {
    var text: String {
        let moment = recordedAt.map { " · \($0)" } ?? ""
        var parts = ["截至 pos:\(position)\(moment)"]
        for list in lists {
            parts.append("\n== \(list.model.name): \(list.count)")
            if list.rows.isEmpty { continue }
            var table = TextTable(["id"] + list.model.columns.map(\.chinese) + ["pos"])
            for row in list.rows {
                table.append(
                    [row.key.string] + row.values.map { Replay.cell($0) } + ["\(row.position)"])
            }
            parts.append(table.text)
            let rest = list.count - list.rows.count
            if rest > 0 { parts.append("… 另有 \(rest) 行 (--limit)") }
        }
        parts.append("\n== 事件 events")
        var table = TextTable(["pos", "流 stream", "版本", "事件", "发生日", "记录时间", "人员", "内容"])
        for event in events {
            let envelope = event.envelope
            table.append([
                "\(envelope.position)", envelope.stream.raw, "\(envelope.version)",
                envelope.type.string, "\(envelope.occurredOn)", "\(envelope.recordedAt)",
                envelope.actor.string, String(decoding: event.payload, as: UTF8.self),
            ])
        }
        parts.append(table.text)
        return parts.joined(separator: "\n")
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("position")
        writer.integer(position)
        writer.key("recordedAt")
        if let recordedAt { writer.string(recordedAt.description) } else { writer.null() }
        writer.key("lists")
        writer.beginArray()
        for list in lists { Replay.write(list, to: &writer) }
        writer.endArray()
        writer.key("events")
        writer.beginArray()
        for event in events { writer.raw(EventDocument.bytes(event)) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ list: List, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.string(list.model.name)
        writer.key("count")
        writer.integer(list.count)
        writer.key("rows")
        writer.beginArray()
        for row in list.rows {
            writer.beginObject()
            writer.key("id")
            writer.string(row.key.string)
            writer.key("version")
            writer.integer(row.version)
            writer.key("position")
            writer.integer(row.position)
            for (column, value) in zip(list.model.columns, row.values) {
                writer.key(column.apiName)
                write(value, to: &writer)
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ value: ColumnValue, to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .text(let text): writer.string(text.string)
        case .integer(let integer): writer.integer(integer)
        case .day(let day): writer.string(day.description)
        case .boolean(let flag): writer.bool(flag)
        case .json(let bytes): writer.raw(bytes)
        }
    }

    static func cell(_ value: ColumnValue) -> String {
        switch value {
        case .null: ""
        case .text(let text): text.string
        case .integer(let integer): "\(integer)"
        case .day(let day): day.description
        case .boolean(let flag): flag ? "是" : "否"
        case .json(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}
