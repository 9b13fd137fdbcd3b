import ArgumentParser
import Domain
import Foundation

struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll", abstract: "登记终端 · enrol this laptop with a one-time code")

    @Option(help: "服务器地址 · the server's address")
    var server: String?

    @Option(help: "一次性登记码 · the one-time code; without it, the demonstration's codes are tried")
    var code: String?

    @Option(help: "终端名称 · what people call this laptop")
    var name: String?

    @OptionGroup var options: LanguageOption

    static let defaultServer = "http://127.0.0.1:8080"

    func run() async throws {
        try await FieldSession.run(options.language) { session in
            let path = DemoCredentials.path(session.environment)
            let demo = DemoCredentials(path: path)
            var address = server ?? demo?.url ?? EnrolCommand.defaultServer
            while address.hasSuffix("/") { address.removeLast() }
            let codes = code.map { [Text($0)] } ?? demo?.codes ?? []
            guard !codes.isEmpty else { throw LaptopError.noCode(searched: path) }
            let title = Text(name ?? ProcessInfo.processInfo.hostName)
            let enrolment = try await enrol(codes, title, address, session, path)
            session.say(
                "终端 \(enrolment.device) 已登记到 \(address),使用人 \(enrolment.owner.id)"
                    + "(\(enrolment.owner.unit))",
                "Device \(enrolment.device) is enrolled at \(address) for \(enrolment.owner.id) "
                    + "(\(enrolment.owner.unit)).")
        }
    }

    /// Tries one code after the other: a used one is refused, and the next may be free.
    private func enrol(
        _ codes: [Text], _ title: Text, _ address: String, _ session: FieldSession, _ path: String
    ) async throws -> FieldEnrolment {
        try await HTTPTransport.with(server: address, language: options.name) { transport in
            let enroller = Enroller(
                home: session.home, store: session.store, transport: transport, server: address)
            for candidate in codes {
                do {
                    return try await enroller.enrol(code: candidate, name: title)
                } catch LaptopError.refused(_, "code-invalid", _) where code == nil {
                    continue
                }
            }
            throw LaptopError.noCode(searched: path)
        }
    }
}
