import Domain
import EventStore
import HTTPTypes
import JSON
import Logging
import Synchronization

/// Read models and their rebuilding, reports and checks.
struct AdminRoutes: Sendable {
    private let services: Services
    private let rebuilds = Rebuilds()

    init(_ services: Services) { self.services = services }

    func all() -> [Route] {
        [readModels(), rebuild()] + (services.reports.map { reports($0) } ?? [])
    }

    private func readModels() -> Route {
        Route(
            .get, "/v1/read-models", .roles(EventRoutes.readers), name: "read-models.list",
            "视图状态", "Every read model, how far it is, and why it stopped if it did."
        ) { call in
            try call.query.allow([])
            let head = try await services.log.head().position
            let items = services.lists.projector.status().map { status -> JSONValue in
                [
                    "name": .string(status.name), "version": .integer(status.version),
                    "position": .integer(status.position),
                    "behind": .integer(max(0, head - status.position)),
                    "parked": status.parked.map { .string($0) } ?? .null,
                    "rebuilding": status.rebuilding.map { progress in
                        .number(decimalString(Int64(progress * 1_000), decimals: 3, fixed: false))
                    } ?? .null,
                    "failure": rebuilds.failure(status.name).map { .string($0) } ?? .null,
                ]
            }
            return Answer.json([
                "items": .array(items), "nextCursor": .null, "position": .integer(head),
            ]).at(head)
        }
    }

    private func rebuild() -> Route {
        Route(
            .post, "/v1/read-models/{name}/rebuild", .roles([.administrator]),
            name: "read-models.rebuild", "重建视图",
            "Builds a read model anew; GET /v1/read-models shows how far it is."
        ) { call in
            try call.query.allow([])
            let name = try call.parameter("name").string
            guard services.lists.store.models.contains(where: { $0.name == name }) else {
                throw Problem.notFound
            }
            guard rebuilds.begin(name) else {
                throw Problem(
                    .conflict, "already-rebuilding", "该视图正在重建",
                    "This read model is being rebuilt already.")
            }
            start(name)
            return Answer.json(["name": .string(name), "rebuilding": true], status: .accepted)
        }.with { $0.success = .accepted }
    }

    /// Goes on after the answer: a rebuild may take longer than any caller waits.
    private func start(_ name: String) {
        Task { [services, rebuilds] in
            do {
                try await services.lists.projector.rebuild(name)
                rebuilds.end(name, failure: nil)
            } catch {
                services.logger.error(
                    "rebuild failed", metadata: ["model": "\(name)", "error": "\(error)"])
                rebuilds.end(name, failure: "the rebuild failed; the server's record says why")
            }
        }
    }

    private func reports(_ reports: any ReportService) -> [Route] {
        let asOf = Route.Parameter("asOf", .text, "pos:123, or an RFC 3339 time.")
        let report = Route(
            .get, "/v1/reports/{period}", .signedIn, name: "reports.get", "报告",
            "The report of a period such as 2025-H1, from the log."
        ) { call in
            try call.query.allow(["format", "asOf"])
            if let format = call.query["format"], format != "json" {
                throw Problem.query("format", .notAChoice)
            }
            let period = try call.parameter("period")
            let position = try await position(call)
            guard let bytes = try await reports.report(period: period, asOf: position) else {
                throw Problem.notFound
            }
            return .json(bytes)
        }.with {
            $0.parameters = [.init("format", .text, "json."), asOf]
        }
        let checks = Route(
            .get, "/v1/checks", .signedIn, name: "checks.list", "核对",
            "Identities of the figures, and those that do not hold."
        ) { call in
            try call.query.allow(["asOf"])
            return .json(try await reports.checks(asOf: try await position(call)))
        }.with { $0.parameters = [asOf] }
        return [report, checks]
    }

    private func position(_ call: Call) async throws -> Int64? {
        guard let text = call.query["asOf"] else { return nil }
        guard let moment = PastMoment(text) else { throw Problem.query("asOf", .invalidMoment) }
        return try await services.lists.position(moment)
    }
}

/// Rebuilds that this process runs, and how the last one of each model ended.
private final class Rebuilds: Sendable {
    private struct State {
        var running: Set<String> = []
        var failures: [String: String] = [:]
    }
    private let state = Mutex(State())

    /// False if it runs already.
    func begin(_ name: String) -> Bool {
        state.withLock { state in
            state.failures[name] = nil
            return state.running.insert(name).inserted
        }
    }

    func end(_ name: String, failure: String?) {
        state.withLock { state in
            state.running.remove(name)
            state.failures[name] = failure
        }
    }

    func failure(_ name: String) -> String? { state.withLock { $0.failures[name] } }
}
