package import Domain
import JSON

extension EventLog {
    /// Appends `EpochStarted` to stream `epoch/<number>`, begins the new epoch and lets writing go
    /// on. Only a person decides that the lost tail is lost.
    package func startEpoch(actor: Text) async throws -> LogHead {
        let logID = logID
        let now = configuration.clock()
        let tail = tail
        return try await read { connection in
            let head = try LogHead.read(logID: logID, connection)
            var chain = try PrefixChain.stored(atMost: head.position, logID: logID, connection)
            try chain.advance(to: head.position, logID: logID, connection)
            var json = JSONWriter()
            json.beginObject()
            json.key("previous")
            json.integer(head.epoch)
            json.key("position")
            json.integer(head.position)
            json.key("prefixHash")
            json.string(Hex.text(chain.hash))
            json.endObject()
            try connection.query(
                "SELECT headwater.start_epoch($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    .int2(logID), .int8(head.epoch), .int8(head.position), .timestamp(now),
                    .uuid(EventID.generate(at: now)), .date(now.day), .text(actor),
                    .json(json.bytes),
                ])
            let fresh = try LogHead.read(logID: logID, connection)
            try tail.resume(at: fresh, connection)
            return fresh
        }
    }
}
