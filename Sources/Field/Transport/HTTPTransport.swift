import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Sync

/// HTTP to one server, with a limit on every wait and on the size of every answer.
package struct HTTPTransport: FieldTransport {
    private let server: String
    private let client: HTTPClient
    private let language: String

    private static let connectSeconds: Int64 = 5
    /// Deciding a full batch may take the server this long.
    private static let answerSeconds: Int64 = 60

    /// - Parameter server: scheme, host and port, for example `http://127.0.0.1:8080`.
    private init(server: String, language: String, client: HTTPClient) {
        self.server = server
        self.language = language
        self.client = client
    }

    /// Runs `body` with a transport, and closes its connections after.
    package static func with<Result>(
        server: String, language: String, _ body: (HTTPTransport) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(connectSeconds)
        configuration.redirectConfiguration = .disallow
        // A refused connection is known at once; the sync itself decides when to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let result = try await body(
                HTTPTransport(server: server, language: language, client: client))
            try await client.shutdown()
            return result
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    package func post(
        _ path: String, _ body: [UInt8], headers: [(name: String, value: String)]
    ) async throws -> TransportAnswer {
        var request = HTTPClientRequest(url: server + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept-Language", value: language)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(body)
        do {
            let answer = try await client.execute(
                request, timeout: .seconds(HTTPTransport.answerSeconds))
            let bytes = try await answer.body.collect(upTo: SyncLimits.pullAnswerBytes)
            return TransportAnswer(
                status: Int(answer.status.code), body: Array(bytes.readableBytesView))
        } catch {
            throw LaptopError.serverUnreachable(server: server, reason: "\(error)")
        }
    }
}
