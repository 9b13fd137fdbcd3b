import Domain
import Foundation
import JSON

/// `seeds/` as read from disk: every line parsed before the first command is given, so that a
/// misspelt file changes nothing.
struct SeedFolder: Sendable {
    struct Line: Sendable {
        let file: String
        /// From 1.
        let number: Int
        let line: SeedLine

        var place: String { "\(file):\(number)" }
        /// One command for ever: loading again finds what it did the first time.
        var key: Text { Text("seed/\(file):\(number)") }
    }

    let lines: [Line]
    let cast: SeedCast
    let persons: SeedPersons

    static let filesLimit = 200
    static let fileBytesLimit = 16 << 20
    static let linesLimit = 100_000

    /// Reads `*.jsonl` in the order of their names, and `roster.json`. Throws `OperatorError` that
    /// names the file and the line.
    init(_ path: String) throws {
        let folder = URL(fileURLWithPath: path)
        let names = try SeedFolder.names(folder)
        var lines: [Line] = []
        for name in names {
            let bytes = try SeedFolder.bytes(folder, name)
            lines += try SeedFolder.lines(name, bytes)
            guard lines.count <= SeedFolder.linesLimit else {
                throw OperatorError(
                    "\(path) 中的行数超过 \(SeedFolder.linesLimit)",
                    "\(path) has more than \(SeedFolder.linesLimit) lines")
            }
        }
        self.lines = lines
        cast = try SeedFolder.naming("members") { () throws(SeedLineError) in
            try SeedCast(lines.map(\.line))
        }
        persons = SeedPersons(try SeedFolder.roster(folder))
    }

    private static func names(_ folder: URL) throws -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".jsonl") }.sorted()
        } catch {
            throw OperatorError(
                "读不到种子数据目录 \(folder.path):请检查路径和权限",
                "the folder of seeds \(folder.path) cannot be read: check its path and rights")
        }
        guard !names.isEmpty, names.count <= filesLimit else {
            throw OperatorError(
                "\(folder.path) 中应有1至\(filesLimit)个 .jsonl 文件,实有\(names.count)个",
                "\(folder.path) holds \(names.count) .jsonl files; 1 to \(filesLimit) are expected")
        }
        return names
    }

    private static func bytes(_ folder: URL, _ name: String) throws -> [UInt8] {
        let data: Data
        do {
            data = try Data(contentsOf: folder.appendingPathComponent(name))
        } catch {
            throw OperatorError("读不到种子数据文件 \(name)", "the seed file \(name) cannot be read")
        }
        guard data.count <= fileBytesLimit else {
            throw OperatorError(
                "种子数据文件 \(name) 超过 \(fileBytesLimit) 字节",
                "the seed file \(name) is larger than \(fileBytesLimit) bytes")
        }
        return [UInt8](data)
    }

    private static func lines(_ name: String, _ bytes: [UInt8]) throws -> [Line] {
        var lines: [Line] = []
        let parts = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() where !part.isEmpty {
            let line = try naming("\(name):\(index + 1)") { () throws(SeedLineError) in
                try SeedLine(part)
            }
            lines.append(Line(file: name, number: index + 1, line: line))
        }
        return lines
    }

    private static func roster(_ folder: URL) throws -> SeedRoster {
        let bytes = try bytes(folder, "roster.json")
        return try naming("roster.json") { () throws(SeedLineError) in
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue(parsing: bytes)
            } catch {
                throw .json(error)
            }
            return try SeedRoster(of: value)
        }
    }

    /// What is wrong with a line, with its place in front.
    static func naming<Value>(
        _ place: String, _ read: () throws(SeedLineError) -> Value
    ) throws -> Value {
        do throws(SeedLineError) {
            return try read()
        } catch {
            throw OperatorError(
                "\(place):\(error.text(in: .chinese))", "\(place): \(error.text(in: .english))")
        }
    }
}
