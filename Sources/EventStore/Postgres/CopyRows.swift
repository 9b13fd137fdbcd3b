import Domain

/// Rows in PostgreSQL's binary form of COPY, laid out one field after the other.
struct CopyRows {
    private(set) var bytes: [UInt8] = []
    private(set) var count: Int64 = 0

    /// The signature, no flags, no extension.
    static let header: [UInt8] = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0] + zeros
    static let trailer: [UInt8] = [0xff, 0xff]
    private static let zeros = [UInt8](repeating: 0, count: 8)

    /// Forgets the rows, not their number.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func begin(fields: Int16) {
        count += 1
        put(fields)
    }

    mutating func append<Value: FixedWidthInteger>(integer value: Value?) {
        guard let value else { return put(Int32(-1)) }
        put(Int32(MemoryLayout<Value>.size))
        put(value)
    }

    mutating func append(_ value: Text?) {
        guard let value else { return put(Int32(-1)) }
        put(Int32(clamping: value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func append(_ value: [UInt8]) {
        put(Int32(clamping: value.count))
        bytes.append(contentsOf: value)
    }

    mutating func append(_ value: Bool) {
        put(Int32(1))
        bytes.append(value ? 1 : 0)
    }

    mutating func append(_ value: EventID?) {
        guard let value else { return put(Int32(-1)) }
        put(Int32(16))
        put(value.high)
        put(value.low)
    }

    mutating func append(_ value: Day) { append(integer: value.number - OID.epochDays) }

    mutating func append(_ value: Instant?) {
        append(integer: value.map { $0.microseconds - OID.epochMicroseconds })
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
