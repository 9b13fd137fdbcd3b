import Domain
import EventStore

/// One row of the limits' table in PostgreSQL's binary form, laid out before the clock runs.
struct LimitRow {
    /// Every field is its length in 4 bytes and its bytes, as COPY wants it; nil is −1.
    private(set) var bytes: [UInt8] = []
    /// Where each field's bytes begin, and how many there are; −1 for nil.
    private(set) var offsets: [Int] = []
    private(set) var lengths: [Int32] = []

    static let columns = 19
    static let types: [UInt32] = [
        20, 1184, 2950, 23, 23, 1082, 21, 16, 25, 25, 25, 114, 25, 2950, 1184, 25, 20, 2950, 2950,
    ]

    /// The same columns filled as an append fills them, ids of the same kind.
    init(stream: String, version: Int32, position: Int64, payload: [UInt8]) {
        bytes.reserveCapacity(payload.count + 240)
        let id = RequestKey().first
        put(position)
        put(Int64(800_000_000_000_000))
        put(LimitRow.bytes(of: id.high) + LimitRow.bytes(of: id.low))
        put(version)
        put(Int32(1))
        put(Int32(9_292))
        put(Int16(1))
        put([0])
        put(Array(stream.utf8))
        put(Array("NoteAdded".utf8))
        put(Array("clerk".utf8))
        put(payload)
        if version == 1 { put(Array("town-1".utf8)) } else { putNull() }
        put(LimitRow.bytes(of: id.low) + LimitRow.bytes(of: id.high))
        for _ in 0..<5 { putNull() }
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
