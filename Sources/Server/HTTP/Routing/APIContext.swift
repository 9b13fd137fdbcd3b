package import Hummingbird
import Logging
import NIOCore

/// What the server knows of one request besides the request itself.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The peer's address without its port; empty for a router tested without a socket.
    let address: String
    /// Closes the connection once an answer is written.
    let close: @Sendable () -> Void

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
        let channel = source.channel
        close = { channel.close(promise: nil) }
    }
}
