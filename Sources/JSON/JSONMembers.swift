/// The members of one object in a document, found by their keys.
///
/// Whoever reads fields mostly asks for them in the order in which they were written, so each
/// search begins after the last member found.
package struct JSONMembers: Sendable {
    /// One member: its number in the object, from 0, and where its value is.
    package struct Member {
        package let number: Int
        package let value: JSONPlace
    }

    package let document: JSONDocument
    private let first: Int
    private let end: Int
    private var token: Int
    private var number = 0

    /// Nil for what is no object.
    package init?(_ document: JSONDocument, at place: JSONPlace) {
        let object = document.tokens[place.token]
        guard object.kind == .object else { return nil }
        self.document = document
        first = place.token + 1
        end = object.next
        token = first
    }

    package mutating func find(_ key: String) -> Member? {
        guard let found = search(key) else { return nil }
        token = document.tokens[found.token + 1].next
        number = found.number + 1
        return Member(number: found.number, value: JSONPlace(token: found.token + 1))
    }

    /// The value of `key`, the place of the search left as it is.
    package subscript(key: String) -> JSONPlace? {
        search(key).map { JSONPlace(token: $0.token + 1) }
    }

    package var count: Int {
        var (token, count) = (first, 0)
        while token < end {
            token = document.tokens[token + 1].next
            count += 1
        }
        return count
    }

    /// All keys, in the order written.
    package var keys: [String] {
        var keys: [String] = []
        var token = first
        while token < end {
            keys.append(document.text(document.tokens[token]))
            token = document.tokens[token + 1].next
        }
        return keys
    }

    private func search(_ key: String) -> (token: Int, number: Int)? {
        find(key, from: token, to: end, number) ?? find(key, from: first, to: token, 0)
    }

    private func find(
        _ key: String, from start: Int, to end: Int, _ number: Int
    ) -> (token: Int, number: Int)? {
        var (token, number) = (start, number)
        while token < end {
            if document.isKey(document.tokens[token], key) { return (token, number) }
            token = document.tokens[token + 1].next
            number += 1
        }
        return nil
    }
}
