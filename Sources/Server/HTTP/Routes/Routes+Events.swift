import Domain
import EventStore
import HTTPTypes
import JSON

/// The log itself, for the administrator and those who check: events, replay, what became of a key.
enum EventRoutes {
    static let readers: Set<Role> = [.administrator, .auditor, .security]

    static func all(_ services: Services) -> [Route] {
        [events(services), replay(services), request(services)]
    }

    private static func events(_ services: Services) -> Route {
        let parameters: [Route.Parameter] = [
            .init("type", .text, "The stored type, such as TaskPlanned."),
            .init("stream", .text, "kind/id."), .init("actor", .text, "Who did it."),
            .init("device", .text, "The laptop it came from."),
            .init("from", .moment, "Recorded at or after."),
            .init("to", .moment, "Recorded at or before."),
            .init("correlation", .text, "The id that one command's events share."),
            .init("sort", .text, "position, or -position for the newest first."),
            .init("limit", .integer, "1 to \(HTTPLimits.pageRowsMost)."),
            .init("cursor", .text, "nextCursor of the page before."),
        ]
        return Route(
            .get, "/v1/events", .roles(readers), name: "events.list", "事件", "Events of the log."
        ) { call in
            try call.query.allow(parameters.map(\.name))
            let range = try EventRange(call.query)
            var filter = try EventFilter(call.query)
            filter.limit = range.limit + 1
            if range.after > 0 {
                if filter.newestFirst {
                    filter.through = range.after - 1
                } else {
                    filter.after = range.after
                }
            }
            let head = try await services.log.head()
            var events = try await services.log.events(filter)
            let nextCursor = cut(&events, range.limit)
            return Answer.json(
                EventDocument.page(events, nextCursor: nextCursor, position: head.position)
            ).at(head.position)
        }.with { $0.parameters = parameters }
    }

    private static func replay(_ services: Services) -> Route {
        let parameters: [Route.Parameter] = [
            .init("from", .text, "pos:N, a time or a day: the first event shown."),
            .init("to", .text, "pos:N, a time or a day: the last event shown."),
            .init("limit", .integer, "1 to \(HTTPLimits.pageRowsMost)."),
            .init("cursor", .text, "nextCursor of the page before."),
        ]
        return Route(
            .get, "/v1/replay", .roles(readers), name: "replay", "回放",
            "What happened between two moments, in order."
        ) { call in
            try call.query.allow(parameters.map(\.name))
            let range = try EventRange(call.query)
            let first = try await bound(services, call.query, "from") ?? 1
            let head = try await services.log.head().position
            let last = min(try await bound(services, call.query, "to") ?? head, head)
            var events: [StoredEvent] = []
            let after = max(first - 1, range.after)
            if after < last {
                events = try await services.log.read(
                    after: after, through: last, limit: range.limit + 1)
            }
            let nextCursor = cut(&events, range.limit)
            return Answer.json(
                EventDocument.page(events, nextCursor: nextCursor, position: last)
            ).at(last)
        }.with { $0.parameters = parameters }
    }

    private static func cut(_ events: inout [StoredEvent], _ limit: Int) -> String? {
        guard events.count > limit else { return nil }
        events.removeLast(events.count - limit)
        return events.last.map { EventRange.cursor($0.envelope.position) }
    }

    /// `from` is the first position at or after its moment, `to` the last one at or before it.
    private static func bound(
        _ services: Services, _ query: QueryItems, _ name: String
    ) async throws -> Int64? {
        guard let text = query[name] else { return nil }
        let isFrom = name == "from"
        if isFrom, let day = Day(text.string) {
            return try await services.log.position(at: .endOf(day + -1)) + 1
        }
        switch PastMoment(text) {
        case .position(let position): return max(isFrom ? 1 : 0, position)
        case .time(let time):
            let before = isFrom ? Instant(microseconds: time.microseconds - 1) : time
            return try await services.log.position(at: before) + (isFrom ? 1 : 0)
        case nil: throw Problem.query(name, .invalidMoment)
        }
    }

    private static func request(_ services: Services) -> Route {
        Route(
            .get, "/v1/requests/{key}", .signedIn, name: "requests.get", "查询命令结果",
            "What became of one of the caller's own idempotency keys."
        ) { call in
            try call.query.allow([])
            let key = try call.parameter("key")
            let actor = try call.signedIn().actor.id
            guard let record = try await services.log.requestOutcome(actor: actor, id: key) else {
                throw Problem.notFound
            }
            let positions = record.first <= record.last ? record.first...record.last : nil
            return Answer.json([
                "key": .string(key.string), "outcome": "appended",
                "position": .integer(record.last),
                "positions": .array(positions?.prefix(100).map { .integer($0) } ?? []),
                "recordedAt": .string(record.recordedAt.description),
            ]).at(record.last)
        }
    }
}

extension EventFilter {
    /// The filters of `GET /v1/events`.
    fileprivate init(_ query: QueryItems) throws(Problem) {
        self.init()
        var wrong: [(name: String, code: FieldError.Code)] = []
        for item in query.items {
            let text = item.value.string
            switch item.name.string {
            case "type": types = [item.value]
            case "actor": actor = item.value
            case "device": device = item.value
            case "stream":
                stream = StreamID(raw: text)
                if stream == nil { wrong.append(("stream", .invalidID)) }
            case "correlation":
                correlation = EventID(text)
                if correlation == nil { wrong.append(("correlation", .invalidID)) }
            case "from":
                from = Day(text).map { .after($0) } ?? Instant(text.replacing(" ", with: "+"))
                if from == nil { wrong.append(("from", .invalidMoment)) }
            case "to":
                to = Day(text).map { .endOf($0) } ?? Instant(text.replacing(" ", with: "+"))
                if to == nil { wrong.append(("to", .invalidMoment)) }
            case "sort":
                newestFirst = text == "-position"
                if text != "position", !newestFirst { wrong.append(("sort", .notAChoice)) }
            default: break
            }
        }
        if !wrong.isEmpty { throw .query(wrong) }
    }
}

extension Instant {
    /// The first microsecond of a day in the bureau's zone.
    fileprivate static func after(_ day: Day) -> Instant {
        Instant(microseconds: Instant.endOf(day + -1).microseconds + 1)
    }
}
