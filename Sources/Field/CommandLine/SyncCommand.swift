import ArgumentParser
import Domain
import Foundation
import Sync

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "同步 · push what is pending, pull what is new")

    @OptionGroup var options: LanguageOption

    func run() async throws {
        try await FieldSession.run(options.language) { session in
            let enrolment = try session.enrolment()
            let signer = DeviceSigner(device: enrolment.device, key: try session.home.key())
            let report = try await HTTPTransport.with(
                server: enrolment.server, language: options.name
            ) { transport in
                let sync = FieldSync(
                    store: session.store, transport: transport, signer: signer,
                    server: enrolment.server, now: { FieldSession.clock() },
                    pause: { try await Task.sleep(for: .milliseconds($0)) })
                return try await sync.run { progress in
                    Layout.error(
                        options.language == .chinese
                            ? "同步:已上传 \(progress.pushed) 条,已下载 \(progress.pulled) 条记录"
                            : "sync: \(progress.pushed) pushed, \(progress.pulled) events pulled")
                }
            }
            let kept = try session.store.intents()
            let pending = kept.count { $0.isPending }
            session.say(
                "同步完成:上传 \(report.pushed) 条,下载 \(report.pulled) 条记录,待上传或待处理 \(pending) 条",
                "Synced: \(report.pushed) pushed, \(report.pulled) events pulled, "
                    + "\(pending) pending.")
        }
    }
}
