package import JSON

/// Reads the fields of one JSON object, strictly: a wrong, missing or unknown field is noted with
/// its JSON pointer, a harmless value stands in, and `finish()` throws all that was noted.
///
/// Without `finish()` a stand-in could pass for the truth: call it before using what was read.
package struct FieldReader {
    private let members: [(key: String, value: JSONValue)]
    private let pointer: String
    private var consumed: Set<Int> = []
    package private(set) var errors: [FieldError] = []

    /// Longest text of one field, in UTF-8 bytes, unless the field says another.
    package static let textLimit = 8_000
    /// Most errors noted for one body.
    static let errorLimit = 100

    /// `pointer` is where `value` stands in the whole body.
    package init(_ value: JSONValue, at pointer: String = "") {
        self.pointer = pointer
        if case .object(let object) = value {
            members = object.members
        } else {
            members = []
            errors = [FieldError(pointer, .wrongType)]
        }
    }

    /// Notes fields that nobody read, then throws everything noted.
    package mutating func finish() throws(FieldErrors) {
        for (index, member) in members.enumerated() where !consumed.contains(index) {
            note(member.key, .unknownField)
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

    package func has(_ key: String) -> Bool { index(of: key) != nil }

    /// The raw value; a member that is `null` counts as absent.
    package mutating func value(_ key: String) -> JSONValue? {
        guard let index = index(of: key) else { return nil }
        consumed.insert(index)
        if case .null = members[index].value { return nil }
        return members[index].value
    }

    package func path(_ key: String) -> String {
        pointer + "/" + escaped(key)
    }

    private func escaped(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == 0x7e || $0 == 0x2f }) else { return key }
        return key.reduce(into: "") { $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1) }
    }

    private func index(of key: String) -> Int? {
        members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
    }
}

extension FieldReader {
    /// A text with at least one character; NUL, other control characters (line feed and tab may
    /// stand) and bidirectional controls are refused.
    package mutating func text(_ key: String, limit: Int = textLimit) -> Text {
        optionalText(key, limit: limit) ?? missing(key, "")
    }

    package mutating func optionalText(_ key: String, limit: Int = textLimit) -> Text? {
        guard let value = value(key) else { return nil }
        guard case .string(let string) = value else { return wrong(key, .wrongType, "") }
        return checked(Text(string), key, limit: limit)
    }

    package mutating func id(_ key: String) -> Text { optionalID(key) ?? missing(key, "") }

    package mutating func optionalID(_ key: String) -> Text? {
        guard let value = value(key) else { return nil }
        guard case .string(let string) = value else { return wrong(key, .wrongType, "") }
        guard StreamID.isValid(id: Text(string)) else { return wrong(key, .invalidID, "") }
        return Text(string)
    }

    package mutating func day(_ key: String) -> Day {
        optionalDay(key) ?? missing(key, Day(number: 0))
    }

    package mutating func optionalDay(_ key: String) -> Day? {
        guard let value = value(key) else { return nil }
        guard case .string(let string) = value else {
            return wrong(key, .wrongType, Day(number: 0))
        }
        return Day(string) ?? wrong(key, .invalidDate, Day(number: 0))
    }

    package mutating func month(_ key: String) -> Month {
        optionalMonth(key) ?? missing(key, Month(number: 0))
    }

    package mutating func optionalMonth(_ key: String) -> Month? {
        guard let value = value(key) else { return nil }
        guard case .string(let string) = value else {
            return wrong(key, .wrongType, Month(number: 0))
        }
        return Month(string) ?? wrong(key, .invalidMonth, Month(number: 0))
    }

    package mutating func boolean(_ key: String) -> Bool {
        optionalBoolean(key) ?? missing(key, false)
    }

    package mutating func optionalBoolean(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        guard case .bool(let bool) = value else { return wrong(key, .wrongType, false) }
        return bool
    }

    package mutating func integer(_ key: String, in range: ClosedRange<Int64>) -> Int64 {
        optionalInteger(key, in: range) ?? missing(key, range.lowerBound)
    }

    package mutating func optionalInteger(
        _ key: String, in range: ClosedRange<Int64>
    ) -> Int64? {
        guard let value = value(key) else { return nil }
        guard case .number = value, let integer = value.integerValue else {
            return wrong(key, .wrongType, range.lowerBound)
        }
        return range.contains(integer) ? integer : wrong(key, .outOfRange, range.lowerBound)
    }

    /// An amount in yuan with at most two decimals, as people write it: a string (`"18.00"`) or a
    /// number literal.
    package mutating func yuan(_ key: String) -> Fen { optionalYuan(key) ?? missing(key, .zero) }

    package mutating func optionalYuan(_ key: String) -> Fen? {
        guard let value = value(key) else { return nil }
        switch value {
        case .string(let string), .number(let string):
            return Fen(yuan: string) ?? wrong(key, .invalidAmount, .zero)
        case .null, .bool, .array, .object: return wrong(key, .wrongType, .zero)
        }
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
        guard let value = value(key) else { return nil }
        guard case .string(let string) = value else { return wrong(key, .wrongType, standIn) }
        return Choice(rawValue: string) ?? wrong(key, .notAChoice, standIn)
    }

    package mutating func qualifier(_ key: String) -> Qualifier {
        guard let value = value(key) else { return .actual }
        guard case .string(let string) = value else { return wrong(key, .wrongType, .actual) }
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
        value(key).map { FieldReader($0, at: path(key)) }
    }

    /// Takes over what `nested` noted; false if it noted anything.
    package mutating func close(_ nested: inout FieldReader) -> Bool {
        do {
            try nested.finish()
            return true
        } catch {
            note(error.errors)
            return false
        }
    }

    /// The array at `key` (absent counts as empty), at most `limit` objects.
    package mutating func list<Item>(
        _ key: String, limit: Int, _ read: (inout FieldReader) -> Item
    ) -> [Item] {
        guard let value = value(key) else { return [] }
        guard case .array(let values) = value else { return wrong(key, .wrongType, []) }
        guard values.count <= limit else { return wrong(key, .tooMany, []) }
        return values.enumerated().map { index, value in
            var nested = FieldReader(value, at: path(key) + "/\(index)")
            let item = read(&nested)
            _ = close(&nested)
            return item
        }
    }

    /// The array of texts at `key` (absent counts as empty), at most `limit` of them.
    package mutating func texts(_ key: String, limit: Int) -> [Text] {
        guard let value = value(key) else { return [] }
        guard case .array(let values) = value else { return wrong(key, .wrongType, []) }
        guard values.count <= limit else { return wrong(key, .tooMany, []) }
        return values.enumerated().map { index, value in
            guard case .string(let string) = value else {
                note(key, at: index, .wrongType)
                return ""
            }
            var item = FieldReader(.object([:]), at: path(key))
            let text = item.checked(Text(string), "\(index)", limit: FieldReader.textLimit)
            note(item.errors)
            return text
        }
    }

    /// Notes what is wrong with one item of the array at `key`.
    package mutating func note(_ key: String, at index: Int, _ code: FieldError.Code) {
        note([FieldError(path(key) + "/\(index)", code)])
    }

    private mutating func checked(_ text: Text, _ key: String, limit: Int) -> Text {
        if text.isEmpty { return wrong(key, .empty, "") }
        if text.utf8.count > limit { return wrong(key, .tooLong, "") }
        return text.hasForbiddenControl ? wrong(key, .controlCharacter, "") : text
    }

    private mutating func missing<Value>(_ key: String, _ standIn: Value) -> Value {
        if !has(key) || isNull(key) { note(key, .missing) }
        return standIn
    }

    private func isNull(_ key: String) -> Bool {
        members.contains { member in
            if case .null = member.value { return member.key.utf8.elementsEqual(key.utf8) }
            return false
        }
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

extension Text {
    /// True if the text holds NUL, another control character than line feed and tab, or a
    /// bidirectional control (which could make a name or an amount read otherwise than it is).
    ///
    /// Looks at bytes: decoding scalars would cost more than the rest of reading a text.
    package var hasForbiddenControl: Bool {
        var before: UInt8 = 0
        var last: UInt8 = 0
        for byte in string.utf8 {
            switch (before, last, byte) {
            case (_, _, 0x09), (_, _, 0x0a): break
            case (_, _, 0x00...0x1f), (_, _, 0x7f): return true
            case (_, 0xc2, 0x80...0x9f), (_, 0xd8, 0x9c): return true
            case (0xe2, 0x80, 0x8e...0x8f), (0xe2, 0x80, 0xaa...0xae): return true
            case (0xe2, 0x81, 0xa6...0xa9): return true
            default: break
            }
            before = last
            last = byte
        }
        return false
    }
}
