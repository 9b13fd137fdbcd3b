import Hummingbird
import Metrics

/// Counts requests and their time by route template: never by a path, which may hold an id.
package struct RequestMetrics: Sendable {
    package init() {}

    func record(
        _ match: RouteTable.Match, _ method: HTTPRequest.Method, _ status: HTTPResponse.Status,
        _ duration: Duration
    ) {
        let route =
            switch match {
            case .found(let route, _): route.template
            case .wrongMethod, .unknown: "none"
            }
        let verb =
            switch method {
            case .get, .head, .post, .put, .patch, .delete: method.rawValue
            default: "other"
            }
        let place = [("route", route), ("method", verb)]
        Counter(
            label: "headwater_http_requests_total",
            dimensions: place + [("status", String(status.code))]
        ).increment()
        Metrics.Timer(label: "headwater_http_request_seconds", dimensions: place)
            .recordNanoseconds(duration.nanoseconds)
    }
}

extension Duration {
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
