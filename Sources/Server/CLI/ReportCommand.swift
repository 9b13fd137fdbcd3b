import ArgumentParser
import Domain
import EventStore
import JSON

/// `headwater report 2025-H1`: the report of a period, every figure made from events.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "生成报告 · write the report of a period from the log")

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case md, json
    }

    @Argument(help: "期间 · 2025, 2025-H1, 2025-Q2 or 2025-06")
    var period: String

    @Option(help: "md 或 json · markdown or JSON")
    var format = Format.md

    @Option(help: "截至 pos:N、日期或时刻 · as the log knew it at a position, a day or a moment")
    var asOf: ReplayTarget?

    func run() async throws {
        guard let wanted = ReportPeriod(period) else {
            throw OperatorError(
                "期间 \(period) 无效:例如 2025、2025-H1、2025-Q2、2025-06",
                "\(period) is no period: write 2025, 2025-H1, 2025-Q2 or 2025-06")
        }
        let report = try await Runtime.withCommand { runtime in
            let position = try await asOf?.position(in: runtime.log)
            return try await LogReports(runtime.log).make(wanted, asOf: position)
        }
        switch format {
        case .md: Console.output(report.markdown(in: .chinese))
        case .json: Console.output(report.json(in: .chinese).bytes)
        }
    }
}
