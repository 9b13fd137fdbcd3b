import JSON
import Testing

/// Properties over generated values; the seed is the argument, so a failure names it.
@Suite struct RoundTripTests {
    static let seeds: [UInt64] = Array(1...40)

    @Test(arguments: seeds)
    func `what is written is read back equal, with an equal hash and the same bytes`(
        seed: UInt64
    ) throws {
        var generator = Generator(seed: seed)
        let value = generator.value(depth: 6)
        let read = try JSONValue(parsing: value.bytes)
        #expect(read == value, "seed \(seed)")
        #expect(read.hashValue == value.hashValue, "seed \(seed)")
        #expect(read.bytes == value.bytes, "seed \(seed)")
    }

    @Test(arguments: seeds)
    func `a string is the same however its characters are escaped`(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        let string = generator.string()
        var text = "\""
        for unit in string.utf16 {
            let digits = String(unit, radix: 16, uppercase: generator.below(2) == 0)
            text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
        #expect(try JSONValue(parsing: (text + "\"").utf8) == .string(string), "seed \(seed)")
    }

    @Test(arguments: seeds)
    func `no beginning of a document is a document`(seed: UInt64) {
        var generator = Generator(seed: seed)
        let bytes = JSONValue.array([generator.value(depth: 2)]).bytes
        for end in 0..<bytes.count {
            // The cut may lie inside a character; that is a fault of its own, at its first byte.
            let whole = String(validating: bytes[..<end], as: UTF8.self) != nil
            do {
                let value = try JSONValue(parsing: bytes[..<end])
                Issue.record("seed \(seed): \(value) was read")
            } catch {
                #expect(error.reason == (whole ? .unexpectedEnd : .invalidUTF8), "seed \(seed)")
                #expect(whole ? error.offset == end : (end - 3..<end).contains(error.offset))
            }
        }
    }

    @Test(arguments: seeds)
    func `a changed byte is refused, or read as what can be written again`(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        let bytes = JSONValue.array([generator.value(depth: 2)]).bytes
        for _ in 0..<50 {
            var changed = bytes
            changed[generator.below(bytes.count)] = UInt8(generator.below(256))
            do {
                let value = try JSONValue(parsing: changed)
                #expect(try JSONValue(parsing: value.bytes) == value, "seed \(seed)")
            } catch {
                #expect((0...changed.count).contains(error.offset), "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds)
    func `a string is UTF-8 to the reader exactly if it is to the library`(seed: UInt64) {
        var generator = Generator(seed: seed)
        let edges: [UInt8] = [
            0x61, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
            0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
        ]
        for _ in 0..<200 {
            let content = (0...generator.below(5)).map { _ in edges[generator.below(edges.count)] }
            let expected = String(validating: content, as: UTF8.self)
            let read: JSONValue?
            do {
                read = try JSONValue(parsing: [0x22] + content + [0x22])
            } catch {
                #expect(error.reason == .invalidUTF8, "seed \(seed): \(content)")
                read = nil
            }
            #expect(read == expected.map(JSONValue.string), "seed \(seed): \(content)")
        }
    }
}
