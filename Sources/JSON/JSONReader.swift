/// Reads strict RFC 8259 JSON in one pass over the bytes.
///
/// Works on an unsafe buffer because events are decoded by the hundred thousand a second and every
/// byte is looked at; the buffer lives only inside `read`, and each access stands behind a
/// comparison with `bytes.count`. Recursion is bounded by `limits.depth`.
struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    /// The offset of the next byte.
    var next = 0
    private var values = 0

    /// Up to so many members are compared one by one; above it a set of the keys is kept.
    private static let membersWithoutSet = 16

    static func read(
        _ bytes: some Collection<UInt8>, limits: JSONLimits
    ) throws(JSONError) -> JSONValue {
        if let result = bytes.withContiguousStorageIfAvailable({ read(buffer: $0, limits: limits) })
        {
            return try result.get()
        }
        return try Array(bytes)
            .withUnsafeBufferPointer { read(buffer: $0, limits: limits) }.get()
    }

    private static func read(
        buffer: UnsafeBufferPointer<UInt8>, limits: JSONLimits
    ) -> Result<JSONValue, JSONError> {
        var reader = JSONReader(bytes: buffer, limits: limits)
        return Result { () throws(JSONError) in try reader.document() }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private mutating func document() throws(JSONError) -> JSONValue {
        if bytes.count > limits.bytes {
            throw JSONError(offset: limits.bytes, reason: .tooLarge)
        }
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        if next < bytes.count { throw fault(.trailingBytes) }
        return value
    }

    /// A value whose first byte is `next`; `depth` arrays and objects are open around it.
    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        let byte = try peek()
        values += 1
        if values > limits.values { throw fault(.tooLarge) }
        switch byte {
        case 0x22: return .string(try string())
        case 0x7b: return .object(try object(depth: depth + 1))
        case 0x5b: return .array(try array(depth: depth + 1))
        case 0x2d, 0x30...0x39: return .number(try number())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6e: return try word("null", .null)
        default: throw fault(.unexpectedByte)
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        if depth > limits.depth { throw fault(.tooDeep) }
        next += 1
        skipSpace()
        var items: [JSONValue] = []
        if try peek() == 0x5d {
            next += 1
            return items
        }
        while true {
            items.append(try value(depth: depth))
            skipSpace()
            if try closes(0x5d) { return items }
            skipSpace()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        if depth > limits.depth { throw fault(.tooDeep) }
        next += 1
        skipSpace()
        var members: [(key: String, value: JSONValue)] = []
        if try peek() == 0x7d {
            next += 1
            return JSONObject()
        }
        var seen: Set<ByteKey> = []
        while true {
            let start = next
            if try peek() != 0x22 { throw fault(.unexpectedByte) }
            let key = try string()
            if isDuplicate(key, of: members, seen: &seen) {
                throw JSONError(offset: start, reason: .duplicateKey)
            }
            skipSpace()
            if try peek() != 0x3a { throw fault(.unexpectedByte) }
            next += 1
            skipSpace()
            members.append((key, try value(depth: depth)))
            skipSpace()
            if try closes(0x7d) { return JSONObject(unique: members) }
            skipSpace()
        }
    }

    private func isDuplicate(
        _ key: String, of members: [(key: String, value: JSONValue)], seen: inout Set<ByteKey>
    ) -> Bool {
        if members.count < JSONReader.membersWithoutSet {
            return members.contains { $0.key.hasSameBytes(as: key) }
        }
        if seen.isEmpty { seen.formUnion(members.lazy.map { ByteKey(string: $0.key) }) }
        return !seen.insert(ByteKey(string: key)).inserted
    }

    /// After an element: true past the closing `bracket`, false past a comma.
    private mutating func closes(_ bracket: UInt8) throws(JSONError) -> Bool {
        let byte = try peek()
        if byte != 0x2c && byte != bracket { throw fault(.unexpectedByte) }
        next += 1
        return byte == bracket
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        for place in 0..<word.utf8CodeUnitCount {
            if try peek() != word.utf8Start[place] { throw fault(.unexpectedByte) }
            next += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> String {
        let start = next
        if bytes[next] == 0x2d { next += 1 }
        if try peek() == 0x30 {
            next += 1
            if next < bytes.count, JSONReader.isDigit(bytes[next]) { throw fault(.invalidNumber) }
        } else {
            try digits()
        }
        if next < bytes.count, bytes[next] == 0x2e {
            next += 1
            try digits()
        }
        if next < bytes.count, bytes[next] | 0x20 == 0x65 {
            next += 1
            let sign = try peek()
            if sign == 0x2b || sign == 0x2d { next += 1 }
            try digits()
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<next]), as: UTF8.self)
    }

    /// One digit or more.
    private mutating func digits() throws(JSONError) {
        if !JSONReader.isDigit(try peek()) { throw fault(.invalidNumber) }
        while next < bytes.count, JSONReader.isDigit(bytes[next]) { next += 1 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private mutating func skipSpace() {
        while next < bytes.count {
            switch bytes[next] {
            case 0x20, 0x0a, 0x0d, 0x09: next += 1
            default: return
            }
        }
    }

    func peek() throws(JSONError) -> UInt8 {
        if next == bytes.count { throw fault(.unexpectedEnd) }
        return bytes[next]
    }

    func fault(_ reason: JSONError.Reason) -> JSONError { JSONError(offset: next, reason: reason) }
}
