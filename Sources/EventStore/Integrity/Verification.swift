package import Domain

/// What `verify` looked at and what it found.
package struct VerificationReport: Hashable, Sendable {
    package struct Check: Hashable, Sendable {
        package var name: String
        /// How many things were compared.
        package var count: Int64
        /// The first ones found, at most 20.
        package var problems: [String]
    }

    package var through: Int64
    package var checks: [Check]
    package var milliseconds: Int64

    package var isSound: Bool { checks.allSatisfy { $0.problems.isEmpty } }
}

/// Recomputes claims while a log is walked: is given every event in order and says what it takes
/// and releases. Throws for an event it does not understand.
package typealias ClaimFold = (StoredEvent) throws -> [ClaimEdit]

extension EventLog {
    /// Walks the log up to its present head: positions, versions, times, prefix hashes, headers,
    /// and claims where `claims` is given.
    ///
    /// Claims are compared only if nothing was appended meanwhile; the report says so. Memory: the
    /// names of all streams and claims.
    package func verify(
        claims: ClaimFold? = nil, progress: (@Sendable (Double) -> Void)? = nil
    ) async throws -> VerificationReport {
        let began = SystemClock.monotonicMs()
        let head = try await head()
        var walk = VerificationWalk(hashes: try await storedHashes(through: head.position))
        while walk.position < head.position {
            let batch = try await batch(
                after: walk.position, through: head.position, limit: ReadLimits.batch)
            guard !batch.isEmpty else { break }
            for event in batch { walk.see(event, claims) }
            progress?(Double(walk.position) / Double(head.position))
        }
        walk.end(at: head)
        walk.headers(try await strayHeaders(through: head.position))
        if claims != nil {
            walk.compareClaims(
                try await pairs("claims", "claim, stream", "claim"),
                moved: try await self.head().position != head.position)
        }
        return VerificationReport(
            through: head.position, checks: walk.checks,
            milliseconds: SystemClock.monotonicMs() - began)
    }

    /// Positions where a header lies with a later event, or is missing from a first one.
    private func strayHeaders(through head: Int64) async throws -> [Int64] {
        let logID = logID
        return try await read { connection in
            let rows = try connection.query(
                """
                SELECT position FROM headwater.events
                WHERE log_id = $1 AND position <= $2 AND (part IS NOT NULL) <> (version = 1)
                ORDER BY position LIMIT $3
                """,
                [.int2(logID), .int8(head), .int8(Int64(VerificationWalk.problemLimit))])
            return try (0..<rows.count).map { try rows.int64($0, 0) }
        }
    }

    private func storedHashes(through head: Int64) async throws -> [Int64: [UInt8]] {
        let logID = logID
        return try await read { connection in
            let rows = try connection.query(
                """
                SELECT position, hash FROM headwater.prefix_hashes
                WHERE log_id = $1 AND position <= $2 ORDER BY position
                """, [.int2(logID), .int8(head)])
            var hashes: [Int64: [UInt8]] = [:]
            for row in 0..<rows.count {
                hashes[try rows.int64(row, 0)] = try rows.bytes(row, 1)
            }
            return hashes
        }
    }

    /// A table of two text columns, page by page.
    private func pairs(_ table: String, _ columns: String, _ key: String) async throws -> [Text:
        Text]
    {
        let logID = logID
        var found: [Text: Text] = [:]
        var last: Text = ""
        while true {
            let after = last
            let page = try await read { connection in
                let rows = try connection.query(
                    """
                    SELECT \(columns) FROM headwater.\(table)
                    WHERE log_id = $1 AND \(key) > $2 ORDER BY \(key) LIMIT $3
                    """, [.int2(logID), .text(after), .int8(Int64(ReadLimits.batch))])
                return try (0..<rows.count).map { row in
                    (try rows.text(row, 0), try rows.text(row, 1))
                }
            }
            for (key, value) in page { found[key] = value }
            guard let end = page.last, page.count == ReadLimits.batch else { return found }
            last = end.0
        }
    }
}

/// What has been seen of a log so far, and what was wrong with it.
struct VerificationWalk {
    private typealias Check = VerificationReport.Check
    static let problemLimit = 20

    private(set) var position: Int64 = 0
    private let hashes: [Int64: [UInt8]]
    private(set) var chain = PrefixChain()
    private var recordedAt = Instant(microseconds: .min)
    private var versions: [Text: Int] = [:]
    /// The holder of each claim, as the fold gives them.
    private(set) var holders: [Text: Text] = [:]
    private var positionCheck = Check(name: "positions", count: 0, problems: [])
    private var versionCheck = Check(name: "versions", count: 0, problems: [])
    private var timeCheck = Check(name: "times", count: 0, problems: [])
    private var hashCheck = Check(name: "prefix hashes", count: 0, problems: [])
    private var headerCheck = Check(name: "headers", count: 0, problems: [])
    private var claimCheck: Check?

    init(hashes: [Int64: [UInt8]]) { self.hashes = hashes }

    var checks: [VerificationReport.Check] {
        [positionCheck, versionCheck, timeCheck, hashCheck, headerCheck]
            + (claimCheck.map { [$0] } ?? [])
    }

    /// For whoever takes no log that has one.
    var firstProblem: String? {
        positionCheck.problems.first ?? versionCheck.problems.first ?? timeCheck.problems.first
            ?? hashCheck.problems.first ?? claimCheck?.problems.first
    }

    mutating func see(_ event: RawEvent, _ claims: ClaimFold?) {
        let place = event.position
        VerificationWalk.note(&positionCheck, place == position + 1) {
            "\(place) follows \(position)"
        }
        position = place
        let version = versions[event.streamName, default: 0] + 1
        VerificationWalk.note(&versionCheck, event.version == version) {
            "\(place): version \(event.version) of \(event.streamName) where \(version) was due"
        }
        versions[event.streamName] = event.version
        VerificationWalk.note(&timeCheck, event.recordedAt >= recordedAt) {
            "\(place) was recorded before the one in front of it"
        }
        recordedAt = max(recordedAt, event.recordedAt)
        do {
            try chain.add(event)
        } catch {
            chain = PrefixChain(position: place, hash: chain.hash)
        }
        if let stored = hashes[place] {
            VerificationWalk.note(&hashCheck, stored == chain.hash) { "the hash at \(place)" }
        }
        if let claims { follow(event, claims) }
    }

    private mutating func follow(_ event: RawEvent, _ claims: ClaimFold) {
        var check = claimCheck ?? Check(name: "claims", count: 0, problems: [])
        defer { claimCheck = check }
        do {
            guard let stored = event.stored else {
                throw EventStoreError.malformed("a stream of an unknown kind")
            }
            for edit in try claims(stored) {
                let holder = Text(edit.holder.raw)
                switch edit.change {
                case .take(let claim): holders[claim.name] = holder
                case .release(let claim):
                    if holders[claim.name] == holder { holders[claim.name] = nil }
                }
            }
        } catch {
            VerificationWalk.note(&check, false) { "\(event.position): \(error)" }
        }
    }

    mutating func end(at head: LogHead) {
        VerificationWalk.note(&positionCheck, position == head.position) {
            "the log says it ends at \(head.position), its events end at \(position)"
        }
    }

    /// Every stream must have its header with its first event, and nowhere else.
    mutating func headers(_ stray: [Int64]) {
        headerCheck.count = Int64(versions.count)
        headerCheck.problems = stray.map { "\($0): a header where none belongs, or none" }
    }

    mutating func compareClaims(_ stored: [Text: Text], moved: Bool) {
        var check = claimCheck ?? Check(name: "claims", count: 0, problems: [])
        VerificationWalk.compare(&check, holders, stored, moved)
        claimCheck = check
    }

    private static func compare(
        _ check: inout Check, _ computed: [Text: Text], _ stored: [Text: Text], _ moved: Bool
    ) {
        if moved {
            check.name += " (not compared: the log grew meanwhile)"
            return
        }
        for key in Set(computed.keys).union(stored.keys).sorted() {
            note(&check, computed[key] == stored[key]) {
                "\(key): \(stored[key] ?? "none") where the events give \(computed[key] ?? "none")"
            }
        }
    }

    private static func note(_ check: inout Check, _ holds: Bool, _ problem: () -> String) {
        check.count += 1
        if !holds, check.problems.count < problemLimit { check.problems.append(problem()) }
    }
}
