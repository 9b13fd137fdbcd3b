package import JSON

/// Reads the fields of one JSON object, strictly: a wrong, missing or unknown field is noted with
/// its JSON pointer, a harmless value stands in, and `finish()` throws all that was noted.
///
/// Without `finish()` a stand-in could pass for the truth: call it before using what was read.
package struct FieldReader {
    /// Nil where the value is no object.
    private var members: JSONMembers?
    /// Where the object stands in the one around it; nil for a whole body.
    private let place: Place?
    /// True if no text in it can hold a forbidden control, so that none need be looked for.
    private let isFreeOfControls: Bool
    private var consumed = ConsumedFields()
    package private(set) var errors: [FieldError] = []

    /// Longest text of one field, in UTF-8 bytes, unless the field says another.
    package static let textLimit = 8_000
    /// Most errors noted for one body.
    static let errorLimit = 100

    package init(_ element: JSONElement) {
        self.init(JSONMembers(element.document, at: element.place), at: nil)
    }

    /// For what is no text any more. Reads what `value` is written as, which costs more than
    /// reading the text that it came from.
    package init(_ value: JSONValue) {
        self.init(
            FieldReader.written(value).flatMap { JSONMembers($0.document, at: $0.place) }, at: nil)
    }

    private init(_ members: JSONMembers?, at place: Place?) {
        self.members = members
        self.place = place
        isFreeOfControls = members?.document.isFreeOfControls ?? false
        if members == nil { errors = [FieldError("", .wrongType)] }
    }

    /// Nil for a tree that no JSON text can say, such as one that is too deep.
    private static func written(_ value: JSONValue) -> JSONElement? {
        do throws(JSONError) {
            let limits = JSONLimits(bytes: .max, values: .max)
            return try JSONDocument.parse(value.bytes, limits: limits).root
        } catch {
            return nil
        }
    }

    /// The place of a value: its pointer is spelt out only where there is something to note.
    private struct Place {
        let key: String
        var index: Int?
    }

    /// Notes fields that nobody read, then throws everything noted.
    package mutating func finish() throws(FieldErrors) {
        if let members, consumed.count < members.count {
            for (index, key) in members.keys.enumerated() where !consumed.contains(index) {
                note(key, .unknownField)
            }
        }
        if !errors.isEmpty { throw FieldErrors(errors) }
    }

    package mutating func note(_ key: String, _ code: FieldError.Code) {
        guard errors.count < FieldReader.errorLimit else { return }
        errors.append(FieldError(path(key), code))
    }

    package mutating func note(_ more: [FieldError]) {
        errors.append(contentsOf: more.prefix(max(0, FieldReader.errorLimit - errors.count)))
    }

    package func has(_ key: String) -> Bool { members?[key] != nil }

    /// The raw value; a member that is `null` counts as absent.
    package mutating func value(_ key: String) -> JSONValue? {
        find(key) { $0.value(at: $1) }
    }

    /// What `make` makes of the value, nil where there is none; one that is `null` counts as
    /// absent.
    private mutating func find<Value>(
        _ key: String, _ make: (JSONDocument, JSONPlace) -> Value
    ) -> Value? {
        guard let member = members?.find(key) else { return nil }
        consumed.insert(member.number)
        guard let document = members?.document, !document.isNull(at: member.value) else {
            return nil
        }
        return make(document, member.value)
    }

    /// The string at `key`; `.some(nil)` where there is something else.
    private mutating func string(_ key: String) -> String?? {
        find(key) { $0.string(at: $1) }
    }

    /// The pointer of a member, from the object that is read.
    package func path(_ key: String) -> String { "/" + escaped(key) }

    private func path(_ place: Place) -> String {
        path(place.key) + (place.index.map { "/\($0)" } ?? "")
    }

    private func escaped(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == 0x7e || $0 == 0x2f }) else { return key }
        return key.reduce(into: "") { $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1) }
    }
}

extension FieldReader {
    /// A text with at least one character; NUL, other control characters (line feed and tab may
    /// stand) and bidirectional controls are refused.
    package mutating func text(_ key: String, limit: Int = textLimit) -> Text {
        optionalText(key, limit: limit) ?? missing(key, "")
    }

    package mutating func optionalText(_ key: String, limit: Int = textLimit) -> Text? {
        guard let value = string(key) else { return nil }
        guard let string = value else { return wrong(key, .wrongType, "") }
        return checked(Text(string), key, limit: limit)
    }

    package mutating func id(_ key: String) -> Text { optionalID(key) ?? missing(key, "") }

    package mutating func optionalID(_ key: String) -> Text? {
        guard let value = string(key) else { return nil }
        guard let string = value else { return wrong(key, .wrongType, "") }
        guard StreamID.isValid(id: Text(string)) else { return wrong(key, .invalidID, "") }
        return Text(string)
    }

    package mutating func day(_ key: String) -> Day {
        optionalDay(key) ?? missing(key, Day(number: 0))
    }

    package mutating func optionalDay(_ key: String) -> Day? {
        guard let value = string(key) else { return nil }
        guard let string = value else {
            return wrong(key, .wrongType, Day(number: 0))
        }
        return Day(string) ?? wrong(key, .invalidDate, Day(number: 0))
    }

    package mutating func month(_ key: String) -> Month {
        optionalMonth(key) ?? missing(key, Month(number: 0))
    }

    package mutating func optionalMonth(_ key: String) -> Month? {
        guard let value = string(key) else { return nil }
        guard let string = value else {
            return wrong(key, .wrongType, Month(number: 0))
        }
        return Month(string) ?? wrong(key, .invalidMonth, Month(number: 0))
    }

    package mutating func boolean(_ key: String) -> Bool {
        optionalBoolean(key) ?? missing(key, false)
    }

    package mutating func optionalBoolean(_ key: String) -> Bool? {
        guard let kind = find(key, { $0.kind(at: $1) }) else { return nil }
        guard case .bool(let bool) = kind else { return wrong(key, .wrongType, false) }
        return bool
    }

    package mutating func integer(_ key: String, in range: ClosedRange<Int64>) -> Int64 {
        optionalInteger(key, in: range) ?? missing(key, range.lowerBound)
    }

    package mutating func optionalInteger(
        _ key: String, in range: ClosedRange<Int64>
    ) -> Int64? {
        guard let literal = find(key, { $0.number(at: $1) }) else { return nil }
        guard let integer = literal.flatMap({ Int64($0) }) else {
            return wrong(key, .wrongType, range.lowerBound)
        }
        return range.contains(integer) ? integer : wrong(key, .outOfRange, range.lowerBound)
    }

    /// An amount in yuan with at most two decimals, as people write it: a string (`"18.00"`) or a
    /// number literal.
    package mutating func yuan(_ key: String) -> Fen { optionalYuan(key) ?? missing(key, .zero) }

    package mutating func optionalYuan(_ key: String) -> Fen? {
        guard let value = find(key, { $0.string(at: $1) ?? $0.number(at: $1) }) else { return nil }
        guard let amount = value else {
            return wrong(key, .wrongType, .zero)
        }
        return Fen(yuan: amount) ?? wrong(key, .invalidAmount, .zero)
    }

    /// An amount in fen, as events store it.
    package mutating func fen(_ key: String) -> Fen {
        Fen(integer(key, in: -Fen.limit.amount...Fen.limit.amount))
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type = Choice.self, standIn: Choice
    ) -> Choice where Choice.RawValue == String {
        optionalChoice(key, type, standIn: standIn) ?? missing(key, standIn)
    }

    package mutating func optionalChoice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type = Choice.self, standIn: Choice
    ) -> Choice? where Choice.RawValue == String {
        guard let value = string(key) else { return nil }
        guard let string = value else { return wrong(key, .wrongType, standIn) }
        return Choice(rawValue: string) ?? wrong(key, .notAChoice, standIn)
    }

    package mutating func qualifier(_ key: String) -> Qualifier {
        guard let value = string(key) else { return .actual }
        guard let string = value else { return wrong(key, .wrongType, .actual) }
        return Qualifier(string) ?? wrong(key, .notAChoice, .actual)
    }

    /// `{"value": "12.56", "unit": "km"}`.
    package mutating func quantity(_ key: String) -> Quantity {
        optionalQuantity(key) ?? missing(key, .zero)
    }

    package mutating func optionalQuantity(_ key: String) -> Quantity? {
        guard var nested = nested(key) else { return nil }
        let decimal = nested.text("value", limit: 40)
        let unit = nested.choice("unit", Unit.self, standIn: .count)
        guard close(&nested) else { return Quantity.zero }
        return Quantity(decimal.string, unit) ?? wrong(key, .invalidQuantity, .zero)
    }

    /// A reader for the object at `key`, nil if there is none; pass it to `close` when read.
    package mutating func nested(_ key: String) -> FieldReader? {
        find(key) { FieldReader(JSONMembers($0, at: $1), at: Place(key: key)) }
    }

    /// Takes over what `nested` noted; false if it noted anything.
    package mutating func close(_ nested: inout FieldReader) -> Bool {
        do {
            try nested.finish()
            return true
        } catch {
            let before = nested.place.map { path($0) } ?? ""
            note(error.errors.map { FieldError(before + $0.pointer, $0.code) })
            return false
        }
    }

    /// The array at `key` (absent counts as empty), at most `limit` objects.
    package mutating func list<Item>(
        _ key: String, limit: Int, _ read: (inout FieldReader) -> Item
    ) -> [Item] {
        guard let (document, values) = items(key, limit: limit) else { return [] }
        return values.enumerated().map { index, value in
            var nested = FieldReader(
                JSONMembers(document, at: value), at: Place(key: key, index: index))
            let item = read(&nested)
            _ = close(&nested)
            return item
        }
    }

    /// The array of texts at `key` (absent counts as empty), at most `limit` of them.
    package mutating func texts(_ key: String, limit: Int) -> [Text] {
        guard let (document, values) = items(key, limit: limit) else { return [] }
        return values.enumerated().map { index, value in
            guard let string = document.string(at: value) else {
                note(key, at: index, .wrongType)
                return ""
            }
            let text = Text(string)
            guard let fault = fault(of: text, limit: FieldReader.textLimit) else { return text }
            note(key, at: index, fault)
            return ""
        }
    }

    /// The items of the array at `key`; nil where there is none, or none that may be read.
    private mutating func items(
        _ key: String, limit: Int
    ) -> (JSONDocument, [JSONPlace])? {
        guard let found = find(key, { ($0, $0.items(at: $1)) }) else { return nil }
        guard let items = found.1 else { return wrong(key, .wrongType, nil) }
        guard items.count <= limit else { return wrong(key, .tooMany, nil) }
        return (found.0, items)
    }

    /// Notes what is wrong with one item of the array at `key`.
    package mutating func note(_ key: String, at index: Int, _ code: FieldError.Code) {
        note([FieldError(path(key) + "/\(index)", code)])
    }

    private mutating func checked(_ text: Text, _ key: String, limit: Int) -> Text {
        fault(of: text, limit: limit).map { wrong(key, $0, "") } ?? text
    }

    /// Why `text` may not stand in a field; nil if it may.
    private func fault(of text: Text, limit: Int) -> FieldError.Code? {
        if text.isEmpty { return .empty }
        if text.utf8.count > limit { return .tooLong }
        return !isFreeOfControls && text.hasForbiddenControl ? .controlCharacter : nil
    }

    private mutating func missing<Value>(_ key: String, _ standIn: Value) -> Value {
        // What is there and wrong has been noted already.
        if let members, let place = members[key], !members.document.isNull(at: place) {
            return standIn
        }
        note(key, .missing)
        return standIn
    }

    package mutating func wrong<Value>(
        _ key: String, _ code: FieldError.Code, _ standIn: Value
    ) -> Value {
        note(key, code)
        return standIn
    }
}

extension Quantity {
    /// No pieces at all.
    package static let zero = Quantity(zero: .count)

    private init(zero unit: Unit) {
        decimal = "0"
        self.unit = unit
        base = 0
    }
}

/// Which members of an object have been read: one word for the objects that there are.
private struct ConsumedFields {
    private var first: UInt64 = 0
    private var others: Set<Int> = []

    var count: Int { first.nonzeroBitCount + others.count }

    mutating func insert(_ index: Int) {
        if index < 64 { first |= 1 << index } else { others.insert(index) }
    }

    func contains(_ index: Int) -> Bool {
        index < 64 ? first & 1 << index != 0 : others.contains(index)
    }
}

extension Text {
    /// True if the text holds NUL, another control character than line feed and tab, or a
    /// bidirectional control (which could make a name or an amount read otherwise than it is).
    ///
    /// Looks at the first bytes of sequences: decoding scalars would cost more than the rest of
    /// reading a text.
    package var hasForbiddenControl: Bool {
        let bytes = string.utf8.span
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case 0x20..<0x7f, 0x09, 0x0a: place += 1
            case 0x00..<0x20, 0x7f: return true
            case 0xc2:
                if bytes[place + 1] < 0xa0 { return true }
                place += 2
            case 0xd8:
                if bytes[place + 1] == 0x9c { return true }
                place += 2
            case 0xe2:
                switch (bytes[place + 1], bytes[place + 2]) {
                case (0x80, 0x8e...0x8f), (0x80, 0xaa...0xae), (0x81, 0xa6...0xa9): return true
                default: place += 3
                }
            default: place += byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
            }
        }
        return false
    }
}
