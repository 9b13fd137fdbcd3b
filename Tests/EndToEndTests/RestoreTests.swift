import Foundation
import JSON
import Testing

/// A cluster put back from an older copy: nothing goes on before a person has said so.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RestoreTests {
    private let note: JSONValue = ["text": "演示数据:备份之后记下的一句话"]
    private let noting = "/v1/tasks/flood-season-2025/add-note"

    private func code(_ answer: HTTP.Answer?) throws -> String? {
        try answer?.json()["code"]?.stringValue
    }

    private func stop(_ server: Program) async throws {
        try server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    /// As `cp -a`: the files stay their owner's.
    private func copy(_ from: String, _ to: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/cp")
        process.arguments = ["-a", from, to]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private func startEpoch(_ place: Installation) async throws -> (status: Int32, said: String) {
        let command = try place.run(["epoch", "start", "--actor", "admin1"])
        return (try await command.end(), command.printed)
    }

    @Test func `a lost tail stops writing, and after a new epoch what leaves the building waits`()
        async throws
    {
        let place = try Installation()
        let postgres = place.home + "/postgres"
        var server = try await place.serve(["--seeds", Repository.seeds], within: 240)
        try await eventually("the credentials", within: 10) {
            FileManager.default.fileExists(atPath: place.credentialsPath)
        }
        try await stop(server)
        let sound = try await startEpoch(place)
        #expect(sound.status > 0 && sound.said.contains("the log lacks nothing"))
        try copy(postgres, place.home + "/backup")

        server = try await place.serve()
        let office = try place.token("office")
        #expect(HTTP.post(noting, note, token: office, port: place.port)?.status == 200)
        try await stop(server)
        try FileManager.default.removeItem(atPath: postgres)
        try copy(place.home + "/backup", postgres)

        server = try await place.serve()
        let late = try place.token("office")
        #expect(
            try code(HTTP.post(noting, note, token: late, port: place.port)) == "writing-stopped")
        let early = try await startEpoch(place)
        #expect(early.status > 0 && early.said.contains("stop it first"))
        try await stop(server)
        let begun = try await startEpoch(place)
        #expect(begun.status == 0 && begun.said.contains("epoch 2 has begun"))

        server = try await place.serve()
        let again = try place.token("office")
        #expect(HTTP.post(noting, note, token: again, port: place.port)?.status == 200)
        let issue: JSONValue = [
            "series": "演示督", "year": 2025, "number": 7, "due": "2025-07-31",
        ]
        let draft: JSONValue = [
            "id": "letter-7", "kind": "supervision", "title": "演示数据", "content": "演示数据",
            "mainAddressee": "演示单位甲",
        ]
        let river = try place.token("river-office")
        #expect(HTTP.post("/v1/letters", draft, token: river, port: place.port)?.status == 201)
        func number() throws -> String? {
            try code(
                HTTP.post(
                    "/v1/letters/letter-7/issue", issue, token: again, ifMatch: 1,
                    port: place.port))
        }
        #expect(try number() == "outside-state-not-recorded")
        let outside: JSONValue = ["bank": "演示数据:已核对", "register": "演示数据:已核对"]
        let head = try place.token("head")
        let recorded = HTTP.post(
            "/v1/epochs/2/record-outside-state", outside, token: head, port: place.port)
        #expect(recorded?.status == 200)
        // Now the letter's own rules are asked: it has not been signed.
        let refused = try number()
        #expect(refused != nil && refused != "outside-state-not-recorded")
        try await stop(server)
    }
}
