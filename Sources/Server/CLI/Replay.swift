import Domain
import EventStore
import Foundation
import JSON

/// What a replay found.
struct Replay: Sendable {
    struct List: Sendable {
        let model: AnyReadModel
        let count: Int
        /// The first ones by key.
        let rows: [ReadModelRow]
    }

    let position: Int64
    /// The day up to which things had happened, where a day was asked for.
    let effective: Day?
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
        let effective = target.effective
        var lists: [List] = []
        for model in ReadModels.all where names.isEmpty || names.contains(model.name) {
            let rows = try await runtime.readModels.asOf(model, position: position) { recorded in
                effective.map { recorded.effectiveDay <= $0 } ?? true
            }
            lists.append(List(model: model, count: rows.count, rows: Array(rows.prefix(limit))))
        }
        var filter = EventFilter()
        filter.through = position
        filter.stream = stream
        filter.types = types.isEmpty ? nil : types
        let events = try await newest(limit, filter, by: effective, in: runtime.log)
        let last =
            position == 0
            ? [] : try await runtime.log.read(after: position - 1, through: position, limit: 1)
        return Replay(
            position: position, effective: effective,
            recordedAt: last.first?.envelope.recordedAt, lists: lists, events: events.reversed())
    }

    /// The last `limit` events that had happened by the day, newest first, read in pages.
    private static func newest(
        _ limit: Int, _ filter: EventFilter, by day: Day?, in log: EventLog
    ) async throws -> [StoredEvent] {
        var filter = filter
        filter.newestFirst = true
        filter.limit = day == nil ? limit : ReadLimits.batch
        var found: [StoredEvent] = []
        while found.count < limit, let through = filter.through, through > 0 {
            let page = try await log.events(filter)
            found += page.filter { stored in
                day.map { BureauEvent.decode(stored).effectiveDay <= $0 } ?? true
            }
            guard page.count == filter.limit, let last = page.last else { break }
            filter.through = last.envelope.position - 1
        }
        return Array(found.prefix(limit))
    }
}

extension Replay {
    var text: String {
        var parts = [title]
        for list in lists {
            parts.append("\n== \(list.model.name): \(list.count)")
            if list.rows.isEmpty { continue }
            var table = TextTable(["id"] + list.model.columns.map(\.chinese) + ["pos"])
            for row in list.rows {
                table.append(
                    [row.key.string] + Replay.cells(row, of: list.model) + ["\(row.position)"])
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

    /// Says which of the two times is meant: they must never be mistaken for each other.
    private var title: String {
        if let effective {
            return "按业务日期查询(当日实际情况) · what had happened by \(effective) · pos:\(position)"
        }
        let moment = recordedAt.map { " · \($0)" } ?? ""
        return "按录入时间查询(当时系统记录) · what the log knew at pos:\(position)\(moment)"
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("position")
        writer.integer(position)
        writer.key("effective")
        if let effective { writer.string(effective.description) } else { writer.null() }
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
                if column.name.hasSuffix("_sealed") { continue }
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

    /// Ciphertext tells nobody anything: it is masked as in the API.
    private static func cells(_ row: ReadModelRow, of model: AnyReadModel) -> [String] {
        zip(model.columns, row.values).map { column, value in
            column.name.hasSuffix("_sealed") && value != .null ? "***" : cell(value)
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
