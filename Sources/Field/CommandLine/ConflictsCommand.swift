import ArgumentParser
import Domain
import JSON
import Sync

struct ConflictsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "待裁定事项 · changes that the rules may not merge: base, ours, theirs",
        subcommands: [List.self, Resolve.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "列出 · every open one; with --all the resolved ones too")

        @Flag(help: "连同已裁定的 · resolved ones too")
        var all = false

        @OptionGroup var options: LanguageOption

        func run() async throws {
            try await FieldSession.run(options.language) { session in
                let enrolment = try session.enrolment()
                let view = try FieldView(session.store, enrolment, today: session.now.day)
                var shown = 0
                for row in try view.rows(ConflictInbox.name) {
                    guard let conflict = ConflictInbox.row(from: row.values) else { continue }
                    if conflict.standing == .resolved, !all, !row.isPending { continue }
                    if shown > 0 { Layout.output("") }
                    shown += 1
                    Layout.output(
                        ConflictText(row.key, conflict, isPending: row.isPending)
                            .text(options.language))
                }
                if shown == 0 { session.say("没有待裁定事项", "Nothing is in conflict.") }
            }
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve", abstract: "裁定 · choose a side; recorded as an intent")

        @Argument(help: "待裁定事项编号 · the conflict's id")
        var id: String

        @Option(help: "ours 库中现有 | theirs 本次填报 | other 另行填报")
        var choice: String

        @Option(help: "裁定理由 · why")
        var reason: String

        @Option(name: .customLong("json"), help: "另行填报的内容 · with other: the body instead")
        var body: String?

        @OptionGroup var options: LanguageOption

        func run() async throws {
            try await FieldSession.run(options.language) { session in
                var object: JSONObject = ["choice": .string(choice), "reason": .string(reason)]
                if let body {
                    do throws(JSONError) {
                        object.set("body", try JSONValue(parsing: Array(body.utf8)))
                    } catch {
                        throw LaptopError.badJSON("\(error)")
                    }
                }
                let recorder = Recorder(
                    store: session.store, enrolment: try session.enrolment(),
                    now: { FieldSession.clock() })
                let intent = try recorder.record(
                    "resolve", .object(object), on: StreamID(.conflict, Text(id)),
                    occurredOn: nil)
                session.say(
                    "已记录第 \(intent.n) 条:裁定 \(id),待上传",
                    "Recorded intent \(intent.n): resolve \(id), pending.")
            }
        }
    }
}

/// One conflict with its three sides side by side.
struct ConflictText {
    private let id: Text
    private let row: ConflictInbox.Row
    private let isPending: Bool

    init(_ id: Text, _ row: ConflictInbox.Row, isPending: Bool) {
        self.id = id
        self.row = row
        self.isPending = isPending
    }

    func text(_ language: Language) -> String {
        let isChinese = language == .chinese
        let kind = AggregateKind(rawValue: row.aboutKind.string) ?? .conflict
        var lines = [
            "\(id)  \(row.aboutKind)/\(row.aboutID)  "
                + Words.command(kind, row.command, language) + "  "
                + Words.state(.conflict, row.standing.rawValue, language)
                + (isPending ? (isChinese ? "  待上传" : "  pending") : "")
        ]
        let headings =
            isChinese
            ? ["", "原内容", "库中现有", "本次填报"] : ["", "base", "ours", "theirs"]
        let who = [
            isChinese ? "填报人" : "author", "", side(row.ours), side(row.theirs),
        ]
        let rows = keys.map { key in
            [Words.field(key, language)]
                + [row.base, row.ours, row.theirs].map { side in
                    let value = side.values[key].map { Layout.plain($0) } ?? ""
                    return key == "state" ? Words.state(kind, value, language) : value
                }
        }
        lines.append(Layout.table(headings, rows + [who]))
        if let choice = row.choice {
            lines.append(
                (isChinese ? "裁定:\(choice.chinese)" : "choice: \(choice.rawValue)")
                    + "  \(row.reason ?? "")  \(row.resolvedBy ?? "")")
        }
        return lines.joined(separator: "\n")
    }

    /// Every field that a side names, the one in dispute first.
    private var keys: [String] {
        var keys = row.field.map { [$0.string] } ?? []
        for side in [row.theirs, row.ours, row.base] {
            for key in side.values.objectValue?.keys ?? [] where !keys.contains(key) {
                keys.append(key)
            }
        }
        return keys
    }

    private func side(_ side: Conflict.Side) -> String {
        [side.author?.string, side.day.map { "\($0)" }].compactMap { $0 }.joined(separator: " ")
    }
}
