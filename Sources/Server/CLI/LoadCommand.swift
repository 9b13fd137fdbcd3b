import ArgumentParser
import EventStore

/// `headwater load <folder>`: the commands of a folder, through the same rules as any other.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "装载种子数据 · load a folder of commands; loading again changes nothing")

    @Argument(help: "种子目录 · the folder, for example seeds")
    var folder: String

    func run() async throws {
        try await Runtime.withCommand { try await Loading.load(folder, $0) }
    }
}

/// Loading with progress, for the command and for the server's first start.
enum Loading {
    static func load(_ folder: String, _ runtime: Runtime) async throws {
        let progress = Progress("装载 load")
        let began = SystemClock.monotonicMs()
        let summary = try await SeedLoader(runtime.commands).load(folder) {
            progress.update($0, $1)
        }
        let known = summary.known > 0 ? ",其中 \(summary.known) 行此前已装载" : ""
        progress.finish(
            "\(summary.lines) 行\(known),新增 \(summary.events) 个事件,pos:\(summary.position)"
                + " · \(SystemClock.monotonicMs() - began) ms")
    }
}
