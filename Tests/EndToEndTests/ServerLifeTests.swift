import Foundation
import JSON
import Testing

/// The real server with the real seeds, killed in every way: what was acknowledged is there again.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ServerLifeTests {
    /// What the API says: where the log ends, and how often a task has our note.
    private struct Sight: Equatable {
        let position: Int64
        let notes: Int
    }

    private let text = "演示数据:断电前记下的一句话"

    private func look(_ place: Installation, _ task: String) throws -> Sight {
        let token = try place.token("administrator")
        let list = HTTP.get("/v1/tasks?limit=1", token: token, port: place.port)
        let history = HTTP.get("/v1/tasks/\(task)/history", token: token, port: place.port)
        let events = try history?.json()["items"]?.arrayValue ?? []
        let notes = events.filter { $0["data"]?["text"]?.stringValue == text }
        return Sight(
            position: try list?.json()["position"]?.integerValue ?? -1, notes: notes.count)
    }

    /// Adds a note to a task and returns the task's id once the server has acknowledged it.
    private func write(_ place: Installation) throws -> String {
        let token = try place.token("office")
        let list = HTTP.get("/v1/tasks?limit=1", token: token, port: place.port)
        let items = try list?.json()["items"]?.arrayValue ?? []
        let task = try #require(items.first?["id"]?.stringValue)
        let answer = HTTP.post(
            "/v1/tasks/\(task)/add-note", ["text": .string(text)], token: token,
            port: place.port)
        #expect(answer?.status == 200)
        return task
    }

    /// Names that an operator's dashboards ask for and that the server does not give.
    private func missingMetrics(_ place: Installation) -> [String] {
        let body = HTTP.get("/metrics", port: place.port)?.body ?? []
        let text = String(decoding: body, as: UTF8.self)
        return [
            "headwater_log_waves_total", "headwater_log_wave_requests",
            "headwater_log_queue_wait_seconds", "headwater_log_commit_seconds",
            "headwater_log_conflicts_total", "headwater_log_waves_moved_total",
            "headwater_log_reconnects_total",
            #"headwater_read_model_lag_events{model="plan_board"} 0.0"#,
        ].filter { !text.contains($0) }
    }

    @Test func `one command brings up the half-year, and no kill loses what was acknowledged`()
        async throws
    {
        let place = try Installation()
        var server = try await place.serve(["--seeds", Repository.seeds], within: 240)
        try await eventually("the credentials", within: 10) {
            FileManager.default.fileExists(atPath: place.credentialsPath)
        }
        let facts = try FileManager.default.attributesOfItem(atPath: place.credentialsPath)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(try place.credentials()["enrolmentCodes"]?.arrayValue?.count == 2)
        let task = try write(place)
        let before = try look(place, task)
        #expect(before.notes == 1)
        #expect(missingMetrics(place) == [])

        // The server alone: its PostgreSQL survives and is adopted.
        let postmaster = try #require(place.postmaster)
        try server.send(SIGKILL)
        #expect(try await server.end() == -SIGKILL)
        #expect(place.postmaster == postmaster)
        server = try await place.serve(["--seeds", Repository.seeds], within: 20)
        #expect(place.postmaster == postmaster)
        #expect(try look(place, task) == before)

        // PostgreSQL alone: the server starts it anew and goes on.
        let pid = server.pid
        #expect(kill(postmaster, SIGKILL) == 0)
        try await eventually("another postmaster", within: 30) {
            place.postmaster.map { $0 != postmaster } ?? false
        }
        try await place.ready(server, within: 30)
        #expect(server.pid == pid)
        #expect(try look(place, task) == before)

        // Both at once.
        let second = try #require(place.postmaster)
        try server.send(SIGKILL)
        #expect(kill(second, SIGKILL) == 0)
        #expect(try await server.end() == -SIGKILL)
        server = try await place.serve(["--seeds", Repository.seeds], within: 30)
        #expect(try look(place, task) == before)

        // In order: the server ends with 0 and takes its PostgreSQL with it.
        try server.send(SIGTERM)
        #expect(try await server.end() == 0)
        #expect(place.postmaster == nil)
    }

    @Test func `commands use the running cluster, else start it and stop it again`() async throws {
        let place = try Installation()
        let alone = try place.run(["verify"])
        #expect(try await alone.end(within: 60) == 0)
        #expect(place.postmaster == nil)

        let server = try await place.serve()
        let postmaster = try #require(place.postmaster)
        let guest = try place.run(["verify"])
        #expect(try await guest.end(within: 60) == 0)
        #expect(place.postmaster == postmaster)

        let rival = try place.run(["serve"], environment: ["HEADWATER_PORT": "\(try Port.free())"])
        #expect(try await rival.end() != 0)
        #expect(rival.printed.contains("another headwater (process \(server.pid))"))
        try server.send(SIGINT)
        #expect(try await server.end() == 0)
    }
}
