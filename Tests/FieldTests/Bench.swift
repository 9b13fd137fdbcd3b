import Crypto
import Domain
import Field
import Foundation
import Sync
import TestKit

/// A server in memory with one task, and laptops whose stores are real SQLite files.
final class Bench: Sendable {
    let host = MemoryServerHost()
    let folder: String
    static let task = StreamID(.task, "rural-water")

    init() async throws {
        folder = FileManager.default.temporaryDirectory.path + "/hwf-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        await host.use { server in
            let plan = WorkTask.Plan(
                title: "农村饮水", theme: "rural_water",
                assignment: .init(leadUnit: "水利站", responsible: "甲"))
            server.record(Bench.task, [.task(.planned(plan))], by: "office")
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("left behind: \(folder): \(error)")
        }
    }

    /// A laptop of `member`, enrolled; `crash` is its store's hook.
    func laptop(
        _ member: Text, roles: Set<Role> = [.field],
        crash: @escaping FieldStore.CrashHook = { _, _ in }
    ) async throws -> Laptop {
        let home = FieldHome(path: folder + "/\(member)")
        try home.prepare()
        let key = try home.key()
        let device = DeviceID.derived(from: Array(key.publicKey.rawRepresentation))
        let owner = Actor(id: member, unit: "站", roles: roles)
        await host.use { $0.enrol(DeviceSigner(device: device, key: key), owner) }
        let answer = EnrolAnswer(
            device: device, logID: MemoryServer.logID, epoch: 1, owner: owner,
            serverTime: Bench.now)
        let store = try FieldStore(path: home.databasePath)
        try store.enrol(FieldEnrolment(server: "memory", name: "终端", answer))
        try store.close()
        return try Laptop(self, home: home, crash: crash)
    }

    static let now = Instant.endOf(day(2025, 6, 10))
}

/// A laptop as its command line sees it.
struct Laptop {
    let bench: Bench
    let home: FieldHome
    let store: FieldStore
    let enrolment: FieldEnrolment

    /// Opens the folder, as a new process does.
    init(
        _ bench: Bench, home: FieldHome,
        crash: @escaping FieldStore.CrashHook = { _, _ in }
    ) throws {
        self.bench = bench
        self.home = home
        store = try FieldStore(path: home.databasePath, crash: crash)
        guard let enrolment = try store.enrolment() else { throw LaptopError.notEnrolled }
        self.enrolment = enrolment
    }

    /// The same folder after the process died and was started anew.
    func restarted() throws -> Laptop {
        try store.close()
        return try Laptop(bench, home: home)
    }

    @discardableResult
    func record(_ command: BureauCommand, on stream: StreamID = Bench.task) throws -> Intent {
        try Recorder(store: store, enrolment: enrolment, now: { Bench.now }).record(
            command.name, try command.json, on: stream, occurredOn: nil)
    }

    @discardableResult
    func sync(_ transport: (any FieldTransport)? = nil) async throws -> FieldSync.Report {
        let signer = DeviceSigner(device: enrolment.device, key: try home.key())
        let sync = FieldSync(
            store: store, transport: transport ?? MemoryTransport(host: bench.host),
            signer: signer, server: "memory", now: { Bench.now }, pause: { _ in })
        return try await sync.run()
    }

    func standings() throws -> [Receipt.Standing?] {
        try store.intents().map { $0.receipt?.standing }
    }

    func view() throws -> FieldView {
        try FieldView(store, enrolment, today: Bench.now.day)
    }
}

/// Carries requests to the server in memory; `fault` may lose the request or the answer.
struct MemoryTransport: FieldTransport {
    let host: MemoryServerHost
    /// Throws to lose the request (true) or the answer (false).
    var fault: @Sendable (_ isRequest: Bool) throws -> Void = { _ in }

    func post(
        _ path: String, _ body: [UInt8], headers: [(name: String, value: String)]
    ) async throws -> TransportAnswer {
        try fault(true)
        let header = headers.first { $0.name == RequestSignature.header }?.value
        let answer = try await host.answer(path, body, device: header)
        try fault(false)
        return TransportAnswer(status: answer.status, body: answer.body)
    }
}

extension BureauCommand {
    static func note(_ text: Text) -> BureauCommand { .task(.addNote(text: text)) }

    static func assign(
        leadUnit: Text? = nil, responsible: Text? = nil
    ) -> BureauCommand {
        .task(.assign(.init(leadUnit: leadUnit, responsible: responsible)))
    }
}
