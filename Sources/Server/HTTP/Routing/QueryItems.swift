package import Domain

/// The query of a request, decoded, each name once.
package struct QueryItems: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package let name: Text
        package let value: Text
    }

    package let items: [Item]

    package init(items: [Item] = []) { self.items = items }

    /// Decodes `a=1&b=%E6%B0%B4`; `+` is a space, as forms write it. Throws for a name that comes
    /// twice, a value that is not UTF-8, or more than the limits hold.
    package init(_ query: some StringProtocol) throws(Problem) {
        var items: [Item] = []
        for part in query.utf8.split(separator: UInt8(ascii: "&")) {
            let pieces = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = pieces.first, let name = percentDecoded(first, plusIsSpace: true)
            else {
                throw .query("", .wrongType)
            }
            let rest = pieces.count == 2 ? pieces[1] : part[part.endIndex...]
            guard rest.count <= HTTPLimits.queryValueBytes else {
                throw .query(name.string, .tooLong)
            }
            guard let value = percentDecoded(rest, plusIsSpace: true) else {
                throw .query(name.string, .invalidValue)
            }
            guard !items.contains(where: { $0.name == name }) else {
                throw .query(name.string, .tooMany)
            }
            guard items.count < HTTPLimits.queryItems else { throw .query(name.string, .tooMany) }
            items.append(Item(name: name, value: value))
        }
        self.items = items
    }

    package subscript(name: String) -> Text? {
        items.first { $0.name == Text(name) }?.value
    }

    /// Refuses every name that is not among `known`, all of them in one answer.
    package func allow(_ known: some Collection<String>) throws(Problem) {
        let names = Set(known.map { Text($0) })
        let unknown = items.filter { !names.contains($0.name) }
        guard unknown.isEmpty else {
            throw .query(unknown.map { ($0.name.string, FieldError.Code.unknownField) })
        }
    }
}

/// Bytes with `%XX` decoded; nil for a broken escape, for bytes that are not UTF-8, and for NUL,
/// which PostgreSQL stores in no text: asked about, it would answer as if it were away.
func percentDecoded(
    _ bytes: some Collection<UInt8>, plusIsSpace: Bool
) -> Text? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
        let byte = bytes[index]
        index = bytes.index(after: index)
        guard byte == UInt8(ascii: "%") else {
            decoded.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
            continue
        }
        var value: UInt8 = 0
        for _ in 0..<2 {
            guard index < bytes.endIndex, let digit = hexadecimalDigit(bytes[index]) else {
                return nil
            }
            value = value << 4 | digit
            index = bytes.index(after: index)
        }
        decoded.append(value)
    }
    guard !decoded.contains(0) else { return nil }
    return String(validating: decoded, as: UTF8.self).map { Text($0) }
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}
