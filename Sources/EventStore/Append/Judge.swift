import Domain

/// Looks whether requests have lost the version that they expect, without a place in a wave.
///
/// What is read is committed, so a version that has passed has passed for good. A request that was
/// appended before is not judged here: its version has passed because of itself.
struct Judge: Sendable {
    enum Verdict: Sendable {
        case lost(StreamConflict)
        /// The version is right, or the request is known, or the database did not answer.
        case undecided
    }

    let readers: ConnectionPool
    let logID: Int16
    let deadlineMs: Int64
    let since: @Sendable ([StreamID: Int]) async throws -> [StreamID: [StoredEvent]]

    /// A verdict for each request, in order; each writes one stream, at a version it names.
    func judge(_ requests: [AppendRequest]) async -> [Verdict] {
        do {
            let found = try await versions(requests)
            let lost = requests.indices.filter { index in
                found[index].map { $0 != Judge.expected(requests[index]) } ?? false
            }
            let moved = lost.compactMap { index -> (StreamID, Int)? in
                guard let write = requests[index].writes.first,
                    let expected = Judge.expected(requests[index]),
                    (found[index] ?? 0) > expected
                else { return nil }
                return (write.stream, expected)
            }
            let events = try await since(Dictionary(moved, uniquingKeysWith: min))
            return requests.indices.map { index in
                guard lost.contains(index), let write = requests[index].writes.first,
                    let expected = Judge.expected(requests[index]), let actual = found[index]
                else { return .undecided }
                return .lost(
                    StreamConflict(
                        stream: write.stream, expected: expected, actual: actual,
                        since: (events[write.stream] ?? []).filter {
                            $0.envelope.version > expected && $0.envelope.version <= actual
                        }))
            }
        } catch {
            return requests.map { _ in .undecided }
        }
    }

    private static func expected(_ request: AppendRequest) -> Int? {
        guard case .version(let version)? = request.writes.first?.expected else { return nil }
        return version
    }

    /// Each request's stream's version; nil where the request was appended before. One statement,
    /// so that both are of one moment.
    private func versions(_ requests: [AppendRequest]) async throws -> [Int?] {
        let logID = logID
        return try await readers.run(deadlineMs: deadlineMs) { connection in
            var streams = BinaryArray(.text)
            var keys = BinaryArray(.uuid)
            for request in requests {
                streams.append(request.writes.first?.stream.raw ?? "")
                keys.append(request.key.first)
            }
            let rows = try connection.query(
                """
                SELECT coalesce((
                        SELECT k.version FROM headwater.events AS k
                        WHERE k.log_id = $1 AND k.stream = r.stream ORDER BY k.version DESC LIMIT 1
                    ), 0),
                    coalesce((SELECT k.id = r.key FROM headwater.events AS k
                        WHERE k.log_id = $1 AND k.id >= r.key ORDER BY k.id LIMIT 1), false)
                FROM unnest($2::text[], $3::uuid[]) WITH ORDINALITY AS r(stream, key, n)
                ORDER BY r.n
                """, [.int2(logID), .array(streams), .array(keys)], named: true)
            return try (0..<rows.count).map { row in
                try rows.boolean(row, 1) ? nil : Int(try rows.int32(row, 0))
            }
        }
    }
}
