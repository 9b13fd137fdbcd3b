import Domain
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import NIOCore
import Server
import TestKit
import Testing

/// The whole HTTP server over a real PostgreSQL, without a socket.
struct API: Sendable {
    let services: Services
    let client: any TestClientProtocol
    let clock: TestClock

    static let password: Text = "correct horse battery"

    /// Runs `body` against a fresh bureau.
    static func run(
        signInAs roles: [Role] = [.administrator],
        _ body: @Sendable (API, [Role: String]) async throws -> Void
    ) async throws {
        let log = try await EventLog.open(
            LogConfiguration(url: try TestCluster.freshDatabase()), logName: "bureau")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hw-api-\(EventID.generate())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do {
                try FileManager.default.removeItem(at: folder)
            } catch {
                Issue.record("left behind: \(folder.path)")
            }
        }
        let store = try await ReadModelStore.open(log, models: ReadModels.all)
        let projector = Projector(store)
        let keys = try ServerKeys.open(folder, mayCreate: true)
        let sealer = PersonalSealer(
            keys: keys,
            store: try PersonKeyStore(folder.appendingPathComponent("persons.sqlite"), keys))
        let clock = TestClock()
        let signIn = SignIn(log, clock: { clock.now })
        let services = Services(
            log: log,
            commands: CommandService(
                log: log, sealer: sealer, streams: StreamLoader(log: log),
                clock: { SystemClock.now() }),
            lists: ListService(store: store, projector: projector), signIn: signIn,
            metrics: MetricsRegistry())
        let following = Task { try await projector.run() }
        let application = buildApplication(services, port: 0)
        try await application.test(.router) { client in
            let api = API(services: services, client: client, clock: clock)
            var tokens: [Role: String] = [:]
            for role in roles { tokens[role] = try await api.signIn(role) }
            try await body(api, tokens)
        }
        following.cancel()
        await log.close()
    }

    /// A member with one role, and the token of their session.
    func signIn(_ role: Role) async throws -> String {
        let id = Text("m-\(role.rawValue)")
        try await services.signIn.setPassword(
            name: id, password: API.password, actor: Actor(id: id, unit: "office", roles: [role]))
        return try await services.signIn.signIn(
            name: id, password: API.password, code: nil, address: ""
        ).token
    }

    func call(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        try await call(
            method, path, token: token, bytes: body.map { Array($0.utf8) }, headers: headers)
    }

    func call(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, bytes: [UInt8]?,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer \(token)" }
        if bytes != nil { fields[.contentType] = "application/json" }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: fields, body: bytes.map { ByteBuffer(bytes: $0) })
        return Reply(
            status: response.status.code, headers: response.headers,
            bytes: Array(response.body.readableBytesView))
    }

    /// Plans a task and gives the position of its event.
    @discardableResult
    func plan(_ id: String, theme: String = "rural-water", token: String) async throws -> Reply {
        let reply = try await call(
            .post, "/v1/tasks", token: token,
            body: """
                {"id":"\(id)","title":"Task \(id)","theme":"\(theme)","leadUnit":"office",\
                "due":"2025-06-30"}
                """)
        return reply
    }
}

/// An answer of the server under test.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as JSON; `null` for anything else.
    var json: JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            return .null
        }
    }

    var code: String? {
        headers[.contentType] == "application/problem+json" ? json["code"]?.stringValue : nil
    }

    var position: String? { header("Headwater-Position") }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    var ids: [String] {
        (json["items"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
    }

    /// What was wrong, as `place code`, in order.
    var errors: [String] {
        (json["errors"]?.arrayValue ?? []).map { error in
            let place = error["pointer"] ?? error["parameter"] ?? error["header"]
            return "\(place?.stringValue ?? "?") \(error["code"]?.stringValue ?? "?")"
        }
    }
}
