/// How the laptop reaches the server: one request, one answer.
package protocol FieldTransport: Sendable {
    /// Throws `LaptopError.serverUnreachable` if no whole answer came; whether the server did it is
    /// then unknown, and asking again settles it.
    func post(
        _ path: String, _ body: [UInt8], headers: [(name: String, value: String)]
    ) async throws -> TransportAnswer
}

package struct TransportAnswer: Hashable, Sendable {
    package let status: Int
    package let body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}
