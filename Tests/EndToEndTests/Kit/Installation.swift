import Foundation
import JSON

/// A home of one test with a port of its own: starts servers in it, and ends all that is left.
final class Installation {
    let home: String
    let port: Int
    private var runs = 0

    init() throws {
        var template = Array("/tmp/hwe-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Program.Failure(description: "no temporary folder")
        }
        home = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // As root the cluster runs as `postgres`, who must be able to pass.
        guard chmod(home, 0o711) == 0 else {
            throw Program.Failure(description: "cannot change \(home)")
        }
        port = try Port.free()
    }

    deinit {
        if let pid = postmaster { kill(pid, SIGQUIT) }
        let deadline = Date().addingTimeInterval(10)
        while postmaster != nil, Date() < deadline { sched_yield() }
        do {
            try FileManager.default.removeItem(atPath: home)
        } catch {
            print("left behind: \(home): \(error)")
        }
    }

    /// Starts a command of `headwater` in this home.
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Program {
        runs += 1
        var variables = ["HEADWATER_HOME": home, "HEADWATER_PORT": "\(port)"]
        variables.merge(environment) { _, new in new }
        return try Program(
            "headwater", arguments, environment: variables, output: "\(home)/run-\(runs).log")
    }

    /// Starts the server and waits until it is ready.
    func serve(_ arguments: [String] = [], within seconds: Double = 60) async throws -> Program {
        let server = try run(["serve"] + arguments)
        try await ready(server, within: seconds)
        return server
    }

    func ready(_ server: Program, within seconds: Double) async throws {
        try await eventually("/readyz; it printed:\n\(server.printed)", within: seconds) {
            guard server.isRunning else {
                throw Program.Failure(description: "the server ended:\n\(server.printed)")
            }
            return HTTP.get("/readyz", port: self.port)?.status == 200
        }
    }

    /// The process id of the cluster's postmaster; nil if it is not alive.
    var postmaster: Int32? {
        guard
            let data = FileManager.default.contents(atPath: "\(home)/postgres/postmaster.pid"),
            let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first,
            let pid = Int32(line), kill(pid, 0) == 0
        else { return nil }
        return pid
    }

    var credentialsPath: String { "\(home)/demo-credentials.json" }

    func credentials() throws -> JSONValue {
        guard let data = FileManager.default.contents(atPath: credentialsPath) else {
            throw Program.Failure(description: "no \(credentialsPath)")
        }
        return try JSONValue(parsing: Array(data))
    }

    /// Signs in as the demo member who has `role`.
    func token(_ role: String) throws -> String {
        let members = try credentials()["members"]?.arrayValue ?? []
        let member = members.first {
            $0["roles"]?.arrayValue?.first?.stringValue == role
        }
        guard let name = member?["name"], let password = member?["password"] else {
            throw Program.Failure(description: "no demo member is \(role)")
        }
        let body: JSONValue = ["name": name, "password": password]
        let answer = HTTP.post("/v1/sessions", body, token: nil, port: port)
        guard let token = try answer?.json()["token"]?.stringValue else {
            throw Program.Failure(description: "\(role) cannot sign in")
        }
        return token
    }
}
