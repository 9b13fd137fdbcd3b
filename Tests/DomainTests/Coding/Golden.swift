import Domain
import Foundation
import TestKit
import Testing

/// A stored payload as logs hold it: `Tests/Golden/<kind>/<Type>-<schema>.json`, with a line feed
/// at its end that is not stored.
struct Golden: Hashable, Sendable, CustomTestStringConvertible {
    let kind: AggregateKind
    let type: String
    let schema: Int
    let payload: String

    var testDescription: String { "\(kind.rawValue)/\(type)-\(schema)" }

    var stored: StoredEvent {
        StoredEvent(
            Envelope(
                position: 1, stream: StreamID(kind, "x"), version: 1,
                id: EventID(high: 1, low: 1), type: Text(type), schema: schema,
                occurredOn: .test, recordedAt: Instant(microseconds: 0), actor: "clerk"),
            payload: Array(payload.utf8))
    }

    static func all() throws -> [Golden] {
        try AggregateKind.allCases.flatMap { kind in
            let folder = root.appendingPathComponent("Tests/Golden/\(kind.rawValue)")
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
                try Golden(kind, folder.appendingPathComponent($0))
            }
        }
    }

    private init(_ kind: AggregateKind, _ file: URL) throws {
        let name = file.deletingPathExtension().lastPathComponent.split(separator: "-")
        self.kind = kind
        type = String(try #require(name.first))
        schema = try #require(name.last.flatMap { Int($0) })
        payload = try Golden.text(file)
    }

    /// The payload of a file below `Tests/Golden`.
    static func text(_ path: String) throws -> String {
        try text(root.appendingPathComponent("Tests/Golden/\(path)"))
    }

    private static func text(_ file: URL) throws -> String {
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// The stored names in `Sources/Domain/*/*Coding.swift`, sorted: there alone they are read, in
    /// capitals that no command or field has.
    static func typesOfCodingFiles() throws -> [String] {
        let domain = root.appendingPathComponent("Sources/Domain")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: domain.path)
        var types: Set<String> = []
        for path in paths where path.hasSuffix("Coding.swift") {
            let text = try String(
                contentsOf: domain.appendingPathComponent(path), encoding: .utf8)
            types.formUnion(text.matches(of: /"([A-Z][A-Za-z]+)"/).map { String($0.1) })
        }
        return types.sorted()
    }

    private static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }()
}
