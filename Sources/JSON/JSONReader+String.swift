extension JSONReader {
    /// The string whose opening quote is `next`, up to and with its closing quote.
    ///
    /// One sweep finds the quote and checks the UTF-8; only a string with a backslash is put
    /// together here, piece by piece.
    mutating func string() throws(JSONError) {
        next += 1
        let start = next
        let isASCII = try sweep()
        if bytes[next] == 0x5c {
            note(.escaped, unescaped.count, unescaped.count)
            unescaped.append(try escapedString(from: start))
        } else {
            note(isASCII ? .ascii : .text, start, next)
        }
        next += 1
    }

    /// The string whose content began at `start` and whose first backslash is `next`.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var content = Array(bytes[start..<next])
        while bytes[next] == 0x5c {
            try unescape(into: &content)
            let run = next
            _ = try sweep()
            content.append(contentsOf: bytes[run..<next])
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// Moves `next` over well-formed UTF-8 to the nearest quote or backslash and tells whether all
    /// of it is ASCII. The first byte that may not stand there is the fault.
    private mutating func sweep() throws(JSONError) -> Bool {
        var isASCII = true
        while true {
            while next + 8 <= bytes.count, !JSONReader.mayStop(word(at: next)) { next += 8 }
            if next == bytes.count { throw fault(.unexpectedEnd) }
            let byte = bytes[next]
            if byte >= 0x80 {
                isASCII = false
                try sweepBeyondASCII()
            } else if byte == 0x22 || byte == 0x5c {
                return isASCII
            } else if byte < 0x20 {
                throw fault(.unexpectedByte)
            } else {
                if byte == 0x7f { isFreeOfControls = false }
                next += 1
            }
        }
    }

    /// Moves `next` over the sequences of two bytes and more at `next`.
    private mutating func sweepBeyondASCII() throws(JSONError) {
        repeat {
            if next + 4 <= bytes.count, JSONReader.isPlainTriple(half(at: next)) {
                next += 3
                continue
            }
            let length = sequenceLength(at: next, end: bytes.count)
            if length == 0 { throw fault(.invalidUTF8) }
            if isControl(at: next) { isFreeOfControls = false }
            next += length
        } while next < bytes.count && bytes[next] >= 0x80
    }

    /// Whether the first of four bytes begins a sequence of three that any two continuation bytes
    /// make well-formed and none make a control: nearly all Chinese text is of such.
    private static func isPlainTriple(_ word: UInt32) -> Bool {
        guard word & 0x00c0_c0f0 == 0x0080_80e0 else { return false }
        let first = word & 0xff
        return first != 0xe0 && first != 0xe2 && first != 0xed
    }

    /// Whether the well-formed sequence of two bytes or more at `place` is a control: of C1, or
    /// one that turns the direction of writing.
    private func isControl(at place: Int) -> Bool {
        switch (bytes[place], bytes[place + 1]) {
        case (0xc2, 0x80..<0xa0), (0xd8, 0x9c): true
        case (0xe2, 0x80):
            (0x8e...0x8f).contains(bytes[place + 2]) || (0xaa...0xae).contains(bytes[place + 2])
        case (0xe2, 0x81): (0xa6...0xa9).contains(bytes[place + 2])
        default: false
        }
    }

    private func word(at place: Int) -> UInt64 {
        UInt64(
            littleEndian: UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + place)
                .loadUnaligned(as: UInt64.self))
    }

    private func half(at place: Int) -> UInt32 {
        UInt32(
            littleEndian: UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + place)
                .loadUnaligned(as: UInt32.self))
    }

    /// Whether one of eight bytes is a quote, a backslash, a control character or no
    /// ASCII; may take another byte for one, never the other way round.
    private static func mayStop(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let deletes = word &+ ones
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5c)
        let below = word &- ones &* 0x20
        let zero = ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
        return (word | below | zero | deletes) & (ones &* 0x80) != 0
    }

    /// Decodes the escape whose backslash is `next`.
    private mutating func unescape(into content: inout [UInt8]) throws(JSONError) {
        let backslash = next
        next += 1
        let letter = try peek()
        switch letter {
        case 0x22, 0x5c, 0x2f: content.append(letter)
        case 0x62: appendControl(0x08, to: &content)
        case 0x66: appendControl(0x0c, to: &content)
        case 0x6e: content.append(0x0a)
        case 0x72: appendControl(0x0d, to: &content)
        case 0x74: content.append(0x09)
        case 0x75:
            content.append(contentsOf: String(try scalar(backslash: backslash)).utf8)
            isFreeOfControls = false  // It may be none; the few texts with such are looked at.
            return
        default: throw JSONError(offset: backslash, reason: .invalidEscape)
        }
        next += 1
    }

    private mutating func appendControl(_ byte: UInt8, to content: inout [UInt8]) {
        isFreeOfControls = false
        content.append(byte)
    }

    /// The scalar of `\uXXXX`, or of two that form a surrogate pair; `next` is at the `u`.
    private mutating func scalar(backslash: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal(backslash: backslash)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let lone = JSONError(offset: backslash, reason: .loneSurrogate)
        if UTF16.isTrailSurrogate(first) { throw lone }
        let second = next
        if try peek() != 0x5c { throw lone }
        next += 1
        if try peek() != 0x75 { throw lone }
        let trail = try hexadecimal(backslash: second)
        guard UTF16.isTrailSurrogate(trail),
            let scalar = Unicode.Scalar(
                0x1_0000 + (UInt32(first) - 0xd800) << 10 + (UInt32(trail) - 0xdc00))
        else { throw lone }
        return scalar
    }

    /// The four digits after the `u` at `next`.
    private mutating func hexadecimal(backslash: Int) throws(JSONError) -> UInt16 {
        next += 1
        var value: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek()
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: throw JSONError(offset: backslash, reason: .invalidEscape)
            }
            value = value << 4 | UInt16(digit)
            next += 1
        }
        return value
    }
}

extension JSONReader {
    /// The length of the well-formed sequence of two bytes or more at `place` (Unicode, table 3-7);
    /// 0 if there is none.
    private func sequenceLength(at place: Int, end: Int) -> Int {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[place] {
        case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: return 0
        }
        guard place + length <= end, second.contains(bytes[place + 1]) else { return 0 }
        if length > 2, bytes[place + 2] & 0xc0 != 0x80 { return 0 }
        if length > 3, bytes[place + 3] & 0xc0 != 0x80 { return 0 }
        return length
    }
}
