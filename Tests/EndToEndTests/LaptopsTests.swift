import Foundation
import JSON
import Testing

/// Both executables together: two laptops that worked while the server was stopped, with kills of
/// laptop and server in the middle of a sync.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LaptopsTests {
    private let task = "discipline-2025"
    private let disputed = "letter-2025-6"

    /// The texts of the task's notes, oldest first.
    private func notes(_ place: Installation, _ token: String) throws -> [String] {
        let answer = HTTP.get(
            "/v1/tasks/\(task)/history?limit=500", token: token, port: place.port)
        return (try answer?.json()["items"]?.arrayValue ?? []).filter {
            $0["type"]?.stringValue == "NoteAdded"
        }.compactMap { $0["data"]?["text"]?.stringValue }
    }

    @Test func `what two laptops recorded without a server is merged, or waits for a person`()
        async throws
    {
        let place = try Installation()
        var server = try await place.serve(["--seeds", Repository.seeds], within: 240)
        try await eventually("the credentials", within: 10) {
            FileManager.default.fileExists(atPath: place.credentialsPath)
        }
        let first = try LaptopHome("first", at: place)
        let second = try LaptopHome("second", at: place)
        for laptop in [first, second] {
            try await laptop.done("enroll", "--name", "演示终端")
            try await laptop.done("sync")
        }
        try server.send(SIGTERM)
        #expect(try await server.end() == 0)

        // Without a server: everything but the sync.
        #expect(try await first.done("task", "list").contains("纪律作风整顿"))
        try await first.done("task", "report-progress", task, "--text", "演示数据:第一台填报")
        try await first.done("task", "assign", task, "--lead-unit", "水利站")
        try await second.done("task", "assign", task, "--responsible", "演示责任人乙")
        try await first.done("letter", "respond", disputed, "--text", "演示数据:甲的回复")
        try await second.done("letter", "respond", disputed, "--text", "演示数据:乙的回复")
        #expect(try await first.done("task", "show", task).contains("待上传"))
        let away = try await first.run("sync")
        #expect(away.status == 1)
        #expect(away.printed.contains("连不上服务器"))
        #expect(try await first.done("status").contains("待上传"))

        server = try await place.serve(["--seeds", Repository.seeds], within: 60)
        try await first.done("sync")
        try await second.done("sync")
        try await first.done("sync")
        #expect(try await second.done("status").contains("已入库(与他人填报合并)"))
        let conflicts = try await second.done("conflicts")
        for word in ["原内容", "库中现有", "本次填报", "甲的回复", "乙的回复"] {
            #expect(conflicts.contains(word))
        }
        let token = try place.token("river-office")
        let listed = HTTP.get("/v1/conflicts?state=open", token: token, port: place.port)
        let items = try listed?.json()["items"]?.arrayValue ?? []
        let open = try #require(items.first { $0["aboutId"]?.stringValue == disputed })
        #expect(
            open["ours"]?["values"]?["text"]?.stringValue == "演示数据:甲的回复")
        #expect(
            open["theirs"]?["values"]?["text"]?.stringValue == "演示数据:乙的回复")
        #expect(open["base"]?["values"]?["state"]?.stringValue == "received")

        // Settled on a laptop: a choice is an intent as any other.
        let id = try #require(open["id"]?.stringValue)
        try await first.done(
            "conflicts", "resolve", id, "--choice", "theirs", "--reason", "演示数据:核对过现场")
        try await first.done("sync")
        try await second.done("sync")
        #expect(try await second.done("conflicts").contains("没有待裁定事项"))
        #expect(try await first.done("letter", "show", disputed).contains("乙的回复"))
        try server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `a laptop or a server killed during a sync loses and doubles nothing`()
        async throws
    {
        let place = try Installation()
        var server = try await place.serve(["--seeds", Repository.seeds], within: 240)
        try await eventually("the credentials", within: 10) {
            FileManager.default.fileExists(atPath: place.credentialsPath)
        }
        let laptop = try LaptopHome("laptop", at: place)
        try await laptop.done("enroll", "--name", "演示终端")
        try await laptop.done("sync")
        var token = try place.token("administrator")
        var recorded: [String] = []
        for round in 1...4 {
            let before = recorded.count
            for number in 1...12 {
                recorded.append("演示数据:第\(round)轮第\(number)条")
                try await laptop.done(
                    "task", "add-note", task, "--text", recorded[before + number - 1])
            }
            let sync = try laptop.start(["sync"])
            if round.isMultiple(of: 2) {
                // The server dies while it decides the batch.
                try await eventually("the first of the batch", within: 30) {
                    try notes(place, token).count > before || !sync.isRunning
                }
                try server.send(SIGKILL)
                #expect(try await server.end() == -SIGKILL)
                _ = try await sync.end(within: 60)
                server = try await place.serve(["--seeds", Repository.seeds], within: 60)
                token = try place.token("administrator")
            } else {
                // The laptop dies before it hears what became of the batch, or right after.
                try await eventually("the first of the batch", within: 30) {
                    try notes(place, token).count > before || !sync.isRunning
                }
                kill(sync.pid, SIGKILL)
                _ = try await sync.end()
            }
        }
        try await laptop.done("sync")
        #expect(try notes(place, token) == recorded)
        let status = try await laptop.done("status")
        #expect(status.contains("待上传或待处理 0 条"))
        #expect(status.components(separatedBy: "已入库").count - 1 == recorded.count)
        try server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }
}
