import Domain

/// The fields of one row in PostgreSQL's binary form, read one after the other.
///
/// Unsafe buffers because every field of every event passes here; one lives until the next field
/// is read, and each reader compares its length before it looks.
package protocol RowFields {
    /// How many fields have been read: errors name the column by it.
    var column: Int { get }
    /// The next field's bytes; nil for NULL. Throws where the row has no more fields.
    mutating func next() throws(EventStoreError) -> UnsafeRawBufferPointer?
}

extension RowFields {
    mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self
    ) throws(EventStoreError) -> Value {
        Value(bigEndian: try load(try bytes()))
    }

    mutating func optionalInt64() throws(EventStoreError) -> Int64? {
        guard let bytes = try next() else { return nil }
        return Int64(bigEndian: try load(bytes))
    }

    mutating func boolean() throws(EventStoreError) -> Bool {
        try integer(UInt8.self) == 1
    }

    mutating func day() throws(EventStoreError) -> Day {
        Day(number: try integer(Int32.self) &+ OID.epochDays)
    }

    mutating func instant() throws(EventStoreError) -> Instant {
        Instant(microseconds: try integer(Int64.self) &+ OID.epochMicroseconds)
    }

    mutating func optionalInstant() throws(EventStoreError) -> Instant? {
        try optionalInt64().map { Instant(microseconds: $0 &+ OID.epochMicroseconds) }
    }

    mutating func uuid() throws(EventStoreError) -> EventID {
        try uuid(try bytes())
    }

    mutating func optionalUUID() throws(EventStoreError) -> EventID? {
        guard let bytes = try next() else { return nil }
        return try uuid(bytes)
    }

    /// A text that few rows have of their own, such as an actor: the same bytes, the same object.
    mutating func text(_ names: EventNames) throws(EventStoreError) -> Text {
        names.texts.name(try bytes()) { Text(String(decoding: $0, as: UTF8.self)) }
    }

    mutating func optionalText(_ names: EventNames) throws(EventStoreError) -> Text? {
        guard let bytes = try next() else { return nil }
        return names.texts.name(bytes) { Text(String(decoding: $0, as: UTF8.self)) }
    }

    mutating func stream(_ names: EventNames) throws(EventStoreError) -> StreamName {
        names.streams.name(try bytes()) { StreamName(String(decoding: $0, as: UTF8.self)) }
    }

    mutating func array() throws(EventStoreError) -> [UInt8] {
        Array(try bytes())
    }

    mutating func bytes() throws(EventStoreError) -> UnsafeRawBufferPointer {
        guard let bytes = try next() else { throw .malformed("no value in column \(column - 1)") }
        return bytes
    }

    private func uuid(_ bytes: UnsafeRawBufferPointer) throws(EventStoreError) -> EventID {
        guard bytes.count == 16 else { throw misfit(bytes) }
        return EventID(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    private func load<Value: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer
    ) throws(EventStoreError) -> Value {
        guard bytes.count == MemoryLayout<Value>.size else { throw misfit(bytes) }
        return bytes.loadUnaligned(as: Value.self)
    }

    private func misfit(_ bytes: UnsafeRawBufferPointer) -> EventStoreError {
        .malformed("column \(column - 1) has \(bytes.count) bytes")
    }
}
