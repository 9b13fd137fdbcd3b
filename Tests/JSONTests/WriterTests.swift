import JSON
import Testing

@Suite struct WriterTests {
    @Test func `pieces come out in the order given, with commas and without spaces`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("b")
        writer.beginArray()
        writer.integer(1)
        writer.integer(UInt64.max)
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.string("督办函")
        writer.endArray()
        writer.key("a")
        writer.bool(true)
        writer.key("c")
        writer.bool(false)
        writer.key("d")
        writer.null()
        writer.key("e")
        writer.rawNumber("1.50")
        writer.key("f")
        writer.raw(Array(#"{ "kept": 1 }"#.utf8))
        writer.key("g")
        writer.value(["x": [1, "y"]])
        writer.endObject()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"b":[1,18446744073709551615,{},[],"督办函"],"a":true,"c":false,"d":null,"#
                + #""e":1.50,"f":{ "kept": 1 },"g":{"x":[1,"y"]}}"#)
    }

    @Test(arguments: [
        ("", #""""#), ("\"\\/", #""\"\\/""#), ("\u{8}\t\n\u{c}\r", #""\b\t\n\f\r""#),
        ("\u{0}\u{1}\u{b}\u{e}\u{1f}", #""\u0000\u0001\u000b\u000e\u001f""#),
        ("\u{7f}\u{80}\u{2028}é𠮷😀", "\"\u{7f}\u{80}\u{2028}é𠮷😀\""),
        ("e\u{301}\n\u{e9}", "\"e\u{301}\\n\u{e9}\""),
    ])
    func `only what must be escaped is escaped`(value: String, text: String) {
        #expect(JSONValue.string(value).bytes == Array(text.utf8))
        #expect(JSONValue.object([value: 1]).bytes == Array("{\(text):1}".utf8))
    }

    @Test func `every control character is read back as itself`() throws {
        let controls = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
        #expect(controls.utf8.count == 32)
        #expect(try JSONValue(parsing: JSONValue.string(controls).bytes) == .string(controls))
    }

    @Test func `literals make the values they look like`() {
        let value: JSONValue = ["s": "x", "n": -5, "b": true, "l": [1, [:]], "z": .null]
        #expect(value.text == #"{"s":"x","n":-5,"b":true,"l":[1,{}],"z":null}"#)
        #expect(value["s"]?.stringValue == "x")
        #expect(value["n"]?.integerValue == -5)
        #expect(value["b"]?.boolValue == true)
        #expect(value["l"]?.arrayValue == [1, .object([:])])
        #expect(value["z"]?.isNull == true)
        #expect(value["s"]?.integerValue == nil)
        #expect(value["s"]?["t"] == nil)
    }
}
