import Domain
import Sync

/// Lets tests reach a server in memory from several tasks: one call at a time.
package actor MemoryServerHost {
    private let server: MemoryServer

    package init() { server = MemoryServer() }

    package func use<Result: Sendable>(
        _ body: @Sendable (MemoryServer) throws -> Result
    ) rethrows -> Result {
        try body(server)
    }

    /// Answers a sync request as the HTTP routes do: status and body.
    package func answer(
        _ path: String, _ body: [UInt8], device header: String?
    ) throws -> (status: Int, body: [UInt8]) {
        do {
            guard let header, let signature = RequestSignature(header: header) else {
                throw SyncRefusal.signatureInvalid
            }
            let book = DeviceBook(server.history(StreamID(.device, signature.device)))
            let isValid = signature.isValid(
                method: "POST", path: path, body: body, publicKey: book.publicKey)
            guard isValid else { throw SyncRefusal.signatureInvalid }
            switch path {
            case "/v1/sync/push": return (200, try server.push(body))
            case "/v1/sync/pull": return (200, try server.pull(body, from: signature.device))
            default: return (404, Array(#"{"code":"unknown-path"}"#.utf8))
            }
        } catch let refusal as SyncRefusal {
            let text = #"{"code":"\#(refusal.rawValue)","title":"refused"}"#
            return (refusal.status, Array(text.utf8))
        }
    }
}
