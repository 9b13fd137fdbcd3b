/// A table of plain text, its columns as wide as their widest cell; a Chinese character is two
/// columns wide.
struct TextTable {
    let headings: [String]
    private(set) var rows: [[String]] = []

    /// A cell is cut here: a terminal is no place for a whole list of persons.
    static let cellColumns = 40

    init(_ headings: [String]) { self.headings = headings }

    mutating func append(_ cells: [String]) { rows.append(cells) }

    var text: String {
        let cut = ([headings] + rows).map { row in row.map { TextTable.cut($0) } }
        let widths = headings.indices.map { column in
            cut.map { $0.indices.contains(column) ? TextTable.columns(of: $0[column]) : 0 }.max()
                ?? 0
        }
        return cut.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - TextTable.columns(of: cell)))
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 && isWide($1.value) ? 2 : 1) }
    }

    private static func cut(_ text: String) -> String {
        let flat = text.replacing("\n", with: " ")
        guard columns(of: flat) > cellColumns else { return flat }
        var kept = ""
        var width = 0
        for character in flat {
            width += columns(of: String(character))
            if width > cellColumns - 1 { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// East Asian wide and full-width characters (Unicode's UAX 11, the blocks that the bureau's
    /// texts use).
    private static func isWide(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
            true
        default: false
        }
    }
}
