import Domain

/// The SQL of one read model's table, `headwater.rm_<name>`: partitioned by log, so that a log's
/// rows are swapped at once after a rebuild.
struct ReadModelTable {
    let model: AnyReadModel

    var name: String { "headwater.rm_\(model.name)" }
    func partition(_ logID: Int16) -> String { "rm_\(model.name)__\(logID)" }
    func shadow(_ logID: Int16) -> String { "rm_\(model.name)__\(logID)_new" }

    /// What `read_models.shape` compares: another shape under the same version is built anew too.
    var shape: String {
        model.columns.map { "\($0.name):\($0.type.sql):\($0.indexed)" }.joined(separator: ",")
    }

    /// A model's name and columns become part of statements, so nothing but plain names may pass.
    func check() throws(EventStoreError) {
        for name in [model.name] + model.columns.map({ $0.name }) {
            let plain = name.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f
            }
            guard plain, (1...40).contains(name.utf8.count) else {
                throw .malformed("\(name) is no name for a table or column")
            }
        }
    }

    var create: String {
        let columns = model.columns.map { "\(quoted($0)) \($0.type.definition)" }
        return """
            CREATE TABLE \(name) (
                log_id smallint NOT NULL,
                key text COLLATE "C" NOT NULL,
                position bigint NOT NULL,
                version integer NOT NULL,
                \(columns.map { $0 + "," }.joined(separator: "\n    "))
                PRIMARY KEY (log_id, key)
            ) PARTITION BY LIST (log_id)
            """
    }

    var createIndexes: [String] {
        model.columns.filter { $0.indexed && $0.type != .json }.map {
            "CREATE INDEX ON \(name) (log_id, \(quoted($0)), key)"
        }
    }

    var grants: String {
        """
        GRANT SELECT, INSERT, UPDATE, DELETE ON \(name) TO headwater_app;
        GRANT SELECT ON \(name) TO headwater_reader
        """
    }

    func createPartition(_ logID: Int16) -> String {
        """
        CREATE TABLE IF NOT EXISTS headwater.\(partition(logID))
        PARTITION OF \(name) FOR VALUES IN (\(logID))
        """
    }

    func createShadow(_ logID: Int16) -> String {
        """
        DROP TABLE IF EXISTS headwater.\(shadow(logID));
        CREATE TABLE headwater.\(shadow(logID)) (
            LIKE \(name) INCLUDING DEFAULTS INCLUDING INDEXES,
            CHECK (log_id = \(logID))
        )
        """
    }

    /// Puts the shadow in the place of the log's rows; the check it carries spares a scan.
    func swap(_ logID: Int16) -> String {
        """
        ALTER TABLE \(name) DETACH PARTITION headwater.\(partition(logID));
        DROP TABLE headwater.\(partition(logID));
        ALTER TABLE headwater.\(shadow(logID)) RENAME TO \(partition(logID));
        ALTER TABLE \(name) ATTACH PARTITION headwater.\(partition(logID)) FOR VALUES IN (\(logID))
        """
    }

    var selected: String {
        (["key", "position", "version"] + model.columns.map { quoted($0) }).joined(separator: ", ")
    }

    var load: String { "SELECT \(selected) FROM \(name) WHERE log_id = $1 AND key = ANY ($2)" }

    /// Writes rows given as arrays: keys, positions, versions, then the model's columns.
    func upsert(into table: String? = nil) -> String {
        let columns = ["position", "version"] + model.columns.map { quoted($0) }
        let arrays = (0..<columns.count + 1).map { "$\($0 + 2)" }.joined(separator: ", ")
        let updates = columns.map { "\($0) = EXCLUDED.\($0)" }.joined(separator: ", ")
        return """
            INSERT INTO \(table ?? name) (log_id, key, \(columns.joined(separator: ", ")))
            SELECT $1, u.* FROM unnest(\(arrays)) AS u
            ON CONFLICT (log_id, key) DO UPDATE SET \(updates)
            """
    }

    func delete(from table: String? = nil) -> String {
        "DELETE FROM \(table ?? name) WHERE log_id = $1 AND key = ANY ($2)"
    }

    /// The arrays of `upsert`, after the log's id.
    func arrays(of rows: [ReadModelRow]) throws(EventStoreError) -> [Parameter] {
        var keys = BinaryArray(.text)
        var positions = BinaryArray(.int8)
        var versions = BinaryArray(.int4)
        var columns = model.columns.map { BinaryArray($0.type.array) }
        for row in rows {
            guard row.values.count == columns.count else {
                throw .malformed("\(model.name): \(row.values.count) values in row \(row.key)")
            }
            keys.append(row.key)
            positions.append(integer: row.position)
            versions.append(integer: Int32(clamping: row.version))
            for (index, value) in row.values.enumerated() {
                try append(value, to: &columns[index], model.columns[index], row.key)
            }
        }
        return [.array(keys), .array(positions), .array(versions)] + columns.map { .array($0) }
    }

    private func append(
        _ value: ColumnValue, to array: inout BinaryArray, _ column: Column, _ key: Text
    ) throws(EventStoreError) {
        switch (value, column.type) {
        case (.null, _): array.appendNull()
        case (.text(let text), .text): array.append(text)
        case (.integer(let integer), .integer): array.append(integer: integer)
        case (.day(let day), .day): array.append(day)
        case (.boolean(let boolean), .boolean): array.append(boolean)
        case (.json(let bytes), .json): array.append(bytes)
        case (.text, _), (.integer, _), (.day, _), (.boolean, _), (.json, _):
            throw .malformed("\(model.name).\(column.name) of row \(key) has another type")
        }
    }

    func read(_ rows: QueryResult, _ row: Int) throws(EventStoreError) -> ReadModelRow {
        var values: [ColumnValue] = []
        values.reserveCapacity(model.columns.count)
        for (index, column) in model.columns.enumerated() {
            let place = index + 3
            if rows.isNull(row, place) {
                values.append(.null)
                continue
            }
            switch column.type {
            case .text: values.append(.text(try rows.text(row, place)))
            case .integer: values.append(.integer(try rows.int64(row, place)))
            case .day: values.append(.day(try rows.day(row, place)))
            case .boolean: values.append(.boolean(try rows.boolean(row, place)))
            case .json: values.append(.json(try rows.bytes(row, place)))
            }
        }
        return ReadModelRow(
            key: try rows.text(row, 0), position: try rows.int64(row, 1),
            version: Int(try rows.int32(row, 2)), values: values)
    }

    func quoted(_ column: Column) -> String { "\"\(column.name)\"" }
}

extension Column.ColumnType {
    var sql: String {
        switch self {
        case .text: "text"
        case .integer: "bigint"
        case .day: "date"
        case .boolean: "boolean"
        case .json: "json"
        }
    }

    var definition: String { self == .text ? "text COLLATE \"C\"" : sql }

    var array: BinaryArray.ElementType {
        switch self {
        case .text: .text
        case .integer: .int8
        case .day: .date
        case .boolean: .bool
        case .json: .json
        }
    }
}
