/// Where and why bytes are not the JSON that Headwater accepts.
package struct JSONError: Error, Hashable, Sendable {
    /// Bytes before the fault: 0 is the first byte, the input's length its end.
    package let offset: Int
    package let reason: Reason

    package init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    package var code: String { reason.code }
    package var chinese: String { "第 \(offset) 字节处：\(reason.chinese)" }
    package var english: String { "byte \(offset): \(reason.english)" }
}

extension JSONError: CustomStringConvertible {
    package var description: String { english }
}

extension JSONError {
    /// What was wrong; each case says which byte `offset` points at.
    package enum Reason: Hashable, Sendable, CaseIterable {
        /// At a byte that the grammar does not allow there: a raw control character in a string
        /// and a byte order mark included.
        case unexpectedByte
        /// At the input's length: it stops before the value does.
        case unexpectedEnd
        /// At the bracket that opens one level too many.
        case tooDeep
        /// At the opening quote of the second key.
        case duplicateKey
        /// At the first byte of the ill-formed sequence: overlong and encoded surrogates included.
        case invalidUTF8
        /// At the backslash.
        case invalidEscape
        /// At the backslash of a `\u` surrogate without its other half.
        case loneSurrogate
        /// At the byte that breaks the number.
        case invalidNumber
        /// At the first byte after the value that is not white space.
        case trailingBytes
        /// At the first byte, or the start of the first value, above a limit.
        case tooLarge
    }
}

extension JSONError.Reason {
    /// Stable, for clients that branch on it.
    package var code: String {
        switch self {
        case .unexpectedByte: "unexpected-byte"
        case .unexpectedEnd: "unexpected-end"
        case .tooDeep: "too-deep"
        case .duplicateKey: "duplicate-key"
        case .invalidUTF8: "invalid-utf8"
        case .invalidEscape: "invalid-escape"
        case .loneSurrogate: "lone-surrogate"
        case .invalidNumber: "invalid-number"
        case .trailingBytes: "trailing-bytes"
        case .tooLarge: "too-large"
        }
    }

    package var chinese: String {
        switch self {
        case .unexpectedByte: "此处不应出现该字节"
        case .unexpectedEnd: "内容不完整，提前结束"
        case .tooDeep: "嵌套层数过多"
        case .duplicateKey: "键名重复"
        case .invalidUTF8: "不是有效的 UTF-8 编码"
        case .invalidEscape: "转义写法无效"
        case .loneSurrogate: "代理项不成对"
        case .invalidNumber: "数字写法无效"
        case .trailingBytes: "内容结束后仍有多余字节"
        case .tooLarge: "内容过大"
        }
    }

    package var english: String {
        switch self {
        case .unexpectedByte: "this byte may not stand here"
        case .unexpectedEnd: "the text ends too early"
        case .tooDeep: "nested too deeply"
        case .duplicateKey: "the key is there twice"
        case .invalidUTF8: "not valid UTF-8"
        case .invalidEscape: "not a valid escape"
        case .loneSurrogate: "half of a surrogate pair"
        case .invalidNumber: "not a valid number"
        case .trailingBytes: "more bytes follow the value"
        case .tooLarge: "too large"
        }
    }
}
