package import Domain
package import HTTPTypes
package import Hummingbird
package import JSON

/// Somebody who has signed in, for the length of one request.
package struct Caller: Hashable, Sendable {
    package var actor: Actor
    package var name: Text

    package init(actor: Actor, name: Text) {
        self.actor = actor
        self.name = name
    }
}

/// A request as a handler sees it: checked for sign-in, role and the form of its body.
package struct Call: Sendable {
    package var method: HTTPRequest.Method
    /// Without the query, as it was sent.
    package var path: String
    /// The template's `{names}` with what stood in their place.
    package var parameters: [String: Text]
    package var query: QueryItems
    package var headers: HTTPFields
    package var body: [UInt8]
    /// Nil on open routes only.
    package var caller: Caller?
    package var language: Language
    /// The peer's address without its port; empty where there is none (tests).
    package var address: String

    /// The caller of a route that asks for sign-in.
    package func signedIn() throws(Problem) -> Caller {
        guard let caller else { throw .signInNeeded }
        return caller
    }

    /// The part of the path called `name`.
    package func parameter(_ name: String) throws(Problem) -> Text {
        guard let value = parameters[name] else { throw .notFound }
        return value
    }

    package func header(_ name: HTTPField.Name) -> String? { headers[name] }

    /// The body as one JSON value; malformed JSON is thrown as `JSONError`.
    package func json() throws(JSONError) -> JSONValue { try JSONValue(parsing: body) }
}

/// What a handler answers.
package struct Answer: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// Written piece by piece, for as long as the listener stays.
        case stream(@concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void)
    }

    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: Body

    package init(_ status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(
        _ bytes: [UInt8], status: HTTPResponse.Status = .ok
    ) -> Answer {
        Answer(status, headers: [.contentType: "application/json"], body: .bytes(bytes))
    }

    package static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok
    ) -> Answer {
        json(value.bytes, status: status)
    }

    package static let nothing = Answer(.noContent, body: .bytes([]))

    /// The same answer, saying up to which position of the log it speaks.
    package func at(_ position: Int64) -> Answer {
        var copy = self
        copy.headers[.headwaterPosition] = String(position)
        return copy
    }

    package func with(etag version: Int) -> Answer {
        var copy = self
        copy.headers[.eTag] = "\"\(version)\""
        return copy
    }
}

extension HTTPField.Name {
    /// The position of the log that an answer speaks of, or that a command has reached.
    package static let headwaterPosition = HTTPField.Name.known("Headwater-Position")
    package static let idempotencyKey = HTTPField.Name.known("Idempotency-Key")
    package static let lastEventID = HTTPField.Name.known("Last-Event-ID")
    static let nextCursor = HTTPField.Name.known("Headwater-Next-Cursor")
    static let frameOptions = HTTPField.Name.known("X-Frame-Options")
    static let referrerPolicy = HTTPField.Name.known("Referrer-Policy")

    /// For names that are plainly tokens, as all of ours are; another would come out as `Via`.
    package static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .via }
}
