/// Writes JSON piece by piece: the keys in the order given, no white space, only what must be
/// escaped escaped. The same calls always give the same bytes, so they may be hashed.
///
/// Commas come by themselves; that brackets match and that a key stands before each member's value
/// is the caller's business.
package struct JSONWriter: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8]
    private var needsComma = false

    package init(reserving capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    package mutating func beginObject() { begin(0x7b) }
    package mutating func endObject() { end(0x7d) }
    package mutating func beginArray() { begin(0x5b) }
    package mutating func endArray() { end(0x5d) }

    package mutating func key(_ key: String) {
        separate()
        quote(key)
        bytes.append(0x3a)
        needsComma = false
    }

    package mutating func string(_ value: String) {
        separate()
        quote(value)
    }

    package mutating func integer(_ value: some BinaryInteger) {
        rawNumber(String(value))
    }

    package mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Copies a number as it is; it must be one of RFC 8259's.
    package mutating func rawNumber(_ literal: String) {
        separate()
        bytes.append(contentsOf: literal.utf8)
    }

    /// Copies the bytes of one whole value, for example a stored payload, without a look at them.
    package mutating func raw(_ value: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let literal): rawNumber(literal)
        case .string(let value): string(value)
        case .array(let items):
            beginArray()
            for item in items { self.value(item) }
            endArray()
        case .object(let object):
            beginObject()
            for (key, value) in object.members {
                self.key(key)
                self.value(value)
            }
            endObject()
        }
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2c) }
        needsComma = true
    }

    private mutating func quote(_ string: String) {
        bytes.append(0x22)
        var mustEscape = false
        for byte in string.utf8 where byte < 0x20 || byte == 0x22 || byte == 0x5c {
            mustEscape = true
            break
        }
        if mustEscape {
            for byte in string.utf8 { escape(byte) }
        } else {
            bytes.append(contentsOf: string.utf8)
        }
        bytes.append(0x22)
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5c: bytes += [0x5c, byte]
        case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0x0a: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0c: bytes.append(contentsOf: #"\f"#.utf8)
        case 0x0d: bytes.append(contentsOf: #"\r"#.utf8)
        case 0..<0x20:
            bytes.append(contentsOf: #"\u00"#.utf8)
            bytes.append(0x30 + byte >> 4)
            let low = byte & 0xf
            bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
        default: bytes.append(byte)
        }
    }
}
