import ArgumentParser
import Domain
import EventStore

/// `headwater replay --to pos:N`: what the log knew then, and the events that led there; `--to` a
/// day: what had happened by then.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "回放 · the state as of a moment, and what led there",
        discussion: """
            Examples:
              headwater replay --to pos:120
              headwater replay --to 2025-05-31 --list funds_matrix
              headwater replay --to 2025-06-30 --recorded --list plan_board --limit 50
              headwater replay --to pos:120 --stream task/rural-maintenance-2025 --json
            """)

    @Option(
        help: """
            pos:N 或 RFC 3339 时刻:当时系统记录;日期:当日实际情况 · a position or a recorded time: what \
            the log knew; a day: what had happened
            """)
    var to: ReplayTarget

    @Flag(help: "日期按录入时间查询 · read the day as a recorded one: what the log knew at its end")
    var recorded = false

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
                recorded ? to.asRecorded : to, runtime, lists: list,
                stream: stream.flatMap { StreamID(raw: $0) },
                types: type.map { Text($0) }, limit: limit)
        }
        if json {
            Console.output(replay.json)
        } else {
            Console.output(replay.text)
        }
    }
}
