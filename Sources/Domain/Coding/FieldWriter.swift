package import JSON

/// Writes the fields of one JSON object in the order in which they are given: the bytes that are
/// stored and hashed. An absent optional is left out.
package struct FieldWriter {
    private var writer = JSONWriter()

    package init() { writer.beginObject() }

    /// The object's bytes; the writer is used up.
    package mutating func finish() -> [UInt8] {
        writer.endObject()
        return writer.bytes
    }

    package mutating func text(_ key: String, _ value: Text?) {
        guard let value else { return }
        writer.key(key)
        writer.string(value.string)
    }

    package mutating func string(_ key: String, _ value: String) {
        writer.key(key)
        writer.string(value)
    }

    package mutating func day(_ key: String, _ value: Day?) {
        if let value { string(key, value.description) }
    }

    package mutating func month(_ key: String, _ value: Month?) {
        if let value { string(key, value.description) }
    }

    package mutating func integer(_ key: String, _ value: Int64?) {
        guard let value else { return }
        writer.key(key)
        writer.integer(value)
    }

    package mutating func boolean(_ key: String, _ value: Bool?) {
        guard let value else { return }
        writer.key(key)
        writer.bool(value)
    }

    /// Integer fen, as events store an amount.
    package mutating func fen(_ key: String, _ value: Fen?) { integer(key, value?.amount) }

    /// A decimal string in yuan, as commands carry an amount.
    package mutating func yuan(_ key: String, _ value: Fen?) {
        if let value { string(key, value.yuan) }
    }

    package mutating func qualifier(_ key: String, _ value: Qualifier) {
        if value != .actual { string(key, value.name) }
    }

    package mutating func quantity(_ key: String, _ value: Quantity?) {
        guard let value else { return }
        nested(key) {
            $0.text("value", value.decimal)
            $0.string("unit", value.unit.rawValue)
        }
    }

    package mutating func value(_ key: String, _ value: JSONValue?) {
        guard let value else { return }
        writer.key(key)
        writer.value(value)
    }

    /// Copies the bytes of one whole JSON value, for example a stored payload.
    package mutating func raw(_ key: String, _ value: [UInt8]) {
        writer.key(key)
        writer.raw(value)
    }

    /// An empty list is left out: it reads back as one.
    package mutating func texts(_ key: String, _ values: [Text]) {
        guard !values.isEmpty else { return }
        writer.key(key)
        writer.beginArray()
        for value in values { writer.string(value.string) }
        writer.endArray()
    }

    /// Nil is left out, an empty list is written: it clears what was there.
    package mutating func clearableTexts(_ key: String, _ values: [Text]?) {
        value(key, values.map { .array($0.map { .string($0.string) }) })
    }

    package mutating func list<Item>(
        _ key: String, _ items: [Item], _ write: (inout FieldWriter, Item) -> Void
    ) {
        guard !items.isEmpty else { return }
        writer.key(key)
        writer.beginArray()
        for item in items { object { write(&$0, item) } }
        writer.endArray()
    }

    package mutating func nested(_ key: String, _ write: (inout FieldWriter) -> Void) {
        writer.key(key)
        object(write)
    }

    private mutating func object(_ write: (inout FieldWriter) -> Void) {
        writer.beginObject()
        write(&self)
        writer.endObject()
    }
}
