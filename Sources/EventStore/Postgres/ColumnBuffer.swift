import Domain
import Glibc

/// One array parameter in PostgreSQL's binary form, filled element by element, sent from where it
/// lies, and used again for the next wave: no allocation an element, no copy of the whole.
///
/// Unsafe memory, because libpq takes plain addresses; it never leaves this folder.
final class ColumnBuffer {
    let type: BinaryArray.ElementType
    private(set) var count: Int32 = 0
    private var hasNull = false
    private var hasValue = false
    private var start: UnsafeMutableRawPointer
    private var capacity: Int
    private var length = ColumnBuffer.headerBytes

    /// Dimensions, null flag, element type, length, lower bound.
    private static let headerBytes = 20
    /// What one wave needed at most is kept; what one large request needed is given back.
    private static let keptBytes = 4 << 20

    init(_ type: BinaryArray.ElementType) {
        self.type = type
        capacity = 4_096
        start = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { start.deallocate() }

    func clear() {
        count = 0
        hasNull = false
        hasValue = false
        length = ColumnBuffer.headerBytes
        if capacity > ColumnBuffer.keptBytes {
            start.deallocate()
            capacity = 4_096
            start = .allocate(byteCount: capacity, alignment: 16)
        }
    }

    func appendNull() {
        hasNull = true
        count += 1
        reserve(4)
        put(Int32(-1))
    }

    func append(_ value: Text?) {
        guard var text = value?.string else { return appendNull() }
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    func append(_ value: [UInt8]) { value.withUnsafeBytes { append($0) } }

    func append(integer value: Int32?) {
        guard let value else { return appendNull() }
        begin(4)
        put(value)
    }

    func append(integer value: Int64?) {
        guard let value else { return appendNull() }
        begin(8)
        put(value)
    }

    func append(_ value: Bool) {
        begin(1)
        start.storeBytes(of: value ? 1 : 0, toByteOffset: length, as: UInt8.self)
        length += 1
    }

    func append(_ value: EventID?) {
        guard let value else { return appendNull() }
        begin(16)
        put(value.high)
        put(value.low)
    }

    func append(_ value: Day) { append(integer: value.number - OID.epochDays) }

    func append(_ value: Instant?) {
        append(integer: value.map { $0.microseconds - OID.epochMicroseconds })
    }

    private func append(_ bytes: UnsafeRawBufferPointer) {
        begin(bytes.count)
        if let source = bytes.baseAddress, bytes.count > 0 {
            memcpy(start + length, source, bytes.count)
        }
        length += bytes.count
    }

    private func begin(_ bytes: Int) {
        count += 1
        hasValue = true
        reserve(bytes + 4)
        put(Int32(clamping: bytes))
    }

    private func reserve(_ bytes: Int) {
        guard length + bytes > capacity else { return }
        let wanted = max(capacity * 2, length + bytes)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        memcpy(fresh, start, length)
        start.deallocate()
        start = fresh
        capacity = wanted
    }

    private func put<Value: FixedWidthInteger>(_ value: Value) {
        start.storeBytes(of: value.bigEndian, toByteOffset: length, as: Value.self)
        length += MemoryLayout<Value>.size
    }

    /// Where the finished array lies, valid until the next change; nil where it holds no value at
    /// all, which `unnest` fills up with nulls.
    var sealed: (address: UnsafePointer<CChar>, bytes: Int32)? {
        guard hasValue else { return nil }
        let end = length
        length = 0
        put(Int32(1))
        put(Int32(hasNull ? 1 : 0))
        put(type.element)
        put(count)
        put(Int32(1))
        length = end
        return (UnsafePointer(start.assumingMemoryBound(to: CChar.self)), Int32(clamping: end))
    }
}
