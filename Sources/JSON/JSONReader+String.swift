extension JSONReader {
    /// The string whose opening quote is `next`, up to and with its closing quote.
    ///
    /// One sweep finds the quote and the run is copied at once; only a string with a backslash is
    /// put together piece by piece, and only one that is not ASCII is checked as UTF-8.
    mutating func string() throws(JSONError) -> String {
        next += 1
        let start = next
        let isASCII = try sweep(from: start)
        if bytes[next] == 0x5c { return try escapedString(from: start) }
        if !isASCII, let fault = illFormed(from: start, to: next) { throw fault }
        let run = UnsafeBufferPointer(rebasing: bytes[start..<next])
        next += 1
        return String(decoding: run, as: UTF8.self)
    }

    /// The rest of a string whose first backslash is `next`.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var content = Array(bytes[start..<next])
        while bytes[next] == 0x5c {
            do {
                try unescape(into: &content)
            } catch {
                // An ill-formed sequence before the escape is the first fault.
                throw illFormed(from: start, to: error.offset) ?? error
            }
            let run = next
            _ = try sweep(from: start)
            content.append(contentsOf: bytes[run..<next])
        }
        if let fault = illFormed(from: start, to: next) { throw fault }
        next += 1
        return String(decoding: content, as: UTF8.self)
    }

    /// Moves `next` to the nearest quote or backslash and tells whether all before it is ASCII;
    /// `start` is where the string's content began.
    private mutating func sweep(from start: Int) throws(JSONError) -> Bool {
        var seen: UInt64 = 0
        while next + 8 <= bytes.count {
            let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + next)
                .loadUnaligned(as: UInt64.self)
            if JSONReader.mayStop(word) { break }
            seen |= word
            next += 8
        }
        while next < bytes.count {
            let byte = bytes[next]
            if byte == 0x22 || byte == 0x5c { return seen & 0x8080_8080_8080_8080 == 0 }
            if byte < 0x20 { throw fault(.unexpectedByte, from: start) }
            seen |= UInt64(byte)
            next += 1
        }
        throw fault(.unexpectedEnd, from: start)
    }

    /// Whether one of eight bytes is a quote, a backslash or a control character.
    private static func mayStop(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5c)
        let below = (word &- ones &* 0x20) & ~word
        let zero = ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
        return (below | zero) & (ones &* 0x80) != 0
    }

    /// Decodes the escape whose backslash is `next`.
    private mutating func unescape(into content: inout [UInt8]) throws(JSONError) {
        let backslash = next
        next += 1
        let letter = try peek()
        switch letter {
        case 0x22, 0x5c, 0x2f: content.append(letter)
        case 0x62: content.append(0x08)
        case 0x66: content.append(0x0c)
        case 0x6e: content.append(0x0a)
        case 0x72: content.append(0x0d)
        case 0x74: content.append(0x09)
        case 0x75:
            content.append(contentsOf: String(try scalar(backslash: backslash)).utf8)
            return
        default: throw JSONError(offset: backslash, reason: .invalidEscape)
        }
        next += 1
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
    /// The fault at `next`, unless the string that began at `start` has ill-formed UTF-8 before it:
    /// the first fault is the one to report.
    private func fault(_ reason: JSONError.Reason, from start: Int) -> JSONError {
        illFormed(from: start, to: next) ?? fault(reason)
    }

    /// The first sequence in `start..<end` that is not UTF-8.
    private func illFormed(from start: Int, to end: Int) -> JSONError? {
        var place = start
        while place < end {
            if bytes[place] < 0x80 {
                place += 1
                continue
            }
            let length = sequenceLength(at: place, end: end)
            if length == 0 { return JSONError(offset: place, reason: .invalidUTF8) }
            place += length
        }
        return nil
    }

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
