import Domain

/// One transaction of the projector: locks checkpoints, loads rows, folds, writes back.
struct Projection {
    struct Outcome: Sendable {
        var name: String
        var position: Int64
        var parked: String?
    }

    let logID: Int16
    let models: [AnyReadModel]

    /// Folds `events`, which are consecutive, into each model as far as it has not seen them.
    func apply(_ events: [DecodedEvent], _ connection: Connection) throws -> [Outcome] {
        guard let first = events.first else { return [] }
        let checkpoints = try lock(connection)
        var outcomes: [Outcome] = []
        var moved: [RowFold] = []
        for model in models {
            guard let checkpoint = checkpoints[model.name], checkpoint.version == model.version
            else {
                outcomes.append(
                    Outcome(
                        name: model.name, position: 0,
                        parked: "another version of the server builds this model"))
                continue
            }
            // Somebody rebuilds it: it lies before these events now, and comes back for others.
            guard checkpoint.position >= first.position - 1 else {
                outcomes.append(Outcome(name: model.name, position: checkpoint.position))
                continue
            }
            let fold = try fold(events, into: model, from: checkpoint.position, connection)
            moved.append(fold)
            outcomes.append(
                Outcome(name: model.name, position: fold.position, parked: fold.parked))
        }
        try advance(moved, connection)
        return outcomes
    }

    private func lock(
        _ connection: Connection
    ) throws -> [String: (position: Int64, version: Int)] {
        let rows = try connection.query(
            """
            SELECT model, position, version FROM headwater.checkpoints
            WHERE log_id = $1 AND model = ANY ($2) ORDER BY model FOR UPDATE
            """, [.int2(logID), .texts(models.map { Text($0.name) })], named: true)
        var found: [String: (position: Int64, version: Int)] = [:]
        for row in 0..<rows.count {
            let name = try rows.text(row, 0).string
            found[name] = (try rows.int64(row, 1), Int(try rows.int32(row, 2)))
        }
        return found
    }

    private func fold(
        _ events: [DecodedEvent], into model: AnyReadModel, from position: Int64,
        _ connection: Connection
    ) throws -> RowFold {
        let table = ReadModelTable(model: model)
        var fold = RowFold(model, position: position)
        let keys = RowFold.keys(model, events.lazy.filter { $0.position > position })
        if !keys.isEmpty {
            let rows = try connection.query(
                table.load, [.int2(logID), .texts(keys)], named: true)
            for row in 0..<rows.count { fold.put(try table.read(rows, row)) }
        }
        for event in events { fold.add(event) }
        try Projection.write(fold, table, nil, logID: logID, connection)
        return fold
    }

    /// Writes the touched rows, into another table than the model's own if one is named.
    static func write(
        _ fold: RowFold, _ table: ReadModelTable, _ target: String?, logID: Int16,
        _ connection: Connection
    ) throws {
        let (upserts, deletes) = fold.changes
        let pageSize = 5_000
        for start in stride(from: 0, to: upserts.count, by: pageSize) {
            let page = Array(upserts[start..<min(start + pageSize, upserts.count)])
            try connection.query(
                table.upsert(into: target), [.int2(logID)] + table.arrays(of: page), named: true,
                deadlineMs: 60_000)
        }
        if !deletes.isEmpty {
            try connection.query(
                table.delete(from: target), [.int2(logID), .texts(deletes)], named: true)
        }
    }

    private func advance(_ folds: [RowFold], _ connection: Connection) throws {
        guard !folds.isEmpty else { return }
        var names = BinaryArray(.text)
        var positions = BinaryArray(.int8)
        var parked = BinaryArray(.text)
        for fold in folds {
            names.append(fold.model.name)
            positions.append(integer: fold.position)
            parked.append(fold.parked.map { Text($0) })
        }
        try connection.query(
            """
            UPDATE headwater.checkpoints AS c SET position = u.position, parked = u.parked
            FROM unnest($2, $3, $4) AS u(model, position, parked)
            WHERE c.log_id = $1 AND c.model = u.model
            """, [.int2(logID), .array(names), .array(positions), .array(parked)], named: true)
    }

    static func park(
        _ name: String, _ reason: String, logID: Int16, _ connection: Connection
    ) throws {
        try connection.query(
            "UPDATE headwater.checkpoints SET parked = $3 WHERE log_id = $1 AND model = $2",
            [.int2(logID), .text(name), .text(reason)], named: true)
    }
}
