/// One row of the limits' table in PostgreSQL's binary form, laid out before the clock runs.
struct LimitRow {
    /// Every field is its length in 4 bytes and its bytes, as COPY wants it; nil is −1.
    private(set) var bytes: [UInt8] = []
    /// Where each field's bytes begin, and how many there are; −1 for nil.
    private(set) var offsets: [Int] = []
    private(set) var lengths: [Int32] = []

    static let columns = 17
    static let types: [UInt32] = [
        21, 20, 25, 23, 2950, 25, 23, 1082, 1184, 1184, 25, 25, 20, 2950, 2950, 16, 114,
    ]

    init(stream: String, version: Int32, position: Int64, payload: [UInt8]) {
        bytes.reserveCapacity(payload.count + 200)
        put(Int16(1))
        put(position)
        put(Array(stream.utf8))
        put(version)
        put(LimitRow.bytes(of: UInt64.random(in: .min ... .max)) + LimitRow.bytes(of: position))
        put(Array("NoteAdded".utf8))
        put(Int32(1))
        put(Int32(9_292))
        putNull()
        put(Int64(800_000_000_000_000))
        put(Array("clerk".utf8))
        for _ in 0..<4 { putNull() }
        put([1])
        put(payload)
    }

    private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        put(LimitRow.bytes(of: value))
    }

    private mutating func put(_ field: [UInt8]) {
        bytes += LimitRow.bytes(of: Int32(field.count))
        offsets.append(bytes.count)
        lengths.append(Int32(field.count))
        bytes += field
    }

    private mutating func putNull() {
        bytes += LimitRow.bytes(of: Int32(-1))
        offsets.append(bytes.count)
        lengths.append(-1)
    }

    static func bytes<Value: FixedWidthInteger>(of value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
