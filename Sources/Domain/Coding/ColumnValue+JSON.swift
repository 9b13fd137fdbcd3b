import JSON

// Lists inside a row are JSON columns, written and read by the same field coders as events.
extension ColumnValue {
    package static func texts(_ texts: [Text]) -> ColumnValue {
        .json(JSONValue.array(texts.map { .string($0.string) }).bytes)
    }

    package static func objects<Item>(
        _ items: [Item], _ write: (inout FieldWriter, Item) -> Void
    ) -> ColumnValue {
        var bytes: [UInt8] = [0x5b]
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(0x2c) }
            var fields = FieldWriter()
            write(&fields, item)
            bytes += fields.finish()
        }
        bytes.append(0x5d)
        return .json(bytes)
    }

    package var textsValue: [Text] {
        parsedArray.compactMap { $0.document.string(at: $0.place).map { Text($0) } }
    }

    package func objectsValue<Item>(_ read: (inout FieldReader) -> Item) -> [Item] {
        parsedArray.map { item in
            var fields = FieldReader(item)
            return read(&fields)
        }
    }

    /// Empty for anything but a JSON array: a row that we wrote holds nothing else.
    private var parsedArray: [JSONElement] {
        guard let bytes = jsonValue else { return [] }
        do throws(JSONError) {
            let root = try JSONDocument.parse(bytes).root
            let items = root.document.items(at: root.place) ?? []
            return items.map { JSONElement(root.document, $0) }
        } catch {
            return []
        }
    }
}
