import ArgumentParser
import Domain
import Sync

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "同步情况 · what is pending, and what became of the rest")

    @OptionGroup var options: LanguageOption

    func run() async throws {
        try await FieldSession.run(options.language) { session in
            let enrolment = try session.enrolment()
            let standing = try session.store.standing()
            let kept = try session.store.intents()
            let last = try session.store.lastSync()
            let pending = kept.count { $0.isPending }
            session.say(
                """
                终端 \(enrolment.device)(\(enrolment.name)),使用人 \(enrolment.owner.id)
                服务器 \(enrolment.server)
                上次同步 \(last.map { "\($0)" } ?? "从未"),已到流水号 \(standing.mark.position)
                填报 \(kept.count) 条,其中待上传或待处理 \(pending) 条
                """,
                """
                Device \(enrolment.device) (\(enrolment.name)) of \(enrolment.owner.id)
                Server \(enrolment.server)
                Last sync \(last.map { "\($0)" } ?? "never"), up to position \
                \(standing.mark.position)
                \(kept.count) intents, \(pending) of them pending
                """)
            if !kept.isEmpty { Layout.output("\n" + table(kept)) }
        }
    }

    private func table(_ kept: [KeptIntent]) -> String {
        let language = options.language
        let headings =
            language == .chinese
            ? ["序号", "日期", "业务", "事项", "结果", "说明"]
            : ["n", "day", "about", "command", "verdict", "note"]
        return Layout.table(
            headings,
            kept.map { kept in
                let intent = kept.intent
                let note =
                    kept.receipt?.reason?.text(in: language).string
                    ?? kept.receipt?.conflict?.string ?? ""
                return [
                    "\(intent.n)", "\(intent.occurredOn)", intent.stream.raw,
                    Words.command(intent.stream.kind, intent.command, language),
                    Words.standing(kept, language), note,
                ]
            })
    }
}
