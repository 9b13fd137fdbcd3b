import CLibpq
package import Domain

/// Rows in binary form, read in place. Freed with the object.
package final class QueryResult {
    fileprivate let pointer: OpaquePointer
    package let count: Int

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        count = Int(PQntuples(pointer))
    }

    deinit { PQclear(pointer) }

    package func isNull(_ row: Int, _ column: Int) -> Bool {
        PQgetisnull(pointer, Int32(row), Int32(column)) == 1
    }

    package func int16(_ row: Int, _ column: Int) throws(EventStoreError) -> Int16 {
        try integer(row, column)
    }

    package func int32(_ row: Int, _ column: Int) throws(EventStoreError) -> Int32 {
        try integer(row, column)
    }

    package func int64(_ row: Int, _ column: Int) throws(EventStoreError) -> Int64 {
        try integer(row, column)
    }

    package func boolean(_ row: Int, _ column: Int) throws(EventStoreError) -> Bool {
        try raw(row, column).first == 1
    }

    package func text(_ row: Int, _ column: Int) throws(EventStoreError) -> Text {
        Text(String(decoding: try raw(row, column), as: UTF8.self))
    }

    package func optionalText(_ row: Int, _ column: Int) throws(EventStoreError) -> Text? {
        isNull(row, column) ? nil : try text(row, column)
    }

    package func bytes(_ row: Int, _ column: Int) throws(EventStoreError) -> [UInt8] {
        Array(try raw(row, column))
    }

    package func day(_ row: Int, _ column: Int) throws(EventStoreError) -> Day {
        Day(number: try int32(row, column) + OID.epochDays)
    }

    package func instant(_ row: Int, _ column: Int) throws(EventStoreError) -> Instant {
        Instant(microseconds: try int64(row, column) + OID.epochMicroseconds)
    }

    package func uuid(_ row: Int, _ column: Int) throws(EventStoreError) -> EventID {
        let bytes = try raw(row, column)
        guard bytes.count == 16 else { throw .malformed("column \(column) is no UUID") }
        return EventID(high: load(bytes, at: 0), low: load(bytes, at: 8))
    }

    package func optionalUUID(_ row: Int, _ column: Int) throws(EventStoreError) -> EventID? {
        isNull(row, column) ? nil : try uuid(row, column)
    }

    private func integer<Value: FixedWidthInteger>(
        _ row: Int, _ column: Int
    ) throws(EventStoreError) -> Value {
        let bytes = try raw(row, column)
        guard bytes.count == MemoryLayout<Value>.size else {
            throw .malformed("column \(column) has \(bytes.count) bytes")
        }
        return load(bytes, at: 0)
    }

    private func load<Value: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) -> Value {
        Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    private func raw(
        _ row: Int, _ column: Int
    ) throws(EventStoreError) -> UnsafeRawBufferPointer {
        guard row < count, !isNull(row, column),
            let start = PQgetvalue(pointer, Int32(row), Int32(column))
        else { throw .malformed("no value in row \(row), column \(column)") }
        let length = Int(PQgetlength(pointer, Int32(row), Int32(column)))
        return UnsafeRawBufferPointer(start: start, count: length)
    }
}

extension QueryResult {
    /// The fields of one row in their order.
    func fields(_ row: Int) -> ResultRow { ResultRow(pointer, row) }
}

/// One row of a result, which must outlive it.
struct ResultRow: RowFields {
    private let pointer: OpaquePointer
    private let row: Int32
    private let fields: Int
    private(set) var column = 0

    fileprivate init(_ pointer: OpaquePointer, _ row: Int) {
        self.pointer = pointer
        self.row = Int32(row)
        fields = row < Int(PQntuples(pointer)) ? Int(PQnfields(pointer)) : 0
    }

    mutating func next() throws(EventStoreError) -> UnsafeRawBufferPointer? {
        guard column < fields else { throw .malformed("a row of \(fields) fields only") }
        let place = Int32(column)
        column += 1
        let length = Int(PQgetlength(pointer, row, place))
        if length == 0, PQgetisnull(pointer, row, place) == 1 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, place), count: length)
    }
}
