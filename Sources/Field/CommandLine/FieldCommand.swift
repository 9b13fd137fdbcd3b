package import ArgumentParser
import Crypto
import Domain
import Foundation
import Sync

/// `headwater-field`: the laptop's command line. Everything but `enroll` and `sync` works with no
/// server at all.
package struct FieldCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "headwater-field",
        abstract: "现场终端 · the laptop that works without a network",
        discussion: """
            数据在 $HEADWATER_FIELD_HOME(默认 ~/.headwater-field)。
            Its folder is $HEADWATER_FIELD_HOME, ~/.headwater-field by default.
            """,
        subcommands: [
            EnrolCommand.self, StatusCommand.self, TaskCommand.self, LetterCommand.self,
            ConflictsCommand.self, SyncCommand.self,
        ])

    package init() {}
}

/// The language of what is said.
struct LanguageOption: ParsableArguments {
    @Option(name: .customLong("lang"), help: "zh | en")
    var name = "zh"

    var language: Language { name == "en" ? .english : .chinese }

    func validate() throws {
        guard ["zh", "en"].contains(name) else { throw ValidationError("--lang zh | en") }
    }
}

/// What every command works with.
struct FieldSession {
    let home: FieldHome
    let store: FieldStore
    let language: Language
    let environment: [String: String]

    /// Opens the laptop's folder, runs `body`, says what went wrong in words, and exits non-zero
    /// then.
    static func run(
        _ language: Language, _ body: (FieldSession) async throws -> Void
    ) async throws {
        do {
            let environment = ProcessInfo.processInfo.environment
            let home = FieldHome.fromEnvironment(environment)
            try home.prepare()
            let store = try FieldStore(path: home.databasePath)
            let session = FieldSession(
                home: home, store: store, language: language, environment: environment)
            try await body(session)
            try store.close()
        } catch let error as LaptopError {
            Layout.error(error.text(in: language))
            throw ExitCode(1)
        }
    }

    func say(_ chinese: String, _ english: String) {
        Layout.output(language == .chinese ? chinese : english)
    }

    func enrolment() throws -> FieldEnrolment {
        guard let enrolment = try store.enrolment() else { throw LaptopError.notEnrolled }
        return enrolment
    }

    var now: Instant { FieldSession.clock() }

    static func clock() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}

/// Calls the command line; the executable's only line.
package enum FieldMain {
    package static func run() async { await FieldCommand.main() }
}
