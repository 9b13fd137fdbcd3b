import Domain
import Server
import Testing

/// The small pieces under the routes.
@Suite struct PieceTests {
    @Test func `base 64 for addresses reads what it writes and nothing else`() {
        for length in 0..<40 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + length) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        for text in ["A", "A=", "AA==", "A+", "AB/", "\u{0}", "AB", "水"] {
            #expect(Base64URL.decode(text) == nil, "\(text)")
        }
    }

    @Test func `the language is the best one that we speak, Chinese where it is neither`() {
        let cases: [(String?, Language)] = [
            (nil, .chinese), ("", .chinese), ("zh-CN", .chinese), ("en", .english),
            ("en-GB,zh;q=0.9", .english), ("zh;q=0.8, en;q=0.9", .english), ("fr", .chinese),
            ("en;q=0", .chinese), ("*", .chinese), ("fr, en;q=0.1", .english),
        ]
        for (header, language) in cases {
            #expect(Language(accepting: header) == language, "\(header ?? "nil")")
        }
    }

    @Test func `a query is decoded strictly`() throws {
        let items = try QueryItems("a=1&b=%E6%B0%B4+x&c=&d")
        #expect(items.items.map(\.value) == ["1", "水 x", "", ""])
        for query in ["a=%", "a=%zz", "a=%ff", "a=1&a=2", "%ff=1"] {
            #expect(throws: Problem.self) { try QueryItems(query) }
        }
    }

    @Test func `a moment is a position, a time or a day`() {
        #expect(PastMoment("pos:12") == .position(12))
        #expect(
            PastMoment("2025-06-10T08:00:00 08:00") == PastMoment("2025-06-10T00:00:00Z"))
        #expect(Day("2025-06-10").map { PastMoment.time(.endOf($0)) } == PastMoment("2025-06-10"))
        for text: Text in ["pos:", "pos:-1", "pos:x", "2025-06-31", "now", ""] {
            #expect(PastMoment(text) == nil)
        }
    }
}
