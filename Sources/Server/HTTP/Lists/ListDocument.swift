import Domain
package import EventStore
import JSON

/// Rows as JSON: `id`, the columns in camel case, then the stream's `version` and the `position` of
/// the last event in the row.
package enum ListDocument {
    package static func page(
        _ rows: [ReadModelRow], _ source: ListSource, nextCursor: String?, position: Int64
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 512 * (rows.count + 1))
        writer.beginObject()
        writer.key("items")
        writer.beginArray()
        for row in rows { write(row, source, version: row.version, to: &writer) }
        writer.endArray()
        writer.key("nextCursor")
        if let nextCursor { writer.string(nextCursor) } else { writer.null() }
        writer.key("position")
        writer.integer(position)
        writer.endObject()
        return writer.bytes
    }

    package static func one(_ row: ReadModelRow, _ source: ListSource, version: Int) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        write(row, source, version: version, to: &writer)
        return writer.bytes
    }

    private static func write(
        _ row: ReadModelRow, _ source: ListSource, version: Int, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("id")
        writer.string(row.key.string)
        for (column, value) in zip(source.columns, row.values) {
            writer.key(column.apiName)
            write(column.isSealed && value != .null ? .text(Text(ListColumn.mask)) : value, &writer)
        }
        writer.key("version")
        writer.integer(version)
        writer.key("position")
        writer.integer(row.position)
        writer.endObject()
    }

    private static func write(_ value: ColumnValue, _ writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .text(let text): writer.string(text.string)
        case .integer(let integer): writer.integer(integer)
        case .day(let day): writer.string(day.description)
        case .boolean(let bool): writer.bool(bool)
        case .json(let bytes): writer.raw(bytes)
        }
    }
}
