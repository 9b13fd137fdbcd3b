/// Reads strict RFC 8259 JSON in one pass over the bytes, into the tokens of a `JSONDocument`.
///
/// Works on an unsafe buffer because events are decoded by the hundred thousand a second and every
/// byte is looked at; the buffer lives only inside `read`, and each access stands behind a
/// comparison with `bytes.count`. Recursion is bounded by `limits.depth`.
struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    /// The offset of the next byte.
    var next = 0
    private(set) var tokens: [JSONToken] = []
    /// The strings that were written with a backslash, as they read.
    var unescaped: [String] = []
    /// False once a string held a control character that a field may not hold.
    var isFreeOfControls = true
    private var values = 0

    /// Up to so many members are compared one by one; above it a set of the keys is kept.
    private static let membersWithoutSet = 16
    /// Room for so many tokens is made at once: most events have no more.
    private static let usualTokens = 32

    static func read(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) -> JSONDocument {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var reader = JSONReader(bytes: buffer, limits: limits)
            try reader.document()
            return JSONDocument(bytes, reader)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        tokens.reserveCapacity(JSONReader.usualTokens)
    }

    private mutating func document() throws(JSONError) {
        let limit = min(limits.bytes, JSONToken.bytesLimit)
        if bytes.count > limit { throw JSONError(offset: limit, reason: .tooLarge) }
        skipSpace()
        try value(depth: 0)
        skipSpace()
        if next < bytes.count { throw fault(.trailingBytes) }
    }

    /// A value whose first byte is `next`; `depth` arrays and objects are open around it.
    private mutating func value(depth: Int) throws(JSONError) {
        let byte = try peek()
        values += 1
        if values > limits.values { throw fault(.tooLarge) }
        switch byte {
        case 0x22: try string()
        case 0x7b: try object(depth: depth + 1)
        case 0x5b: try array(depth: depth + 1)
        case 0x2d, 0x30...0x39: try number()
        case 0x74: try word("true", .yes)
        case 0x66: try word("false", .no)
        case 0x6e: try word("null", .null)
        default: throw fault(.unexpectedByte)
        }
    }

    /// Notes a value without others in it.
    mutating func note(_ kind: JSONToken.Kind, _ start: Int, _ end: Int) {
        tokens.append(JSONToken(kind, start: start, end: end, next: tokens.count + 1))
    }

    private mutating func array(depth: Int) throws(JSONError) {
        if depth > limits.depth { throw fault(.tooDeep) }
        let place = tokens.count
        note(.array, next, next)
        next += 1
        skipSpace()
        if try peek() == 0x5d {
            next += 1
            return
        }
        while true {
            try value(depth: depth)
            skipSpace()
            if try closes(0x5d) { return tokens[place].end(before: tokens.count) }
            skipSpace()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) {
        if depth > limits.depth { throw fault(.tooDeep) }
        let place = tokens.count
        note(.object, next, next)
        next += 1
        skipSpace()
        if try peek() == 0x7d {
            next += 1
            return
        }
        var seen = SeenKeys()
        while true {
            let start = next
            if try peek() != 0x22 { throw fault(.unexpectedByte) }
            let key = tokens.count
            try string()
            if isDuplicate(key, in: place, &seen) {
                throw JSONError(offset: start, reason: .duplicateKey)
            }
            skipSpace()
            if try peek() != 0x3a { throw fault(.unexpectedByte) }
            next += 1
            skipSpace()
            try value(depth: depth)
            skipSpace()
            if try closes(0x7d) { return tokens[place].end(before: tokens.count) }
            skipSpace()
        }
    }

    /// The keys of one object: how many there are, and from a number on, what they are.
    private struct SeenKeys {
        var count = 0
        var set: Set<ByteKey> = []
    }

    /// Whether the key at `token` is that of an earlier member of the object at `place`.
    private func isDuplicate(_ token: Int, in place: Int, _ seen: inout SeenKeys) -> Bool {
        defer { seen.count += 1 }
        var other = place + 1
        if seen.count < JSONReader.membersWithoutSet {
            while other < token {
                if isSameKey(tokens[other], tokens[token]) { return true }
                other = tokens[other + 1].next
            }
            return false
        }
        if seen.set.isEmpty {
            while other < token {
                seen.set.insert(ByteKey(string: text(tokens[other])))
                other = tokens[other + 1].next
            }
        }
        return !seen.set.insert(ByteKey(string: text(tokens[token]))).inserted
    }

    private func isSameKey(_ left: JSONToken, _ right: JSONToken) -> Bool {
        if left.kind == .escaped || right.kind == .escaped {
            return text(left).hasSameBytes(as: text(right))
        }
        return left.count == right.count
            && bytes[left.start..<left.end].elementsEqual(bytes[right.start..<right.end])
    }

    private func text(_ token: JSONToken) -> String {
        token.kind == .escaped
            ? unescaped[token.start]
            : String(
                decoding: UnsafeBufferPointer(rebasing: bytes[token.start..<token.end]),
                as: UTF8.self)
    }

    /// After an element: true past the closing `bracket`, false past a comma.
    private mutating func closes(_ bracket: UInt8) throws(JSONError) -> Bool {
        let byte = try peek()
        if byte != 0x2c && byte != bracket { throw fault(.unexpectedByte) }
        next += 1
        return byte == bracket
    }

    private mutating func word(
        _ word: StaticString, _ kind: JSONToken.Kind
    ) throws(JSONError) {
        let start = next
        for place in 0..<word.utf8CodeUnitCount {
            if try peek() != word.utf8Start[place] { throw fault(.unexpectedByte) }
            next += 1
        }
        note(kind, start, next)
    }

    private mutating func number() throws(JSONError) {
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
        note(.number, start, next)
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
