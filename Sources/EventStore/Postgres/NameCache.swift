import Domain
import Glibc

/// Names read from rows, so that one that comes again and again is made once.
///
/// Of names that want one place the last stays; long ones are not kept, so it never grows. Bytes
/// come as unsafe buffers of a row; the cache keeps copies. Used by one thread at a time.
final class NameCache<Name> {
    private struct Entry {
        var bytes: [UInt8] = []
        var name: Name?
    }

    /// The longest name that is kept, in bytes.
    private static var longest: Int { 80 }
    private let places: Int
    private var entries: [Entry]

    init(places: Int) {
        self.places = places
        entries = Array(repeating: Entry(), count: places)
    }

    func name(
        _ bytes: UnsafeRawBufferPointer, _ make: (UnsafeRawBufferPointer) -> Name
    ) -> Name {
        guard bytes.count <= NameCache.longest else { return make(bytes) }
        let place = place(of: bytes)
        if let known = entries[place].name, isSame(entries[place].bytes, bytes) { return known }
        let name = make(bytes)
        entries[place].bytes.removeAll(keepingCapacity: true)
        entries[place].bytes.append(contentsOf: bytes)
        entries[place].name = name
        return name
    }

    /// Length, first and last bytes tell the names of one bureau apart well enough.
    private func place(of bytes: UnsafeRawBufferPointer) -> Int {
        var mixed = UInt64(truncatingIfNeeded: bytes.count)
        if bytes.count >= 8 {
            mixed ^= bytes.loadUnaligned(as: UInt64.self)
            mixed &*= 0x9e37_79b9_7f4a_7c15
            mixed ^= bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        } else {
            for byte in bytes { mixed = mixed << 8 ^ UInt64(byte) }
        }
        mixed &*= 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed >> 32) % places
    }

    private func isSame(_ known: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
        known.count == bytes.count && known.withUnsafeBytes { memcmp($0, bytes) }
    }

    private func memcmp(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard let left = left.baseAddress, let start = right.baseAddress else { return true }
        return Glibc.memcmp(left, start, right.count) == 0
    }
}

/// The names in the rows of events.
package final class EventNames {
    let texts = NameCache<Text>(places: 256)
    let streams = NameCache<StreamName>(places: 16)

    package init() {}
}
