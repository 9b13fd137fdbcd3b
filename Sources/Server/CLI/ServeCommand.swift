import ArgumentParser
import Foundation
import Logging

/// `headwater serve`: the server, until Ctrl-C or SIGTERM.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "启动服务 · serve the API and the console")

    @Option(help: "端口,缺省为 HEADWATER_PORT 或 8080 · the port of 127.0.0.1")
    var port: Int?

    @Option(help: "日志为空时装载此目录的种子数据 · load these seeds into an empty log")
    var seeds: String?

    static let portVariable = "HEADWATER_PORT"
    static let defaultPort = 8080

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let port = try port ?? ServeCommand.port(in: environment)
        guard (0...65_535).contains(port) else { throw ServeCommand.noPort("\(port)") }
        if let seeds, !FileManager.default.fileExists(atPath: seeds) {
            throw OperatorError(
                "种子目录 \(seeds) 不存在:请检查 --seeds", "there is no folder \(seeds): check --seeds")
        }
        let server = HeadwaterServer(
            home: Home(environment: environment), port: port, seeds: seeds,
            environment: environment, logger: Logger(label: "headwater"))
        try await server.run()
    }

    static func port(in environment: [String: String]) throws -> Int {
        guard let text = environment[portVariable], !text.isEmpty else { return defaultPort }
        guard let port = Int(text) else { throw noPort(text) }
        return port
    }

    private static func noPort(_ text: String) -> OperatorError {
        OperatorError(
            "端口 \(text) 无效:\(portVariable) 或 --port 应为 0 到 65535 的整数",
            "\(text) is no port: \(portVariable) and --port take 0 to 65535")
    }
}
