package import Domain

extension EventLog {
    /// Appends all of `request` or nothing. Idempotent by `(actor, id)`.
    ///
    /// Waits at most `appendDeadlineMs` before it is sent. Cancelling the task does not take it
    /// back: it is appended or not as if nobody had cancelled.
    @discardableResult
    package func append(_ request: AppendRequest) async throws(AppendError) -> Appended {
        try request.check()
        let claims = try request.netClaims()
        if let reason = stoppedReason { throw .stopped(reason) }
        let now = SystemClock.monotonicMs()
        let result: Result<WriteOutcome, AppendError> = await withCheckedContinuation { waiter in
            writer.submit(
                Writer.Pending(
                    request: request, claims: claims, queuedAt: now,
                    deadline: now + configuration.appendDeadlineMs,
                    answer: { waiter.resume(returning: $0) }))
        }
        return try await finish(request, try result.get())
    }

    private func finish(
        _ request: AppendRequest, _ outcome: WriteOutcome
    ) async throws(AppendError) -> Appended {
        switch outcome {
        case .appended(let first, let last, let at, let found):
            var versions: [StreamID: Int] = [:]
            for write in request.writes {
                switch write.expected {
                case .version(let version): versions[write.stream] = version + write.events.count
                case .any: versions[write.stream] = found[Text(write.stream.raw)]
                }
            }
            return Appended(
                first: first, last: last, versions: versions, duplicate: false, recordedAt: at)
        case .duplicate(let first, let last, let at):
            let versions = try await look { try await self.versions(first, last) }
            return Appended(
                first: first, last: last, versions: versions, duplicate: true, recordedAt: at)
        case .keyReused: throw .keyReused
        case .intakeOutOfOrder(let expected, let hash):
            throw .intakeOutOfOrder(expected: expected, hash: hash)
        case .conflicts(let found):
            throw .conflicts(try await look { try await self.conflicts(found) })
        case .claimed(let holders):
            let known = holders.compactMap { holder in
                StreamID(raw: holder.stream.string).map {
                    ClaimHolder(claim: Claim(holder.claim), stream: $0)
                }
            }
            throw .claimed(known.sorted { $0.claim < $1.claim })
        }
    }

    /// A read that completes an answer; the request itself is settled, whatever becomes of it.
    private func look<Result: Sendable>(
        _ body: () async throws -> Result
    ) async throws(AppendError) -> Result {
        do {
            return try await body()
        } catch {
            throw .unavailable("the answer could not be completed: \(error)")
        }
    }

    private func conflicts(
        _ found: [(stream: Text, expected: Int, actual: Int)]
    ) async throws -> [StreamConflict] {
        let conflicts = found.compactMap { item in
            StreamID(raw: item.stream.string).map {
                StreamConflict(
                    stream: $0, expected: item.expected, actual: item.actual, since: [])
            }
        }
        let moved = conflicts.filter { $0.actual > $0.expected }.map { ($0.stream, $0.expected) }
        let since = try await load(
            after: Dictionary(moved, uniquingKeysWith: min), each: AppendLimits.conflictEvents)
        return conflicts.map { conflict in
            var conflict = conflict
            conflict.since = (since[conflict.stream] ?? []).filter {
                $0.envelope.version > conflict.expected && $0.envelope.version <= conflict.actual
            }
            return conflict
        }.sorted { $0.stream < $1.stream }
    }

    private func versions(_ first: Int64, _ last: Int64) async throws -> [StreamID: Int] {
        let logID = logID
        return try await read { connection in
            let rows = try connection.query(
                """
                SELECT stream, max(version) FROM headwater.events
                WHERE log_id = $1 AND position BETWEEN $2 AND $3 GROUP BY stream ORDER BY stream
                """, [.int2(logID), .int8(first), .int8(last)], named: true)
            var versions: [StreamID: Int] = [:]
            for row in 0..<rows.count {
                guard let stream = StreamID(raw: try rows.text(row, 0).string) else { continue }
                versions[stream] = Int(try rows.int32(row, 1))
            }
            return versions
        }
    }

    /// What became of an idempotency key; nil proves nothing about a request still on its way.
    package func requestOutcome(actor: Text, id: Text) async throws -> RequestRecord? {
        let logID = logID
        let key = RequestKey(actor: actor, id: id)
        return try await read { connection in
            let rows = try connection.query(
                """
                SELECT f.position, t.position, f.recorded_at, f.command
                FROM (
                    SELECT k.id, k.position, k.recorded_at, k.command, k.actor
                    FROM headwater.events AS k
                    WHERE k.log_id = $1 AND k.id >= $2 ORDER BY k.id LIMIT 1
                ) AS f
                CROSS JOIN LATERAL (
                    SELECT k.position FROM headwater.events AS k
                    WHERE k.log_id = $1 AND k.id >= $2 AND k.id <= $3 ORDER BY k.id DESC LIMIT 1
                ) AS t
                WHERE f.id = $2 AND f.actor = $4
                """,
                [
                    .int2(logID), .uuid(key.first), .uuid(key.id(at: RequestKey.places - 1)),
                    .text(actor),
                ], named: true)
            guard rows.count == 1 else { return nil }
            return RequestRecord(
                command: CommandDigest(stored: try rows.uuid(0, 3)),
                first: try rows.int64(0, 0), last: try rows.int64(0, 1),
                recordedAt: try rows.instant(0, 2))
        }
    }

    /// The device's last intake; nil if it has none.
    package func lastIntake(device: Text) async throws -> StoredIntake? {
        try await intakes("device = $2 ORDER BY n DESC LIMIT 1", [.text(device)], device).first
    }

    /// Intakes `n ≥ from` of the device in order, at most `limit`, with the positions they took.
    package func intakes(
        device: Text, from: Int64, limit: Int
    ) async throws -> [StoredIntake] {
        try await intakes(
            "device = $2 AND n >= $3 ORDER BY n LIMIT $4",
            [.text(device), .int8(from), .int8(Int64(min(limit, ReadLimits.batch)))], device)
    }

    private func intakes(
        _ condition: String, _ parameters: [Parameter], _ device: Text
    ) async throws -> [StoredIntake] {
        let logID = logID
        return try await read { connection in
            let rows = try connection.query(
                """
                SELECT n, previous_hash, hash, verdict, first, last, recorded_at
                FROM headwater.intakes WHERE log_id = $1 AND \(condition)
                """, [.int2(logID)] + parameters, named: true)
            return try (0..<rows.count).map { row in
                let intake = Intake(
                    device: device, n: try rows.int64(row, 0),
                    previousHash: try rows.bytes(row, 1), hash: try rows.bytes(row, 2),
                    verdict: try rows.bytes(row, 3))
                return StoredIntake(
                    intake: intake, first: try rows.int64(row, 4), last: try rows.int64(row, 5),
                    recordedAt: try rows.instant(row, 6))
            }
        }
    }

    /// Who holds each of `claims`; the free ones are left out.
    package func holders(of claims: [Claim]) async throws -> [Claim: StreamID] {
        let logID = logID
        return try await read { connection in
            let rows = try connection.query(
                """
                SELECT claim, stream FROM headwater.claims
                WHERE log_id = $1 AND claim = ANY ($2) ORDER BY claim
                """, [.int2(logID), .texts(claims.map { $0.name })], named: true)
            var holders: [Claim: StreamID] = [:]
            for row in 0..<rows.count {
                guard let stream = StreamID(raw: try rows.text(row, 1).string) else { continue }
                holders[Claim(try rows.text(row, 0))] = stream
            }
            return holders
        }
    }
}

/// An intake as kept, with the positions of its facts (`first` is `last + 1` where it has none).
package struct StoredIntake: Hashable, Sendable {
    package var intake: Intake
    package var first: Int64
    package var last: Int64
    package var recordedAt: Instant

    package init(intake: Intake, first: Int64, last: Int64, recordedAt: Instant) {
        self.intake = intake
        self.first = first
        self.last = last
        self.recordedAt = recordedAt
    }
}
