import Foundation
import JSON

/// Plain text for a terminal: a Chinese character is two columns wide.
enum Layout {
    /// A cell of a list is cut here.
    static let cellColumns = 36

    static func table(_ headings: [String], _ rows: [[String]]) -> String {
        let cut = ([headings] + rows).map { $0.map { clip($0, cellColumns) } }
        let widths = headings.indices.map { index in
            cut.map { width(of: $0[index]) }.max() ?? 0
        }
        return cut.map { row in
            let line = zip(row, widths).map { pad($0, $1) }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    static func pad(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - width(of: text)))
    }

    static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (isWide($1.value) ? 2 : 1) }
    }

    private static func clip(_ text: String, _ columns: Int) -> String {
        let flat = text.split(separator: "\n").joined(separator: " ")
        guard width(of: flat) > columns else { return flat }
        var kept = ""
        var used = 1
        for character in flat {
            used += width(of: String(character))
            if used > columns { break }
            kept.append(character)
        }
        return kept + "…"
    }

    private static func isWide(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
            0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd:
            true
        default: false
        }
    }

    /// A value for people: texts as they are, a quantity with its unit, the rest as JSON.
    static func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: return "—"
        case .bool(let bool): return bool ? "✓" : "✗"
        case .number(let literal): return literal
        case .string(let string): return string
        case .array(let items): return items.map { plain($0) }.joined(separator: "、")
        case .object(let object):
            if object.count == 2, let decimal = object["value"]?.stringValue,
                let unit = object["unit"]?.stringValue
            {
                return "\(decimal) \(unit)"
            }
            return object.members.map { "\($0.key) \(plain($0.value))" }.joined(separator: " ")
        }
    }

    static func output(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func error(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
