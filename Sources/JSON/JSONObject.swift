/// The members of a JSON object, in the order written, each key once.
///
/// Keys are told apart by their UTF-8 bytes, and order is part of equality: two objects are equal
/// exactly if they are written with the same bytes.
package struct JSONObject: Sendable {
    package private(set) var members: [(key: String, value: JSONValue)]

    package init() { members = [] }

    /// Keeps the place of a key's first mention and the value of its last.
    package init(_ members: [(key: String, value: JSONValue)]) {
        self.members = []
        self.members.reserveCapacity(members.count)
        var places: [ByteKey: Int] = [:]
        for (key, value) in members {
            if let place = places[ByteKey(string: key)] {
                self.members[place].value = value
            } else {
                places[ByteKey(string: key)] = self.members.count
                self.members.append((key, value))
            }
        }
    }

    /// For the reader, which has refused duplicates already.
    init(unique members: [(key: String, value: JSONValue)]) { self.members = members }

    package var keys: [String] { members.map(\.key) }
    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }

    /// Looks through the members one by one: meant for the few keys of an event or a body.
    package subscript(key: String) -> JSONValue? {
        members.first { $0.key.hasSameBytes(as: key) }?.value
    }

    /// Replaces the value of `key` in its place, or appends it.
    package mutating func set(_ key: String, _ value: JSONValue) {
        if let place = members.firstIndex(where: { $0.key.hasSameBytes(as: key) }) {
            members[place].value = value
        } else {
            members.append((key, value))
        }
    }

    /// Takes the member called `key` out and gives its value; nil if there is none.
    package mutating func remove(_ key: String) -> JSONValue? {
        guard let place = members.firstIndex(where: { $0.key.hasSameBytes(as: key) }) else {
            return nil
        }
        return members.remove(at: place).value
    }

    /// Appends without a search. `key` must be new: bytes with a key twice are refused when read
    /// again; use `set` where it may be there.
    package mutating func append(_ key: String, _ value: JSONValue) {
        assert(self[key] == nil, "a key appended twice")
        members.append((key, value))
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { (key: $0.0, value: $0.1) })
    }
}

extension JSONObject: Hashable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) {
            $0.key.hasSameBytes(as: $1.key) && $0.value == $1.value
        }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
        for (key, value) in members {
            key.hashBytes(into: &hasher)
            hasher.combine(value)
        }
    }
}
