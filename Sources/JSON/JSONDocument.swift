/// A JSON text that has been read, kept as it is: values are made where somebody asks for one.
///
/// Most fields of an event become something other than a string, and no field needs an array or a
/// dictionary around it; making those took most of the time of reading an event.
package final class JSONDocument: Sendable {
    let bytes: [UInt8]
    let tokens: [JSONToken]
    private let unescaped: [String]

    /// True if no string and no key holds a control character (line feed and tab may stand) or a
    /// bidirectional control. The reader looks at each byte anyway: whoever refuses such characters
    /// need not look once more.
    package let isFreeOfControls: Bool

    init(_ bytes: [UInt8], _ reader: JSONReader) {
        self.bytes = bytes
        tokens = reader.tokens
        unescaped = reader.unescaped
        isFreeOfControls = reader.isFreeOfControls
    }

    /// Reads exactly one value with white space around it.
    package static func parse(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONDocument {
        try JSONReader.read(bytes, limits: limits)
    }

    /// The whole.
    package var root: JSONElement { JSONElement(self, JSONPlace(token: 0)) }

    /// The text of a string, or a number as it was written.
    func text(_ token: JSONToken) -> String {
        if token.kind == .escaped { return unescaped[token.start] }
        if #available(macOS 26, *) {
            // The reader has found it to be UTF-8; to check it again costs three times the copy.
            let (bytes, isASCII) = (bytes, token.kind != .text)
            let whole = bytes.span
            let run = whole.extracting(token.start..<token.end)
            return String(copying: UTF8Span(unchecked: run, isKnownASCII: isASCII))
        }
        return String(decoding: bytes[token.start..<token.end], as: UTF8.self)
    }

    /// Whether the key at `token` has the bytes of `key`.
    func isKey(_ token: JSONToken, _ key: String) -> Bool {
        if token.kind == .escaped { return unescaped[token.start].hasSameBytes(as: key) }
        guard token.count == key.utf8.count else { return false }
        var place = token.start
        for byte in key.utf8 {
            if bytes[place] != byte { return false }
            place += 1
        }
        return true
    }
}

/// Where one value lies in a document that whoever has the place has too.
package struct JSONPlace: Hashable, Sendable {
    let token: Int
}

extension JSONDocument {
    /// What a value is, texts and numbers not made yet.
    package enum Kind: Hashable, Sendable { case null, bool(Bool), number, string, array, object }

    package func kind(at place: JSONPlace) -> Kind {
        switch tokens[place.token].kind {
        case .null: .null
        case .no: .bool(false)
        case .yes: .bool(true)
        case .number: .number
        case .ascii, .text, .escaped: .string
        case .array: .array
        case .object: .object
        }
    }

    package func isNull(at place: JSONPlace) -> Bool { tokens[place.token].kind == .null }

    /// The text of a string; nil for anything else.
    package func string(at place: JSONPlace) -> String? {
        let token = tokens[place.token]
        return token.isString ? text(token) : nil
    }

    /// The literal of a number as written; nil for anything else.
    package func number(at place: JSONPlace) -> String? {
        let token = tokens[place.token]
        return token.kind == .number ? text(token) : nil
    }

    /// The items of an array; nil for anything else.
    package func items(at place: JSONPlace) -> [JSONPlace]? {
        let array = tokens[place.token]
        guard array.kind == .array else { return nil }
        var items: [JSONPlace] = []
        var item = place.token + 1
        while item < array.next {
            items.append(JSONPlace(token: item))
            item = tokens[item].next
        }
        return items
    }

    /// The value as a tree of its own.
    package func value(at place: JSONPlace) -> JSONValue {
        let token = tokens[place.token]
        switch token.kind {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .number: return .number(text(token))
        case .ascii, .text, .escaped: return .string(text(token))
        case .array: return .array((items(at: place) ?? []).map { value(at: $0) })
        case .object: return .object(object(at: place.token))
        }
    }

    private func object(at object: Int) -> JSONObject {
        var members: [(key: String, value: JSONValue)] = []
        var key = object + 1
        while key < tokens[object].next {
            members.append((text(tokens[key]), value(at: JSONPlace(token: key + 1))))
            key = tokens[key + 1].next
        }
        return JSONObject(unique: members)
    }
}

/// One value together with its document.
package struct JSONElement: Sendable {
    package let document: JSONDocument
    package let place: JSONPlace

    package init(_ document: JSONDocument, _ place: JSONPlace) {
        self.document = document
        self.place = place
    }

    package var value: JSONValue { document.value(at: place) }
}
