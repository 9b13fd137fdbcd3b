import JSON
import Testing

@Suite struct LimitTests {
    @Test func `64 levels are read and the 65th is refused at its bracket`() throws {
        let open = String(repeating: "[", count: 64)
        let close = String(repeating: "]", count: 64)
        #expect(try JSONValue(parsing: (open + close).utf8).text == open + close)
        #expect(throws: JSONError(offset: 64, reason: .tooDeep)) {
            try JSONValue(parsing: (open + "[]" + close).utf8)
        }
        let objects = String(repeating: #"{"a":"#, count: 64)
        #expect(throws: JSONError(offset: 320, reason: .tooDeep)) {
            try JSONValue(parsing: (objects + "{").utf8)
        }
    }

    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func `20,000 levels are refused, not followed`(bracket: String) {
        let depth = 64 / bracket.utf8.filter { $0 == 0x5b || $0 == 0x7b }.count * bracket.utf8.count
        #expect(throws: JSONError(offset: depth, reason: .tooDeep)) {
            try JSONValue(parsing: String(repeating: bracket, count: 20_000).utf8)
        }
    }

    @Test func `siblings do not add to the depth`() throws {
        let limits = JSONLimits(depth: 2)
        #expect(try JSONValue(parsing: "[[],{},[1]]".utf8, limits: limits).arrayValue?.count == 3)
        #expect(throws: JSONError(offset: 5, reason: .tooDeep)) {
            try JSONValue(parsing: "[[],[[]]]".utf8, limits: limits)
        }
        #expect(try JSONValue(parsing: "1".utf8, limits: JSONLimits(depth: 0)) == 1)
    }

    @Test func `input above the limit of bytes is refused before it is read`() throws {
        let limits = JSONLimits(bytes: 4)
        #expect(try JSONValue(parsing: "[12]".utf8, limits: limits) == [12])
        #expect(throws: JSONError(offset: 4, reason: .tooLarge)) {
            try JSONValue(parsing: "]]]]]".utf8, limits: limits)
        }
        #expect(throws: JSONError(offset: 16 << 20, reason: .tooLarge)) {
            try JSONValue(parsing: [UInt8](repeating: 0x20, count: 16 << 20 + 1))
        }
    }

    @Test func `the value above the limit of values is refused where it starts`() throws {
        let limits = JSONLimits(values: 3)
        #expect(try JSONValue(parsing: "[1,2]".utf8, limits: limits) == [1, 2])
        #expect(try JSONValue(parsing: #"{"a":1,"b":2}"#.utf8, limits: limits)["b"] == 2)
        #expect(throws: JSONError(offset: 5, reason: .tooLarge)) {
            try JSONValue(parsing: "[1,2,3]".utf8, limits: limits)
        }
    }

    @Test func `a long number and a long string are read whole`() throws {
        let digits = String(repeating: "9", count: 100_000)
        let value = try JSONValue(parsing: digits.utf8)
        #expect(value == .number(digits))
        #expect(value.integerValue == nil)
        let name = String(repeating: "𠮷é", count: 100_000)
        #expect(try JSONValue(parsing: "\"\(name)\"".utf8) == .string(name))
    }

    @Test func `each reason has a code of its own and a text in both languages`() {
        let reasons = JSONError.Reason.allCases
        #expect(
            reasons.map(\.code) == [
                "unexpected-byte", "unexpected-end", "too-deep", "duplicate-key", "invalid-utf8",
                "invalid-escape", "lone-surrogate", "invalid-number", "trailing-bytes", "too-large",
            ])
        #expect(Set(reasons.map(\.chinese)).count == reasons.count)
        #expect(Set(reasons.map(\.english)).count == reasons.count)
        let error = JSONError(offset: 7, reason: .duplicateKey)
        #expect(error.chinese == "第 7 字节处：键名重复")
        #expect(error.english == "byte 7: the key is there twice")
    }
}
