import Foundation

/// A file of this repository, as the tidy tests see it.
struct SourceFile {
    /// From the repository's root.
    let path: String
    let text: String
    let lines: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    var numbered: [(Int, Substring)] { Array(zip(1..., lines)) }

    var imports: Set<String> {
        let access: Set<Substring> = [
            "package", "public", "internal", "private", "@preconcurrency",
        ]
        return Set(
            lines.compactMap { line in
                let words = line.split(separator: " ").filter { !access.contains($0) }
                return words.count >= 2 && words[0] == "import" ? String(words[1]) : nil
            })
    }

    /// Where functions begin and how many lines they have, told by their indentation: the
    /// formatter puts the closing brace below the first letter of the declaration.
    var functions: [(line: Int, length: Int)] {
        var found: [(line: Int, length: Int)] = []
        for (index, line) in lines.enumerated() where SourceFile.beginsFunction(line) {
            let indentation = line.prefix { $0 == " " }
            let end = lines[index...].firstIndex { $0 == indentation + "}" }
            if let end { found.append((index + 1, end - index + 1)) }
        }
        return found
    }

    private static func beginsFunction(_ line: Substring) -> Bool {
        guard line.hasSuffix("{") || line.hasSuffix("(") else { return false }
        let words = line.split(separator: " ")
        return words.contains("func") || words.contains { $0.hasPrefix("init(") }
    }
}

/// The repository's files, found beside this one.
enum Sources {
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()

    static func file(_ path: String) throws -> SourceFile {
        let url = root.appendingPathComponent(path)
        return SourceFile(path: path, text: try String(contentsOf: url, encoding: .utf8))
    }

    /// All Swift files, or those under one folder; none if the folder is not there.
    static func swift(under folder: String? = nil) throws -> [SourceFile] {
        try all(folder.map { [$0] } ?? ["Sources", "Tests"]).filter { $0.path.hasSuffix(".swift") }
    }

    static func all(_ folders: [String]) throws -> [SourceFile] {
        var files: [SourceFile] = []
        for folder in folders {
            guard
                let walk = FileManager.default.enumerator(
                    atPath: root.appendingPathComponent(folder).path)
            else { continue }
            for case let name as String in walk {
                let path = "\(folder)/\(name)"
                var isFolder: ObjCBool = false
                let full = root.appendingPathComponent(path).path
                guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder),
                    !isFolder.boolValue, !name.hasSuffix(".pyc")
                else { continue }
                files.append(try file(path))
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: root.appendingPathComponent(folder).path
        ).filter { name in
            var isFolder: ObjCBool = false
            let path = root.appendingPathComponent("\(folder)/\(name)").path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && isFolder.boolValue
        }.sorted()
    }
}
