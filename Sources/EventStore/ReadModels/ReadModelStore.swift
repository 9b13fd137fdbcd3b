package import Domain

/// The tables of the read models: one a model, `headwater.rm_<name>`.
package final class ReadModelStore: Sendable {
    package let log: EventLog
    package let models: [AnyReadModel]
    let decode: EventDecoder
    /// Models whose table a newer server has shaped; this one leaves them alone.
    let foreign: Set<String>

    /// What the Domain makes of a stored event. An event that this version does not know stops a
    /// fold before it; nobody acts past it.
    package static let bureauDecoder: EventDecoder = { stored in
        let recorded = BureauEvent.decode(stored)
        guard recorded.event != .unknown else {
            let envelope = stored.envelope
            throw EventStoreError.malformed(
                "\(envelope.type) \(envelope.schema) at \(envelope.position) is not known here")
        }
        return recorded
    }

    /// Any number but the migrations' own; all servers lock the same one of their database.
    private static let tablesLock = 4_849_665

    /// Makes the tables that are missing or of another model version (those are built anew).
    package static func open(
        _ log: EventLog, models: [AnyReadModel], decode: @escaping EventDecoder = bureauDecoder
    ) async throws -> ReadModelStore {
        for model in models { try ReadModelTable(model: model).check() }
        let url = log.configuration.url
        let logID = log.logID
        let foreign = try await OwnThread.run("tables") {
            do {
                let connection = try Connection(url, role: Migrator.owner)
                connection.statementMs = 60_000
                return try connection.transaction { connection in
                    try connection.run("SELECT pg_advisory_xact_lock(\(tablesLock))")
                    var foreign: Set<String> = []
                    for model in models {
                        if try !prepare(ReadModelTable(model: model), logID, connection) {
                            foreign.insert(model.name)
                        }
                    }
                    return foreign
                }
            } catch let error as PostgresError {
                throw error.asStoreError
            }
        }
        return ReadModelStore(log: log, models: models, decode: decode, foreign: foreign)
    }

    init(
        log: EventLog, models: [AnyReadModel], decode: @escaping EventDecoder, foreign: Set<String>
    ) {
        self.log = log
        self.models = models
        self.decode = decode
        self.foreign = foreign
    }

    /// False if the table belongs to a newer version of the model.
    private static func prepare(
        _ table: ReadModelTable, _ logID: Int16, _ connection: Connection
    ) throws -> Bool {
        let model = table.model
        let found = try connection.query(
            "SELECT version, shape FROM headwater.read_models WHERE model = $1",
            [.text(model.name)])
        if found.count == 1 {
            let version = Int(try found.int32(0, 0))
            if version > model.version { return false }
            if try version < model.version || found.text(0, 1) != Text(table.shape) {
                try connection.run("DROP TABLE \(table.name)")
                try connection.query(
                    "DELETE FROM headwater.read_models WHERE model = $1", [.text(model.name)])
                try connection.query(
                    "DELETE FROM headwater.checkpoints WHERE model = $1", [.text(model.name)])
                try create(table, connection)
            }
        } else {
            try create(table, connection)
        }
        try connection.run(table.createPartition(logID))
        try connection.query(
            """
            INSERT INTO headwater.checkpoints (log_id, model, version, position)
            VALUES ($1, $2, $3, 0) ON CONFLICT (log_id, model) DO NOTHING
            """, [.int2(logID), .text(model.name), .int4(Int32(model.version))])
        return true
    }

    private static func create(_ table: ReadModelTable, _ connection: Connection) throws {
        try connection.run(table.create)
        for index in table.createIndexes { try connection.run(index) }
        try connection.run(table.grants)
        try connection.query(
            "INSERT INTO headwater.read_models (model, version, shape) VALUES ($1, $2, $3)",
            [.text(table.model.name), .int4(Int32(table.model.version)), .text(table.shape)])
    }

    func model(_ name: String) throws(EventStoreError) -> AnyReadModel {
        guard let model = models.first(where: { $0.name == name }) else {
            throw .unknownModel(name)
        }
        return model
    }

    package func get(_ model: AnyReadModel, key: Text) async throws -> ReadModelRow? {
        let table = ReadModelTable(model: model)
        let logID = log.logID
        return try await log.read { connection in
            let rows = try connection.query(
                table.load, [.int2(logID), .texts([key])], named: true)
            return rows.count == 1 ? try table.read(rows, 0) : nil
        }
    }

    package func list(
        _ model: AnyReadModel, _ query: ReadModelQuery
    ) async throws -> [ReadModelRow] {
        let statement = try ListStatement(model, query, logID: log.logID)
        let table = ReadModelTable(model: model)
        return try await log.read { connection in
            let rows = try connection.query(statement.sql, statement.parameters)
            return try (0..<rows.count).map { try table.read(rows, $0) }
        }
    }

    /// The model's rows as the log knew them at `position`, ordered by key, folded in memory.
    /// `including` leaves events out (`effective`).
    ///
    /// Memory: all rows of the model at once; events pass by in batches.
    package func asOf(
        _ model: AnyReadModel, position: Int64,
        including: (@Sendable (Recorded<BureauEvent>) -> Bool)? = nil
    ) async throws -> [ReadModelRow] {
        var fold = RowFold(model, position: 0)
        var cursor: Int64 = 0
        while cursor < position {
            let batch = try await log.read(
                after: cursor, through: position, kinds: model.kinds.sorted(),
                limit: ReadLimits.batch)
            for stored in batch {
                let recorded = try decode(stored)
                if including?(recorded) ?? true { fold.fold(recorded) }
                cursor = stored.envelope.position
            }
            if batch.count < ReadLimits.batch { break }
        }
        return fold.all
    }
}
