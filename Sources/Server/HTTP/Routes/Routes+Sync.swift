import Domain
import HTTPTypes

/// Where laptops meet the server. The routes are here; what they do is the sync endpoint's.
enum SyncRoutes {
    static func all(_ endpoint: SyncEndpoint) -> [Route] {
        [
            route(
                "/v1/devices/enrol", .open, "devices.enrol", "终端登记",
                "Enrols a laptop by its one-time code."
            ) { try await endpoint.enrol($0) },
            route(
                "/v1/sync/push", .device, "sync.push", "上传",
                "Takes a laptop's intents and answers with receipts."
            ) { try await endpoint.push($0) },
            route(
                "/v1/sync/pull", .device, "sync.pull", "下载",
                "Gives a laptop the events after its cursor."
            ) { try await endpoint.pull($0) },
        ]
    }

    private static func route(
        _ template: String, _ access: Route.Access, _ name: String, _ chinese: String,
        _ english: String, _ answer: @escaping @Sendable (SyncCall) async throws -> [UInt8]
    ) -> Route {
        Route(.post, template, access, name: name, chinese, english) { call in
            let sync = SyncCall(
                method: call.method.rawValue, path: call.path,
                device: call.header(.headwaterDevice), body: call.body)
            return .json(try await answer(sync))
        }.with { $0.body = .json(schema: name) }
    }
}

extension HTTPField.Name {
    /// `id, time, nonce, signature` over method, path and body hash.
    static let headwaterDevice = HTTPField.Name.known("Headwater-Device")
}
