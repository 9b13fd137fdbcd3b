/// One JSON value. Numbers keep the text they were written with: there is no floating point here.
///
/// Equality is by bytes, as everywhere in Headwater: `1` and `1.0` differ, and so do two spellings
/// of "é".
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// The literal as written. The reader checks it against RFC 8259's grammar; whoever makes one
    /// by hand must see to it, for the writer copies it.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// Reads exactly one value with white space around it.
    package init(
        parsing bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) {
        self = try JSONReader.read(Array(bytes), limits: limits).root.value
    }

    /// Reads exactly one value with white space around it, in place.
    package init(
        parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) {
        self = try JSONReader.read(bytes, limits: limits).root.value
    }

    /// The value as written by `JSONWriter`: no white space, members in their order.
    package var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package static func integer(_ value: some BinaryInteger) -> JSONValue {
        .number(String(value))
    }

    /// The member called `key`; nil also if this is no object.
    package subscript(key: String) -> JSONValue? { objectValue?[key] }

    package var isNull: Bool { if case .null = self { true } else { false } }
    package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    package var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// nil also for a number with a fraction or an exponent, whatever its value, and for one that
    /// 64 bits do not hold.
    package var integerValue: Int64? {
        guard case .number(let literal) = self else { return nil }
        return Int64(literal)
    }
}

extension JSONValue: Hashable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left.hasSameBytes(as: right)
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null:
            hasher.combine(0)
        case .bool(let value):
            hasher.combine(1)
            hasher.combine(value)
        case .number(let literal):
            hasher.combine(2)
            literal.hashBytes(into: &hasher)
        case .string(let value):
            hasher.combine(3)
            value.hashBytes(into: &hasher)
        case .array(let items):
            hasher.combine(4)
            hasher.combine(items)
        case .object(let object):
            hasher.combine(5)
            hasher.combine(object)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { (key: $0.0, value: $0.1) }))
    }
}

extension JSONValue: CustomStringConvertible {
    package var description: String { text }
}
