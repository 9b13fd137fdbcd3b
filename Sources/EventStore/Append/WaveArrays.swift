import Domain

/// A wave as the arrays that `headwater.append` takes; see `001-140-append.sql` for their meaning.
struct WaveArrays {
    private var key = BinaryArray(.uuid)
    private var actor = BinaryArray(.text)
    private var command = BinaryArray(.uuid)
    private var device = BinaryArray(.text)
    private var intent = BinaryArray(.int8)
    private var eventCount = BinaryArray(.int4)
    private var writeRequest = BinaryArray(.int4)
    private var writeStream = BinaryArray(.text)
    private var writePart = BinaryArray(.text)
    private var writeExpected = BinaryArray(.int4)
    private var writeCount = BinaryArray(.int4)
    private var eventRequest = BinaryArray(.int4)
    private var eventWrite = BinaryArray(.int4)
    private var eventOrdinal = BinaryArray(.int4)
    private var eventStream = BinaryArray(.text)
    private var eventID = BinaryArray(.uuid)
    private var eventType = BinaryArray(.text)
    private var eventSchema = BinaryArray(.int4)
    private var eventOn = BinaryArray(.date)
    private var eventAt = BinaryArray(.timestamptz)
    private var correlation = BinaryArray(.uuid)
    private var causation = BinaryArray(.uuid)
    private var imported = BinaryArray(.bool)
    private var eventCommand = BinaryArray(.uuid)
    private var payload = BinaryArray(.json)
    private var guardRequest = BinaryArray(.int4)
    private var guardStream = BinaryArray(.text)
    private var guardVersion = BinaryArray(.int4)
    private var claimRequest = BinaryArray(.int4)
    private var claimName = BinaryArray(.text)
    private var taker = BinaryArray(.text)
    private var releaser = BinaryArray(.text)
    private var intakeRequest = BinaryArray(.int4)
    private var intakeDevice = BinaryArray(.text)
    private var intakeNumber = BinaryArray(.int8)
    private var intakePrevious = BinaryArray(.bytea)
    private var intakeHash = BinaryArray(.bytea)
    private var verdict = BinaryArray(.json)

    static let call = """
        SELECT request, kind, subject, holder, first, last, hash, at
        FROM headwater.append($1, $2, \((3...43).map { "$\($0)" }.joined(separator: ", ")))
        ORDER BY request, kind, subject
        """

    mutating func add(_ request: AppendRequest, claims: [NetClaim]) {
        key.append(request.key.first)
        actor.append(request.actor)
        command.append(request.command.value)
        device.append(request.device)
        intent.append(integer: request.intent)
        eventCount.append(integer: Int32(request.eventCount))
        let number = actor.count
        var place = 0
        for write in request.writes { add(write, of: request, number, &place) }
        for guarded in request.guards {
            guardRequest.append(integer: number)
            guardStream.append(guarded.stream.raw)
            guardVersion.append(integer: Int32(clamping: guarded.version))
        }
        for net in claims {
            claimRequest.append(integer: number)
            claimName.append(net.claim.name)
            taker.append(net.taker.map { Text($0.raw) })
            releaser.append(net.releaser.map { Text($0.raw) })
        }
        if let intake = request.intake {
            intakeRequest.append(integer: number)
            intakeDevice.append(intake.device)
            intakeNumber.append(integer: intake.n)
            intakePrevious.append(intake.previousHash)
            intakeHash.append(intake.hash)
            verdict.append(intake.verdict)
        }
    }

    private mutating func add(
        _ write: StreamWrite, of request: AppendRequest, _ number: Int32, _ events: inout Int
    ) {
        let stream = Text(write.stream.raw)
        writeRequest.append(integer: number)
        writeStream.append(stream)
        writePart.append(write.part)
        switch write.expected {
        case .any: writeExpected.append(integer: Int32(-1))
        case .version(let version): writeExpected.append(integer: Int32(clamping: version))
        }
        writeCount.append(integer: Int32(write.events.count))
        let place = writeStream.count
        for (index, event) in write.events.enumerated() {
            eventRequest.append(integer: number)
            eventWrite.append(integer: place)
            eventOrdinal.append(integer: Int32(index + 1))
            eventStream.append(stream)
            eventID.append(request.key.id(at: events))
            eventCommand.append(events == 0 ? request.command.value : nil)
            events += 1
            eventType.append(event.type)
            eventSchema.append(integer: Int32(clamping: event.schema))
            eventOn.append(event.occurredOn)
            eventAt.append(event.occurredAt)
            correlation.append(event.correlation)
            causation.append(event.causation)
            imported.append(event.imported)
            payload.append(event.payload)
        }
    }

    func parameters(logID: Int16, now: Instant, turn: Turn) -> [Parameter] {
        let arrays = [
            key, actor, command, device, intent, eventCount,
            writeRequest, writeStream, writePart, writeExpected, writeCount,
            eventRequest, eventWrite, eventOrdinal, eventStream, eventID, eventType, eventSchema,
            eventOn, eventAt, correlation, causation, imported, eventCommand, payload,
            guardRequest, guardStream, guardVersion,
            claimRequest, claimName, taker, releaser,
            intakeRequest, intakeDevice, intakeNumber, intakePrevious, intakeHash, verdict,
        ]
        return [
            .int2(logID), .timestamp(now), .int4(turn.server), .int4(turn.number),
            .int4(turn.after),
        ] + arrays.map { .array($0) }
    }
}

/// The database's answer to one request of a wave.
enum WriteOutcome: Sendable {
    case appended(first: Int64, last: Int64, at: Instant, versions: [Text: Int])
    case duplicate(first: Int64, last: Int64, at: Instant)
    case keyReused
    case intakeOutOfOrder(expected: Int64, hash: [UInt8])
    case conflicts([(stream: Text, expected: Int, actual: Int)])
    case claimed([(claim: Text, stream: Text)])

    /// The rows of `WaveArrays.call` by request, in order.
    static func read(_ rows: QueryResult, count: Int) throws -> [WriteOutcome] {
        var outcomes = [WriteOutcome?](repeating: nil, count: count)
        for row in 0..<rows.count {
            let place = Int(try rows.int32(row, 0)) - 1
            guard outcomes.indices.contains(place) else { continue }
            outcomes[place] = try next(after: outcomes[place], rows, row)
        }
        let all = outcomes.compactMap { $0 }
        guard all.count == count else {
            throw EventStoreError.malformed("\(all.count) outcomes for \(count) requests")
        }
        return all
    }

    private static func next(
        after known: WriteOutcome?, _ rows: QueryResult, _ row: Int
    ) throws -> WriteOutcome {
        switch (try rows.int32(row, 1), known) {
        case (0, _):
            return .appended(
                first: try rows.int64(row, 4), last: try rows.int64(row, 5),
                at: try rows.instant(row, 7), versions: [:])
        case (1, _):
            return .duplicate(
                first: try rows.int64(row, 4), last: try rows.int64(row, 5),
                at: try rows.instant(row, 7))
        case (2, _): return .keyReused
        case (3, _):
            return .intakeOutOfOrder(
                expected: try rows.int64(row, 4), hash: try rows.bytes(row, 6))
        case (4, _):
            var list: [(stream: Text, expected: Int, actual: Int)] = []
            if case .conflicts(let before)? = known { list = before }
            let expected = Int(try rows.int64(row, 4))
            list.append((try rows.text(row, 2), expected, Int(try rows.int64(row, 5))))
            return .conflicts(list)
        case (5, _):
            var list: [(claim: Text, stream: Text)] = []
            if case .claimed(let before)? = known { list = before }
            list.append((try rows.text(row, 2), try rows.text(row, 3)))
            return .claimed(list)
        case (6, .appended(let first, let last, let at, var versions)?):
            versions[try rows.text(row, 2)] = Int(try rows.int64(row, 5))
            return .appended(first: first, last: last, at: at, versions: versions)
        case (let kind, _):
            throw EventStoreError.malformed("outcome of kind \(kind)")
        }
    }
}

extension WriteOutcome {
    /// The versions that this outcome proves, of the streams that `request` writes.
    func versions(of request: AppendRequest) -> [(StreamID, Int)] {
        switch self {
        case .appended(_, _, _, let found):
            request.writes.compactMap { write in
                switch write.expected {
                case .version(let version): (write.stream, version + write.events.count)
                case .any: found[Text(write.stream.raw)].map { (write.stream, $0) }
                }
            }
        case .conflicts(let found):
            found.compactMap { item in
                StreamID(raw: item.stream.string).map { ($0, item.actual) }
            }
        case .duplicate, .keyReused, .intakeOutOfOrder, .claimed: []
        }
    }
}
