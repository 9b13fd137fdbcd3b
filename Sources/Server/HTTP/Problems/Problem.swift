package import Domain
package import Hummingbird
package import JSON

/// An error as the caller is told it: RFC 9457 `application/problem+json`.
///
/// It never holds a stack, SQL, or what a library said; those go to the server's own record.
package struct Problem: Error, Sendable {
    /// One thing wrong: with a field (JSON pointer), or with a query value or header (its name).
    package struct Item: Hashable, Sendable {
        package enum Place: Hashable, Sendable {
            case field(pointer: String)
            case query(String)
            case header(String)
        }
        package var place: Place
        package var code: String
        package var text: Localized
    }

    package var status: HTTPResponse.Status
    /// Stable, for clients that branch on it.
    package var code: String
    package var title: Localized
    package var detail: Localized?
    package var errors: [Item] = []
    /// Each one JSON object: events that came meanwhile, or who holds what was claimed.
    package var conflicts: [[UInt8]] = []
    /// Further members of the document, such as the `position` that a read model has reached.
    package var members: JSONObject = [:]
    package var headers: HTTPFields = [:]

    package init(
        _ status: HTTPResponse.Status, _ code: String, _ chinese: String, _ english: String,
        detail: Localized? = nil
    ) {
        self.status = status
        self.code = code
        title = Localized(chinese, english)
        self.detail = detail
    }

    package func with(_ change: (inout Problem) -> Void) -> Problem {
        var copy = self
        change(&copy)
        return copy
    }

    package func answer(in language: Language, instance: String) -> Answer {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = language.tag
        return Answer(status, headers: headers, body: .bytes(document(language, instance)))
    }

    private func document(_ language: Language, _ instance: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("type")
        writer.string("urn:headwater:problem:\(code)")
        writer.key("title")
        writer.string(title.text(in: language))
        writer.key("status")
        writer.integer(status.code)
        writer.key("code")
        writer.string(code)
        writer.key("detail")
        writer.string((detail ?? title).text(in: language))
        writer.key("instance")
        writer.string(instance)
        for (key, value) in members.members {
            writer.key(key)
            writer.value(value)
        }
        if !errors.isEmpty {
            writer.key("errors")
            writer.beginArray()
            for item in errors { item.write(to: &writer, language) }
            writer.endArray()
        }
        if !conflicts.isEmpty {
            writer.key("conflicts")
            writer.beginArray()
            for conflict in conflicts { writer.raw(conflict) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }
}

extension Problem.Item {
    fileprivate func write(to writer: inout JSONWriter, _ language: Language) {
        writer.beginObject()
        switch place {
        case .field(let pointer):
            writer.key("pointer")
            writer.string(pointer)
        case .query(let name):
            writer.key("parameter")
            writer.string(name)
        case .header(let name):
            writer.key("header")
            writer.string(name)
        }
        writer.key("code")
        writer.string(code)
        writer.key("detail")
        writer.string(text.text(in: language))
        writer.endObject()
    }
}
