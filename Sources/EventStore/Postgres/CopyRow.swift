/// What a binary COPY out sends, message by message: a header before the first row, one row a
/// message, an end mark.
package struct CopyStream {
    private enum Place { case start, rows, end }

    private var place = Place.start

    private static let signature = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0]

    package init() {}

    /// The row in `message`; nil for the end mark. Throws for bytes that are neither.
    package mutating func row(in message: UnsafeRawBufferPointer) throws(EventStoreError)
        -> CopyRow?
    {
        var row = CopyRow(message)
        switch place {
        case .start:
            try CopyStream.readHeader(&row)
            place = .rows
        case .rows: break
        case .end: throw .malformed("a row after the end of a COPY")
        }
        if try row.begin() { return row }
        try row.end()
        place = .end
        return nil
    }

    /// Throws if the end mark has not come: rows may be missing.
    package func finish() throws(EventStoreError) {
        guard place == .end else { throw .malformed("a COPY without its end") }
    }

    private static func readHeader(_ row: inout CopyRow) throws(EventStoreError) {
        guard try row.take(signature.count).elementsEqual(signature) else {
            throw .malformed("a COPY without its signature")
        }
        let flags = try row.integer(UInt32.self)
        guard flags == 0 else { throw .malformed("a COPY with flags \(flags)") }
        let length = try row.integer(Int32.self)
        guard length >= 0 else { throw .malformed("a COPY with a header of \(length) bytes") }
        _ = try row.take(Int(length))
    }
}

/// One row of a binary COPY: the number of its fields, then each field's length and bytes.
package struct CopyRow: RowFields {
    private var rest: UnsafeRawBufferPointer
    private var fields = 0
    package private(set) var column = 0

    fileprivate init(_ message: UnsafeRawBufferPointer) { rest = message }

    package mutating func next() throws(EventStoreError) -> UnsafeRawBufferPointer? {
        guard column < fields else { throw .malformed("a row of \(fields) fields only") }
        column += 1
        let length = try integer(Int32.self)
        if length == -1 { return nil }
        guard length >= 0 else { throw .malformed("a field of \(length) bytes") }
        return try take(Int(length))
    }

    /// Throws unless all of the row has been read.
    package func end() throws(EventStoreError) {
        guard column == fields, rest.isEmpty else {
            throw .malformed("\(fields - column) fields and \(rest.count) bytes too many")
        }
    }

    /// Reads the number of fields; false for the end mark.
    fileprivate mutating func begin() throws(EventStoreError) -> Bool {
        let count = try integer(Int16.self)
        if count == -1 { return false }
        guard count >= 0 else { throw .malformed("a row of \(count) fields") }
        fields = Int(count)
        return true
    }

    /// An integer of the frame itself, not of a field.
    fileprivate mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type
    ) throws(EventStoreError) -> Value {
        let bytes = try take(MemoryLayout<Value>.size)
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    fileprivate mutating func take(
        _ count: Int
    ) throws(EventStoreError) -> UnsafeRawBufferPointer {
        guard count <= rest.count else {
            throw .malformed("\(count) bytes were due, \(rest.count) came")
        }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }
}
