import JSON
import Testing

@Suite struct DocumentTests {
    private func members(_ text: String) throws -> JSONMembers {
        let root = try JSONDocument.parse(Array(text.utf8)).root
        return try #require(JSONMembers(root.document, at: root.place))
    }

    @Test func `members are found in any order, each with its number`() throws {
        var found = try members(#"{"a":1,"b":{"a":2},"c":[3,{"a":4}],"d":5}"#)
        for (key, number, value) in [
            ("a", 0, "1"), ("d", 3, "5"), ("c", 2, #"[3,{"a":4}]"#), ("b", 1, #"{"a":2}"#),
            ("a", 0, "1"),
        ] {
            let search = found.find(key)
            let member = try #require(search)
            #expect(member.number == number)
            #expect(found.document.value(at: member.value).text == value)
        }
        #expect(found.find("e") == nil)
        #expect(found.count == 4)
        #expect(found.keys == ["a", "b", "c", "d"])
    }

    @Test func `keys are told apart by their bytes, and an escaped one is what it says`() throws {
        var found = try members("{\"\\u0061b\":1,\"\u{e9}\":2}")
        #expect(found.find("ab")?.number == 0)
        #expect(found.find("\u{e9}")?.number == 1)
        #expect(found.find("e\u{301}") == nil)
    }

    @Test func `a value knows what it is, and is nothing else`() throws {
        let found = try members(#"{"n":null,"t":true,"i":-1.5e3,"s":"x","a":[],"o":{}}"#)
        let document = found.document
        let kinds = try found.keys.map { document.kind(at: try #require(found[$0])) }
        #expect(kinds == [.null, .bool(true), .number, .string, .array, .object])
        let (number, string) = (try #require(found["i"]), try #require(found["s"]))
        #expect(document.number(at: number) == "-1.5e3")
        #expect(document.string(at: number) == nil)
        #expect(document.string(at: string) == "x")
        #expect(document.number(at: string) == nil)
        #expect(document.items(at: string) == nil)
        #expect(JSONMembers(document, at: string) == nil)
    }

    @Test(arguments: [
        "\u{7f}", "\u{80}", "\u{9f}", "\u{61c}", "\u{200e}", "\u{200f}", "\u{202a}", "\u{202e}",
        "\u{2066}", "\u{2069}",
    ])
    func `a control anywhere is noticed`(control: String) throws {
        for text in ["", "a", "汛前检查", "1234567", "12345678", "“汛”é"] {
            for string in [control + text, text + control, text + control + text] {
                let document = try JSONDocument.parse(Array("[\"\(string)\"]".utf8))
                #expect(!document.isFreeOfControls)
            }
        }
    }

    @Test(arguments: [
        "a~", "\u{a0}\u{61b}\u{61d}", "\u{200d}\u{2010}\u{2029}\u{202f}\u{2065}\u{206a}", "汛前检查😀",
        #"\n\t\"\\\/"#,
    ])
    func `what stands beside the controls is none`(text: String) throws {
        #expect(try JSONDocument.parse(Array("[\"\(text)\"]".utf8)).isFreeOfControls)
    }

    @Test(arguments: [#"\b"#, #"\f"#, #"\r"#, #"\u0000"#, #"\u202e"#])
    func `an escape that may be a control is looked at`(escape: String) throws {
        #expect(try !JSONDocument.parse(Array("[\"\(escape)\"]".utf8)).isFreeOfControls)
    }
}
