import ArgumentParser
import Foundation
import Logging

/// `headwater`: the server and its administrator's commands.
struct Headwater: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "headwater",
        abstract: "Headwater 水务计划后台 · the planning backend of a water bureau",
        discussion: """
            HEADWATER_HOME          data folder (default: var)
            HEADWATER_PORT          port of 127.0.0.1 to serve on (default: 8080)
            HEADWATER_DATABASE_URL  a PostgreSQL of your own instead of the embedded one
            HEADWATER_LOG           `json` for log lines as JSON on standard error
            """,
        subcommands: [
            ServeCommand.self, LoadCommand.self, ReportCommand.self, ReplayCommand.self,
            RebuildCommand.self, VerifyCommand.self,
            MigrateCommand.self, EpochCommand.self, MemberCommand.self, DeviceCommand.self,
        ])
}

/// What `main` runs: parses the arguments, runs the command, and ends with 0 or with a sentence and
/// another status.
package func runHeadwater() async {
    LogOutput.bootstrap(environment: ProcessInfo.processInfo.environment)
    await Headwater.main()
}
