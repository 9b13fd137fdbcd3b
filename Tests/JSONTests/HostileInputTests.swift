import JSON
import Testing

/// Inputs that must be refused, each with the exact byte and reason.
@Suite struct HostileInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let error: JSONError

        init(_ text: String, _ offset: Int, _ reason: JSONError.Reason) {
            self.init(Array(text.utf8), offset, reason)
        }

        init(_ bytes: [UInt8], _ offset: Int, _ reason: JSONError.Reason) {
            self.bytes = bytes
            error = JSONError(offset: offset, reason: reason)
        }

        /// A string of `content`, which begins at byte 1.
        init(string content: [UInt8], _ offset: Int, _ reason: JSONError.Reason) {
            self.init([0x22] + content + [0x22], offset, reason)
        }

        var testDescription: String {
            "\(error): " + bytes.prefix(40).map { String($0, radix: 16) }.joined(separator: " ")
        }
    }

    private func check(_ input: Case) {
        #expect(throws: input.error) { try JSONValue(parsing: input.bytes) }
    }

    @Test(arguments: [
        Case("", 0, .unexpectedEnd), Case("  ", 2, .unexpectedEnd), Case("[", 1, .unexpectedEnd),
        Case("[1", 2, .unexpectedEnd), Case("[1,", 3, .unexpectedEnd), Case("{", 1, .unexpectedEnd),
        Case(#"{"a""#, 4, .unexpectedEnd), Case(#"{"a":"#, 5, .unexpectedEnd),
        Case(#"{"a":1"#, 6, .unexpectedEnd), Case(#"{"a":1,"#, 7, .unexpectedEnd),
        Case("nul", 3, .unexpectedEnd), Case("\"", 1, .unexpectedEnd),
        Case("\"abc", 4, .unexpectedEnd), Case(#""\"#, 2, .unexpectedEnd),
        Case("[}", 1, .unexpectedByte), Case("[1}", 2, .unexpectedByte),
        Case("[1,]", 3, .unexpectedByte), Case("[,1]", 1, .unexpectedByte),
        Case("[1 2]", 3, .unexpectedByte), Case("{]", 1, .unexpectedByte),
        Case(#"{"a":1,}"#, 7, .unexpectedByte), Case(#"{"a" 1}"#, 5, .unexpectedByte),
        Case(#"{"a",1}"#, 4, .unexpectedByte), Case("{a:1}", 1, .unexpectedByte),
        Case("{1:1}", 1, .unexpectedByte), Case("{'a':1}", 1, .unexpectedByte),
        Case(#"{"a":}"#, 5, .unexpectedByte), Case("]", 0, .unexpectedByte),
        Case("True", 0, .unexpectedByte), Case("nulx", 3, .unexpectedByte),
        Case("NaN", 0, .unexpectedByte), Case("Infinity", 0, .unexpectedByte),
        Case("/**/1", 0, .unexpectedByte), Case("\u{feff}1", 0, .unexpectedByte),
        Case("\u{a0}1", 0, .unexpectedByte), Case("\u{c}1", 0, .unexpectedByte),
        Case("\u{0}", 0, .unexpectedByte), Case("\u{3000}[]", 0, .unexpectedByte),
        Case("1 2", 2, .trailingBytes), Case("[]]", 2, .trailingBytes),
        Case("{}\u{0}", 2, .trailingBytes), Case("nullx", 4, .trailingBytes),
        Case("\"a\"b", 3, .trailingBytes), Case("[]//", 2, .trailingBytes),
    ])
    func `what the grammar does not allow is refused`(input: Case) { check(input) }

    @Test(arguments: [
        Case("-", 1, .unexpectedEnd), Case("1.", 2, .unexpectedEnd), Case("1e", 2, .unexpectedEnd),
        Case("1e+", 3, .unexpectedEnd), Case("01", 1, .invalidNumber),
        Case("-01", 2, .invalidNumber), Case("00", 1, .invalidNumber),
        Case("-a", 1, .invalidNumber),
        Case("--1", 1, .invalidNumber), Case("[1.]", 3, .invalidNumber),
        Case("[-]", 2, .invalidNumber), Case("1.e5", 2, .invalidNumber),
        Case("1ee5", 2, .invalidNumber), Case("1e+-5", 3, .invalidNumber),
        Case("+1", 0, .unexpectedByte), Case(".5", 0, .unexpectedByte),
        Case("0x10", 1, .trailingBytes), Case("1.2.3", 3, .trailingBytes),
        Case("1_000", 1, .trailingBytes), Case("[1a]", 2, .unexpectedByte),
        Case("-Infinity", 1, .invalidNumber), Case("１", 0, .unexpectedByte),
    ])
    func `numbers outside RFC 8259 are refused`(input: Case) { check(input) }

    @Test(arguments: [
        Case(#""\x41""#, 1, .invalidEscape), Case(#""ab\'""#, 3, .invalidEscape),
        Case(#""\U0041""#, 1, .invalidEscape), Case(#""\u00g0""#, 1, .invalidEscape),
        Case(#""\u 041""#, 1, .invalidEscape), Case(#""\u+041""#, 1, .invalidEscape),
        Case(#""\u41""#, 1, .invalidEscape), Case(#""\u004"#, 6, .unexpectedEnd),
        Case(#""\ud800""#, 1, .loneSurrogate), Case(#""a\udc00""#, 2, .loneSurrogate),
        Case(#""\ud800x""#, 1, .loneSurrogate), Case(#""\ud800\n""#, 1, .loneSurrogate),
        Case(#""\ud800\u0041""#, 1, .loneSurrogate), Case(#""\ud800\ud800""#, 1, .loneSurrogate),
        Case(#""\udc00\ud800""#, 1, .loneSurrogate), Case(#""\ud800\udbff""#, 1, .loneSurrogate),
        Case(#""\ud800\ue000""#, 1, .loneSurrogate), Case(#""\ud800\uzzzz""#, 7, .invalidEscape),
        Case(#""\ud800"#, 7, .unexpectedEnd), Case(#""\ud800\"#, 8, .unexpectedEnd),
        Case(#""\ud800\udc0"#, 12, .unexpectedEnd),
        Case(#"{"\ud800":1}"#, 2, .loneSurrogate),
        Case("\"a\nb\"", 2, .unexpectedByte), Case("\"\t\"", 1, .unexpectedByte),
        Case("\"\u{0}\"", 1, .unexpectedByte), Case("\"\\n\u{1f}\"", 3, .unexpectedByte),
        Case("\"\\\n\"", 1, .invalidEscape),
    ])
    func `broken escapes and raw control characters are refused`(input: Case) { check(input) }

    @Test(arguments: [
        Case(string: [0x80], 1, .invalidUTF8), Case(string: [0xff], 1, .invalidUTF8),
        Case(string: [0xfe], 1, .invalidUTF8),
        Case(string: [0xc0, 0xaf], 1, .invalidUTF8),  // Overlong "/".
        Case(string: [0xc1, 0xbf], 1, .invalidUTF8),
        Case(string: [0xe0, 0x80, 0xaf], 1, .invalidUTF8),
        Case(string: [0xe0, 0x9f, 0xbf], 1, .invalidUTF8),
        Case(string: [0xf0, 0x80, 0x80, 0xaf], 1, .invalidUTF8),
        Case(string: [0xf0, 0x8f, 0xbf, 0xbf], 1, .invalidUTF8),
        Case(string: [0xed, 0xa0, 0x80], 1, .invalidUTF8),  // An encoded surrogate.
        Case(string: [0xed, 0xbf, 0xbf], 1, .invalidUTF8),
        Case(string: [0xf4, 0x90, 0x80, 0x80], 1, .invalidUTF8),  // Above U+10FFFF.
        Case(string: [0xf5, 0x80, 0x80, 0x80], 1, .invalidUTF8),
        Case(string: [0xf8, 0x88, 0x80, 0x80, 0x80], 1, .invalidUTF8),
        Case(string: [0xc3], 1, .invalidUTF8), Case(string: [0xe4, 0xb8], 1, .invalidUTF8),
        Case(string: [0xf0, 0x9f, 0x98], 1, .invalidUTF8),
        Case(string: [0x61, 0xe4, 0xb8, 0x80, 0xe4, 0xb8, 0x61], 5, .invalidUTF8),
        Case(string: Array("0123456789".utf8) + [0xc3, 0x28], 11, .invalidUTF8),
        Case(string: [0xff] + Array("0123456789abcdef".utf8), 1, .invalidUTF8),
        // Two halves of one character with an escape between them.
        Case(string: [0xe4, 0x5c, 0x6e, 0xb8, 0x80], 1, .invalidUTF8),
        Case(string: [0x5c, 0x6e, 0xb8, 0x80], 3, .invalidUTF8),
        // The first fault is the one that is told.
        Case(string: [0xc3, 0x0a], 1, .invalidUTF8),
        Case(string: [0x0a, 0xc3], 1, .unexpectedByte),
        Case(string: [0xc3, 0x5c, 0x78], 1, .invalidUTF8),
        Case(string: [0x5c, 0x78, 0xc3], 1, .invalidEscape),
        Case([0x22, 0xc3], 1, .invalidUTF8), Case([0x7b, 0x22, 0xff, 0x22], 2, .invalidUTF8),
        Case([0xff], 0, .unexpectedByte), Case([0xef, 0xbb, 0xbf, 0x31], 0, .unexpectedByte),
        Case([0xff, 0xfe, 0x31, 0x00], 0, .unexpectedByte),  // UTF-16.
    ])
    func `bytes that are not UTF-8 are refused`(input: Case) { check(input) }

    @Test(arguments: [
        Case(#"{"a":1,"a":1}"#, 7, .duplicateKey), Case(#"{"":1, "":2}"#, 7, .duplicateKey),
        Case(#"{"a":1,"\u0061":2}"#, 7, .duplicateKey),
        Case(#"{"督":1,"\u7763":2}"#, 9, .duplicateKey),
        Case(#"[{"x":{"a":1,"b":2,"a"#, 21, .unexpectedEnd),
        Case(#"[{"x":{"a":1,"b":2,"a"}}]"#, 19, .duplicateKey),
    ])
    func `a key may not come twice in one object`(input: Case) { check(input) }
}
