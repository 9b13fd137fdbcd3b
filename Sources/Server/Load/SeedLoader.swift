import Domain
import EventStore

/// Loads `seeds/` into a log through the command service: the same roles, rules and sealing as for
/// any other command, and the days that the lines say.
package struct SeedLoader: Sendable {
    private let commands: CommandService

    package init(_ commands: CommandService) { self.commands = commands }

    package struct Summary: Hashable, Sendable {
        package var lines = 0
        /// Lines that had been loaded before.
        package var known = 0
        package var events: Int64 = 0
        /// The log's position after the last line.
        package var position: Int64 = 0
    }

    /// Gives the commands of the folder one after the other. Loading again changes nothing; a line
    /// that is refused stops it, and what came before stays loaded.
    ///
    /// - Parameter progress: gets the fraction done (0...1, persons counted) and the file's name.
    /// - Throws: `OperatorError` that names the file, the line and the reason.
    package func load(
        _ folder: String, progress: @Sendable (Double, String) -> Void = { _, _ in }
    ) async throws -> Summary {
        let seeds = try SeedFolder(folder)
        let weights = seeds.lines.map { line in
            1 + (line.line.village.map { seeds.persons.persons(in: $0).count } ?? 0)
        }
        let total = Double(max(1, weights.reduce(0, +)))
        var done = 0
        var summary = Summary()
        for (line, weight) in zip(seeds.lines, weights) {
            try Task.checkCancellation()
            try await perform(line, seeds, &summary)
            done += weight
            progress(Double(done) / total, line.file)
        }
        return summary
    }

    private func perform(
        _ line: SeedFolder.Line, _ seeds: SeedFolder, _ summary: inout Summary
    ) async throws {
        let request = try SeedFolder.naming(line.place) { () throws(SeedLineError) in
            CommandRequest(
                kind: line.line.stream.kind, id: line.line.stream.id, name: line.line.command,
                body: try seeds.persons.datedBody(of: line.line),
                actor: try seeds.cast.actor(line.line.actor), idempotencyKey: line.key,
                imported: true)
        }
        do throws(CommandFailure) {
            let result = try await commands.perform(request)
            summary.lines += 1
            summary.position = max(summary.position, result.position)
            if result.duplicate {
                summary.known += 1
            } else if let positions = result.positions {
                summary.events += Int64(positions.count)
            }
        } catch {
            throw OperatorError(
                "\(line.place):\(error.seedText(.chinese))",
                "\(line.place): \(error.seedText(.english))")
        }
    }
}

extension CommandFailure {
    /// Why a line was refused, for whoever mends the file.
    fileprivate func seedText(_ language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String {
            language == .chinese ? chinese : english
        }
        return switch self {
        case .unknownCommand: say("没有这个操作", "there is no such command")
        case .forbidden: say("该人员的职责不允许此操作", "the member's duties do not allow it")
        case .keyReused:
            say(
                "这一行在载入之后改动过:已入库的记录不能改写,请另加一行",
                "the line was changed after it had been loaded: add a new line instead")
        case .ifMatchMissing: say("缺少版本号", "a version is missing")
        case .fields(let errors):
            errors.errors.map { $0.text(in: language) }.joined(separator: "; ")
        case .notFound(let stream): say("没有 \(stream)", "there is no \(stream)")
        case .stale(let actual, _):
            say("对象已变到第 \(actual) 版", "the stream is at version \(actual)")
        case .rejected(let rejection): rejection.text(in: language)
        case .claimed(let holders):
            say("已被占用:", "taken already: ")
                + holders.map { "\($0.claim) (\($0.stream))" }.joined(separator: ", ")
        case .notUnderstood(let stream, let version):
            say(
                "\(stream) 第 \(version) 版的记录本版本读不懂",
                "\(stream) holds at version \(version) what this version cannot read")
        case .tooLarge(let field): say("\(field) 过大", "\(field) is too large")
        case .busy: say("他人正在更改,请重试", "somebody else is changing it; load again")
        case .diskFull: say("磁盘已满", "the disk is full")
        case .stopped(let why): say("已停止写入:\(why)", "writing is stopped: \(why)")
        case .unavailable(let why, _): say("数据库不可用:\(why)", "the database is away: \(why)")
        }
    }
}
