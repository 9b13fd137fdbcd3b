import JSON
import Testing

@Suite struct EqualityTests {
    private let composed = "\u{e9}"
    private let decomposed = "e\u{301}"

    @Test func `two spellings of one letter are two strings, keys and members of a set`() {
        #expect(JSONValue.string(composed) != .string(decomposed))
        #expect(JSONValue.object([composed: 1]) != .object([decomposed: 1]))
        #expect(Set([JSONValue.string(composed), .string(decomposed)]).count == 2)
        #expect(JSONValue.string(composed).hashValue != JSONValue.string(decomposed).hashValue)
    }

    @Test func `equality is that of the written bytes`() {
        let values: [JSONValue] = [
            .null, true, false, 0, .number("-0"), .number("0.0"), "", "0", "null", [], [.null],
            [[]], [1, 2], [2, 1], [:], ["a": 1], ["a": 1, "b": 2], ["b": 2, "a": 1], ["a": .null],
        ]
        for left in values {
            for right in values {
                #expect((left == right) == (left.bytes == right.bytes), "\(left) \(right)")
            }
        }
        #expect(Set(values + values).count == values.count)
    }

    @Test func `set replaces in place and append adds at the end`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object.set("a", 3)
        object.set("c", 4)
        object.append("d", 5)
        #expect(JSONValue.object(object).text == #"{"a":3,"b":2,"c":4,"d":5}"#)
        object.set(composed, 6)
        object.set(decomposed, 7)
        #expect(object.keys.count == 6)
        #expect(object[composed] == 6)
        #expect(object[decomposed] == 7)
    }

    @Test func `remove takes a member out by the bytes of its key`() {
        var object: JSONObject = ["a": 1, "b": 2, "c": 3]
        #expect(object.remove("b") == 2)
        #expect(object.remove("b") == nil)
        object.append(composed, 4)
        #expect(object.remove(decomposed) == nil)
        #expect(object.remove(composed) == 4)
        #expect(JSONValue.object(object).text == #"{"a":1,"c":3}"#)
    }

    @Test func `an object made of a key twice keeps the first place and the last value`() {
        let object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        #expect(JSONValue.object(object).text == #"{"a":3,"b":2}"#)
        #expect(object.members.map(\.key) == ["a", "b"])
        #expect(object.members.map(\.value) == [3, 2])
    }
}
