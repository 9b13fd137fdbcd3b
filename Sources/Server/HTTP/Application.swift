import HTTPTypes
package import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The whole of the HTTP server: configuration → services → routes → application.
///
/// The address is loopback unless the caller says otherwise: TLS and the outer world are the
/// business of what stands in front.
package func buildApplication(
    _ services: Services, host: String = "127.0.0.1", port: Int,
    onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) -> some ApplicationProtocol {
    let table = buildRoutes(services)
    let responder = APIResponder(table, metrics: RequestMetrics()) { token in
        try await services.signIn.caller(token: token)
    }
    return Application(
        responder: responder,
        server: .http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(HTTPLimits.idleSeconds),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: HTTPLimits.headerFieldBytes,
                    maxHeaderListSize: HTTPLimits.headerListBytes,
                    maxHeaderFieldCount: HTTPLimits.headerCount))),
        configuration: ApplicationConfiguration(
            address: .hostname(host, port: port), serverName: "Headwater",
            availableConnectionsDelegate: MaximumAvailableConnections(HTTPLimits.connections)),
        onServerRunning: { channel in
            await onServerRunning(channel.localAddress?.port ?? port)
        },
        logger: services.logger)
}

/// Every route there is, in one table.
package func buildRoutes(_ services: Services) -> RouteTable {
    let description = DescriptionBox()
    let routes =
        OpenRoutes.all(services, description: description)
        + SessionRoutes.all(services)
        + CommandRoutes.all(services)
        + ListRoutes.all(services)
        + EventRoutes.all(services)
        + LiveRoutes(services).all()
        + AdminRoutes(services).all()
        + (services.sync.map { SyncRoutes.all($0) } ?? [])
    description.fill(OpenAPI.document(routes))
    return RouteTable(routes)
}
