package import Domain
package import Hummingbird

/// One route: where it is, who may use it, what it is for, and what it does.
///
/// The router, 405 answers, the OpenAPI document and the tests are all made from a list of these,
/// so that none of them can say anything else than the others.
package struct Route: Sendable {
    package enum Access: Hashable, Sendable {
        /// No sign-in: health, metrics, the description, sign-in itself.
        case open
        /// Anybody who has signed in.
        case signedIn
        /// Somebody with one of these roles.
        case roles(Set<Role>)
        /// A laptop that signs its requests; the handler checks the signature.
        case device
    }

    package enum BodyForm: Hashable, Sendable {
        case none
        /// A JSON value; `schema` names it in the OpenAPI document.
        case json(schema: String)
    }

    /// A query parameter, as the OpenAPI document tells it.
    package struct Parameter: Hashable, Sendable {
        package enum Form: Hashable, Sendable { case text, integer, boolean, day, moment }
        package var name: String
        package var form: Form
        package var text: String

        package init(_ name: String, _ form: Form, _ text: String) {
            self.name = name
            self.form = form
            self.text = text
        }
    }

    package typealias Handler = @Sendable (Call) async throws -> Answer

    package var method: HTTPRequest.Method
    /// `/v1/tasks/{id}`: a segment in braces takes any one segment.
    package var template: String
    package var access: Access
    /// Unique; the OpenAPI document's `operationId`.
    package var name: String
    package var summary: Localized
    package var parameters: [Parameter] = []
    package var body = BodyForm.none
    package var success: HTTPResponse.Status = .ok
    /// Media types of the successful answer.
    package var produces = ["application/json"]
    /// True if it takes `Idempotency-Key` and `If-Match`.
    package var isCommand = false
    package var handler: Handler

    package init(
        _ method: HTTPRequest.Method, _ template: String, _ access: Access, name: String,
        _ chinese: String, _ english: String, handler: @escaping Handler
    ) {
        self.method = method
        self.template = template
        self.access = access
        self.name = name
        summary = Localized(chinese, english)
        self.handler = handler
    }

    package func with(_ change: (inout Route) -> Void) -> Route {
        var copy = self
        change(&copy)
        return copy
    }

    /// The names in braces, in order.
    package var pathNames: [String] {
        template.split(separator: "/").compactMap { Route.name(inBraces: $0) }
    }

    static func name(inBraces segment: Substring) -> String? {
        segment.first == "{" && segment.last == "}" ? String(segment.dropFirst().dropLast()) : nil
    }
}
