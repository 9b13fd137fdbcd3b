import ArgumentParser
import Domain
import EventStore
import Foundation

/// `headwater migrate`: opening the log does it; this says so, for who upgrades in steps.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "升级数据库结构 · bring the database to this version")

    func run() async throws {
        try await Runtime.withCommand { runtime in
            let head = try await runtime.log.head()
            Console.output("数据库已是当前版本,日志在 pos:\(head.position) · the database is current")
        }
    }
}

/// `headwater rebuild [name]`: folds the whole log anew; readers see the old rows till the end.
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "重建读模型 · build read models anew from the events")

    @Argument(help: "读模型名称,缺省为全部 · the read model; all of them without a name")
    var name: String?

    func run() async throws {
        let known = ReadModels.all.map(\.name)
        if let name, !known.contains(name) {
            throw OperatorError(
                "没有名为 \(name) 的读模型:可选 \(known.joined(separator: "、"))",
                "there is no read model \(name): choose from \(known.joined(separator: ", "))")
        }
        try await Runtime.withCommand { runtime in
            for model in known where name == nil || name == model {
                let progress = Progress(model)
                let began = SystemClock.monotonicMs()
                try await runtime.projector.rebuild(model) { progress.update($0) }
                progress.finish("\(SystemClock.monotonicMs() - began) ms")
            }
        }
    }
}

/// `headwater verify`: walks the whole log and recomputes hashes, versions and claims.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "核验日志 · recompute what the log says of itself")

    func run() async throws {
        let report = try await Runtime.withCommand { runtime in
            let progress = Progress("核验 verify")
            var claims = ClaimWalk()
            let report = try await runtime.log.verify(claims: { try claims.take($0) }) {
                progress.update($0)
            }
            progress.finish("\(report.milliseconds) ms")
            return report
        }
        var table = TextTable(["检查 check", "数量 count", "问题 problems"])
        for check in report.checks {
            table.append([check.name, "\(check.count)", "\(check.problems.count)"])
        }
        Console.output(table.text)
        for check in report.checks {
            for problem in check.problems { Console.output("- \(check.name): \(problem)") }
        }
        guard report.isSound else {
            throw OperatorError(
                "日志核验不通过:请停止写入,保留数据并从备份核对",
                "the log is not sound: stop writing, keep the data, compare it with a backup")
        }
        Console.output("日志完好,至 pos:\(report.through) · the log is sound")
    }
}

/// Recomputes who holds which claim, event by event. Memory: the state of every stream.
struct ClaimWalk {
    private var states: [StreamID: BureauState] = [:]

    mutating func take(_ stored: StoredEvent) throws -> [ClaimEdit] {
        let recorded = try ReadModelStore.bureauDecoder(stored)
        let stream = recorded.stream
        let before = states[stream] ?? .initial(stream.kind)
        let changes = Bureau.claims(of: [recorded.event], before: before)
        states[stream, default: before].evolve(recorded.event)
        return changes.map { ClaimEdit($0, holder: stream) }
    }
}

/// `headwater epoch start`: a person says that what the log has lost is lost.
struct EpochCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epoch", abstract: "日志纪元 · the log's incarnation",
        subcommands: [Start.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "恢复备份后开始新纪元 · begin a new epoch after a restore",
            discussion: """
                Stop the server, and run it once it is certain that events which were \
                acknowledged are gone for good. What leaves the building (submit, reissue, issue \
                a number) then stays stopped until deputy or head has recorded the state at the \
                bank and in the register: \
                POST /v1/epochs/<number>/record-outside-state {bank, register}.
                """)

        @Option(help: "作出决定的人员编号 · the member who decides")
        var actor: String

        func run() async throws {
            try await Runtime.withCommand { runtime in
                guard !runtime.isGuest else {
                    throw OperatorError(
                        "服务器正在运行:请先停止它,再开始新纪元",
                        "the server is running: stop it first, then begin the epoch")
                }
                guard runtime.log.stoppedReason != nil else {
                    throw OperatorError(
                        "日志完好,不需要开始新纪元",
                        "the log lacks nothing: there is no reason for a new epoch")
                }
                let head = try await runtime.log.startEpoch(actor: Text(actor))
                Console.output(
                    "已进入第 \(head.epoch) 纪元,pos:\(head.position);请启动服务器 · "
                        + "epoch \(head.epoch) has begun; start the server")
            }
        }
    }
}
