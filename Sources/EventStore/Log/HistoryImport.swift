import Domain

/// One import in its transaction: rows go out while they are checked as `verify` would.
struct HistoryImport<Source: Sequence<ImportedEvent>> {
    private let logID: Int16
    private let claims: ClaimFold?
    private var source: Source.Iterator
    private var walk = VerificationWalk(hashes: [:])
    private var hashes: [(position: Int64, hash: [UInt8])] = []
    private var epoch: Int64 = 1

    private static var target: String {
        """
        headwater.events (log_id, position, stream, version, id, type, schema, occurred_on, \
        recorded_at, actor, imported, payload, part, command, occurred_at, device, intent, \
        correlation, causation)
        """
    }

    init(logID: Int16, claims: ClaimFold?, source: Source) {
        self.logID = logID
        self.claims = claims
        self.source = source.makeIterator()
    }

    mutating func run(_ connection: Connection) throws -> ImportedHistory {
        try connection.query(
            "SELECT headwater.lock_log($1)", [.int2(logID)], deadlineMs: ImportLimits.lockMs)
        // A statement of its own, so that it sees what was committed before the lock was granted.
        let head = try LogHead.read(logID: logID, connection)
        guard head.position == 0 else {
            throw EventStoreError.logNotEmpty(position: head.position)
        }
        try connection.run("SET LOCAL ROLE \(Migrator.owner)")
        let copied = try connection.copyIn(
            HistoryImport.target, stallMs: ImportLimits.stallMs
        ) { rows in try next(&rows) }
        try compare(copied, connection)
        try keepClaims(connection)
        try keepHashes(connection)
        try connection.query(
            "UPDATE headwater.logs SET epoch = $2 WHERE log_id = $1",
            [.int2(logID), .int8(epoch)])
        try connection.run("NOTIFY headwater_log_\(logID)")
        return ImportedHistory(position: walk.position, prefixHash: walk.chain.hash)
    }

    /// Checks one event and lays it out; false at the end.
    private mutating func next(_ rows: inout CopyRows) throws -> Bool {
        guard let item = source.next() else { return false }
        let (event, envelope) = (item.event, item.event.envelope)
        guard (item.part != nil) == (envelope.version == 1) else {
            throw EventStoreError.malformed(
                "\(envelope.position): a part where none belongs, or none")
        }
        guard let version = Int32(exactly: envelope.version),
            let schema = Int32(exactly: envelope.schema)
        else { throw EventStoreError.malformed("\(envelope.position): version or schema") }
        guard event.payload.count <= AppendLimits.payloadBytes else {
            throw EventStoreError.malformed("\(envelope.position): payload is too large")
        }
        walk.see(RawEvent(event), claims)
        if let problem = walk.firstProblem { throw EventStoreError.malformed(problem) }
        if walk.position % PrefixChain.interval == 0 {
            hashes.append((walk.position, walk.chain.hash))
        }
        if envelope.stream.kind == .epoch { try follow(envelope) }
        rows.begin(fields: 19)
        rows.append(integer: logID)
        rows.append(integer: envelope.position)
        rows.append(Text(envelope.stream.raw))
        rows.append(integer: version)
        rows.append(envelope.id)
        rows.append(envelope.type)
        rows.append(integer: schema)
        rows.append(envelope.occurredOn)
        rows.append(envelope.recordedAt)
        rows.append(envelope.actor)
        rows.append(envelope.imported)
        rows.append(event.payload)
        rows.append(item.part)
        rows.append(item.command?.value)
        rows.append(envelope.occurredAt)
        rows.append(envelope.device)
        rows.append(integer: envelope.intent)
        rows.append(envelope.correlation)
        rows.append(envelope.causation)
        return true
    }

    /// The log goes on in the epoch that its history had reached.
    private mutating func follow(_ envelope: Envelope) throws {
        guard let number = Int64(envelope.stream.id.string), number > 1 else {
            throw EventStoreError.malformed("\(envelope.position): epoch \(envelope.stream.id)")
        }
        epoch = max(epoch, number)
    }

    /// What lies in the table must be what went out: nothing may have come from elsewhere.
    private func compare(_ copied: Int64, _ connection: Connection) throws {
        let rows = try connection.query(
            """
            SELECT count(*), coalesce(max(position), 0) FROM headwater.events WHERE log_id = $1
            """, [.int2(logID)])
        let (count, last) = (try rows.int64(0, 0), try rows.int64(0, 1))
        guard (count, last) == (copied, walk.position) else {
            throw EventStoreError.malformed(
                "\(count) events up to \(last) where \(copied) up to \(walk.position) were sent")
        }
    }

    private func keepClaims(_ connection: Connection) throws {
        var left = walk.holders.sorted { $0.key < $1.key }[...]
        while !left.isEmpty {
            let some = left.prefix(ImportLimits.claimsAtOnce)
            left = left.dropFirst(some.count)
            try connection.query(
                """
                INSERT INTO headwater.claims (log_id, claim, stream)
                SELECT $1, c.claim, c.stream FROM unnest($2, $3) AS c(claim, stream)
                """,
                [.int2(logID), .texts(some.map { $0.key }), .texts(some.map { $0.value })],
                named: true)
        }
    }

    /// Those at multiples, kept for good: whoever opens the log hashes what comes after them.
    private func keepHashes(_ connection: Connection) throws {
        var (positions, kept) = (BinaryArray(.int8), BinaryArray(.bytea))
        for (position, hash) in hashes {
            positions.append(integer: position)
            kept.append(hash)
        }
        try connection.query(
            "SELECT headwater.record_hashes($1, $2, $3)",
            [.int2(logID), .array(positions), .array(kept)])
    }
}

extension RawEvent {
    /// The row that `event` lies in.
    init(_ event: StoredEvent) {
        let envelope = event.envelope
        stream = .known(envelope.stream)
        position = envelope.position
        version = envelope.version
        id = envelope.id
        type = envelope.type
        schema = envelope.schema
        occurredOn = envelope.occurredOn
        occurredAt = envelope.occurredAt
        recordedAt = envelope.recordedAt
        actor = envelope.actor
        device = envelope.device
        intent = envelope.intent
        correlation = envelope.correlation
        causation = envelope.causation
        imported = envelope.imported
        payload = event.payload
    }
}
