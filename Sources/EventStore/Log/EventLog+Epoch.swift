package import Domain
import JSON

extension EventLog {
    /// Appends `EpochStarted` to stream `epoch/<number>`, begins the new epoch and lets writing go
    /// on. Only a person decides that the lost tail is lost.
    ///
    /// One call begins one epoch, however often its connection is lost. A log that another writer
    /// moved meanwhile is left as it is: `EventStoreError.database`, code 40001.
    package func startEpoch(actor: Text) async throws -> LogHead {
        let logID = logID
        let now = configuration.clock()
        let id = EventID.generate(at: now)
        // Both made once: a second try asks for the very same epoch, and finds it begun.
        let ended = try await head()
        let (tail, signal) = (tail, signal)
        let fresh = try await read { connection in
            try connection.query(
                "SELECT headwater.start_epoch($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    .int2(logID), .int8(ended.epoch), .int8(ended.position), .timestamp(now),
                    .uuid(id), .date(now.day), .text(actor),
                    .json(try EventLog.epochStarted(after: ended, logID: logID, connection)),
                ])
            let known = signal.head
            let fresh = try LogHead.read(logID: logID, connection)
            signal.observe(fresh, sinceKnown: known)
            try tail.resume(at: fresh, connection)
            return fresh
        }
        watcher.appended(fresh.position)
        return fresh
    }

    /// The payload: what the epoch that ends came to.
    private static func epochStarted(
        after ended: LogHead, logID: Int16, _ connection: Connection
    ) throws -> [UInt8] {
        var chain = try PrefixChain.stored(atMost: ended.position, logID: logID, connection)
        try chain.advance(to: ended.position, logID: logID, connection)
        var json = JSONWriter()
        json.beginObject()
        json.key("previous")
        json.integer(ended.epoch)
        json.key("position")
        json.integer(ended.position)
        json.key("prefixHash")
        json.string(Hex.text(chain.hash))
        json.endObject()
        return json.bytes
    }
}
