import JSON
import Testing

@Suite struct ReaderTests {
    @Test func `every kind of value is read, with white space around each token`() throws {
        let text =
            " \t\r\n{ \"a\" : [ 1 , -2.50e+3 , true , false , null , \"x\" ] , "
            + "\"b\" : { } , \"\" : [ ] } \n"
        #expect(
            try JSONValue(parsing: text.utf8)
                == .object([
                    "a": [1, .number("-2.50e+3"), true, false, .null, "x"], "b": [:], "": [],
                ]))
    }

    @Test func `members keep the order written`() throws {
        let value = try JSONValue(parsing: #"{"b":1,"a":2,"c":3}"#.utf8)
        #expect(value.objectValue?.keys == ["b", "a", "c"])
        #expect(value["a"] == 2)
        #expect(value["d"] == nil)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""\u0041\u00e9\u00E9\u7763""#, "Aéé督"),
        (#""\ud83d\ude00 \uD83D\uDE00""#, "😀 😀"),
        (#""\ud800\udc00\udbff\udfff""#, "\u{10000}\u{10ffff}"),
        (#""\u0000""#, "\u{0}"),
        (#""督办函\n𠮷""#, "督办函\n𠮷"),
        (
            "\"\u{7f}\u{80}\u{7ff}\u{800}\u{d7ff}\u{e000}\u{ffff}\u{10ffff}\"",
            "\u{7f}\u{80}\u{7ff}\u{800}\u{d7ff}\u{e000}\u{ffff}\u{10ffff}"
        ),
    ])
    func `escapes and every length of UTF-8 are decoded`(text: String, value: String) throws {
        #expect(try JSONValue(parsing: text.utf8) == .string(value))
    }

    @Test(arguments: [
        "0", "-0", "7", "-7", "10", "0.0", "1.50", "1e5", "1E5", "1e+05", "1E-05", "-0.0e-0",
        "9223372036854775807", "123456789012345678901234567890.000000000000000000001e-99999",
    ])
    func `a number keeps its literal`(literal: String) throws {
        #expect(try JSONValue(parsing: literal.utf8) == .number(literal))
        #expect(try JSONValue(parsing: "[\(literal)]".utf8).text == "[\(literal)]")
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("42", 42), ("-42", -42),
            ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil),
            ("100000000000000000000000000000000", nil), ("1.0", nil), ("1e2", nil), ("\"1\"", nil),
        ] as [(String, Int64?)])
    func `an integer is read on demand, and is nil where 64 bits do not hold it`(
        text: String, integer: Int64?
    ) throws {
        #expect(try JSONValue(parsing: text.utf8).integerValue == integer)
    }

    @Test func `bytes that do not lie in one piece are read alike`() throws {
        let text = #"{"name":"王\u4e00","n":[1,2]}"#
        let pieces = AnyCollection(text.utf8.lazy.map { $0 })
        #expect(try JSONValue(parsing: pieces) == JSONValue(parsing: Array(text.utf8)))
        let broken = AnyCollection("[1,]".utf8.lazy.map { $0 })
        #expect(throws: JSONError(offset: 3, reason: .unexpectedByte)) {
            try JSONValue(parsing: broken)
        }
    }

    @Test(arguments: 0...20)
    func `a string's end is found at every distance from the start`(length: Int) throws {
        let content = String(repeating: "a", count: length)
        #expect(try JSONValue(parsing: "\"\(content)\"".utf8) == .string(content))
        #expect(try JSONValue(parsing: "\"\(content)\\n\"".utf8) == .string(content + "\n"))
        #expect(try JSONValue(parsing: "\"\(content)督\"".utf8) == .string(content + "督"))
        for (bytes, reason) in [
            ("\u{1f}", JSONError.Reason.unexpectedByte), ("", .unexpectedEnd),
            ("\\x", .invalidEscape),
        ] {
            #expect(throws: JSONError(offset: 1 + length, reason: reason)) {
                try JSONValue(parsing: "\"\(content)\(bytes)".utf8)
            }
        }
    }

    @Test(arguments: [2, 8, 16, 17, 18, 40])
    func `a duplicate key is found among few members and among many`(count: Int) throws {
        let members = (0..<count).map { "\"k\($0)\":0" }
        let text = "{" + members.joined(separator: ",")
        #expect(try JSONValue(parsing: (text + "}").utf8).objectValue?.count == count)
        for again in ["\"k0\"", "\"k\(count - 1)\"", #""\u006b0""#] {
            #expect(throws: JSONError(offset: text.utf8.count + 1, reason: .duplicateKey)) {
                try JSONValue(parsing: (text + "," + again + ":1}").utf8)
            }
        }
    }

    @Test(arguments: [0, 20])
    func `keys that differ in bytes alone are different keys`(others: Int) throws {
        let filling = (0..<others).map { "\"k\($0)\":0," }.joined()
        let value = try JSONValue(parsing: "{\(filling)\"\u{e9}\":1,\"e\u{301}\":2}".utf8)
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }
}
