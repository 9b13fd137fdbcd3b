import Domain
import EventStore
import HTTPTypes
import JSON

/// What needs no sign-in: is it alive, is it ready, how busy is it, what can it do.
enum OpenRoutes {
    /// `description` is the OpenAPI document, made from the finished table.
    static func all(_ services: Services, description: DescriptionBox) -> [Route] {
        [
            Route(.get, "/healthz", .open, name: "health", "存活检查", "The process answers.") { _ in
                .json(["status": "ok"])
            },
            ready(services),
            Route(
                .get, "/metrics", .open, name: "metrics", "运行指标",
                "Prometheus text, without personal data."
            ) { _ in
                Answer(
                    .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: .bytes(services.metrics.prometheusText()))
            }.with { $0.produces = ["text/plain"] },
            Route(.get, "/openapi.json", .open, name: "openapi", "接口说明", "This document.") { _ in
                .json(description.bytes)
            },
        ]
    }

    private static func ready(_ services: Services) -> Route {
        Route(
            .get, "/readyz", .open, name: "ready", "就绪检查",
            "The database answers and the log is open."
        ) { _ in
            guard await services.isReady() else {
                throw Problem(
                    .serviceUnavailable, "starting", "服务器正在启动", "The server is starting."
                ).with { $0.headers[.retryAfter] = "1" }
            }
            let head = try await services.log.head()
            let stopped = services.log.stoppedReason
            return .json([
                "status": "ready", "position": .integer(head.position),
                "epoch": .integer(head.epoch), "writing": .bool(stopped == nil),
                "stopped": stopped.map { .string($0) } ?? .null,
            ])
        }
    }
}
