package import Domain
package import EventStore

/// Rows as CSV for a spreadsheet: UTF-8 with a byte order mark, CRLF, headings in the caller's
/// language, money in yuan.
///
/// Spreadsheets turn long digits into floating point and run cells that begin like a formula: such
/// cells are quoted as text (`="…"` for digits, a leading apostrophe for the rest).
package enum ListCSV {
    package static func bytes(
        _ rows: [ReadModelRow], _ source: ListSource, _ language: Language
    ) -> [UInt8] {
        var bytes: [UInt8] = [0xef, 0xbb, 0xbf]
        let headings = source.columns.map { heading($0.column, language) }
        append([language == .chinese ? "编号" : "Id"] + headings, to: &bytes)
        for row in rows {
            let cells = zip(source.columns, row.values).map { cell($1, $0) }
            append([text(row.key.string)] + cells, to: &bytes)
        }
        return bytes
    }

    private static func heading(_ column: Column, _ language: Language) -> String {
        switch language {
        case .chinese: column.chinese
        case .english: column.english
        }
    }

    private static func cell(_ value: ColumnValue, _ column: ListColumn) -> String {
        if column.isSealed, value != .null { return ListColumn.mask }
        switch value {
        case .null: return ""
        case .text(let value): return text(value.string)
        case .integer(let integer): return column.isFen ? Fen(integer).yuan : text(String(integer))
        case .day(let day): return day.description
        case .boolean(let bool): return bool ? "true" : "false"
        case .json(let bytes): return text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Above this many digits a spreadsheet rounds (it keeps 15) or shows an exponent (from 12).
    private static let digitsAsNumber = 11

    static func text(_ value: String) -> String {
        let isDigits = value.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let isLong = value.utf8.count > digitsAsNumber
        let leadsWithZero = value.utf8.count > 1 && value.utf8.first == UInt8(ascii: "0")
        if isDigits, isLong || leadsWithZero { return "=\"\(value)\"" }
        switch value.unicodeScalars.first {
        case "=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return "'" + value
        case "-": return scaledDecimal(value, decimals: 6) == nil ? "'" + value : value
        default: return value
        }
    }

    private static func append(_ cells: [String], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell, to: &bytes)
        }
        bytes += [0x0d, 0x0a]
    }

    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        let mustQuote = cell.utf8.contains { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }
        guard mustQuote else {
            bytes += cell.utf8
            return
        }
        bytes.append(0x22)
        for byte in cell.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
