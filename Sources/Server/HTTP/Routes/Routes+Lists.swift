import Domain
import EventStore
import HTTPTypes
import JSON

/// Lists, single rows and histories of every kind of thing that has a read model.
enum ListRoutes {
    static func all(_ services: Services) -> [Route] {
        let models = services.lists.store.models
        let lists = ListCatalogue.lists(models).flatMap { source in
            [list(services, source), one(services, source), history(services, source)]
        }
        return lists + ListCatalogue.subLists(models).map { subList(services, $0) }
    }

    private static func list(_ services: Services, _ source: ListSource) -> Route {
        Route(
            .get, "/v1/\(source.kind.path)", .signedIn, name: "\(source.kind.rawValue).list",
            "列表:\(source.kind.path)", "Lists \(source.kind.path)."
        ) { call in
            try await page(services, source, call, fixed: [])
        }.with {
            $0.parameters = parameters(source)
            $0.produces = ["application/json", "text/csv"]
        }
    }

    private static func subList(_ services: Services, _ source: ListSource) -> Route {
        let path = source.parent?.path ?? "parts"
        let column = source.parent?.column.name ?? ""
        return Route(
            .get, "/v1/\(source.kind.path)/{id}/\(path)", .signedIn,
            name: "\(source.kind.rawValue).\(path)", "明细:\(source.kind.path)/\(path)",
            "Lists the \(path) of one of \(source.kind.path)."
        ) { call in
            let parent = try call.parameter("id")
            let stream = StreamID(source.kind, parent)
            guard try await services.log.stream(stream) != nil else { throw Problem.notFound }
            return try await page(
                services, source, call,
                fixed: [ReadModelFilter(column, .equal, .text(parent))])
        }.with {
            $0.parameters = parameters(source)
            $0.produces = ["application/json", "text/csv"]
        }
    }

    private static func page(
        _ services: Services, _ source: ListSource, _ call: Call, fixed: [ReadModelFilter]
    ) async throws -> Answer {
        let csv = wantsCSV(call)
        try call.query.allow(source.queryNames)
        var query = try ListQuery(call.query, source, csv: csv)
        query.filters += fixed
        let page = try await services.lists.page(source, query)
        guard csv else {
            return Answer.json(
                ListDocument.page(
                    page.rows, source, nextCursor: page.nextCursor, position: page.position)
            ).at(page.position)
        }
        var answer = Answer(
            .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(source.kind.path).csv\"",
            ], body: .bytes(ListCSV.bytes(page.rows, source, call.language)))
        answer.headers[.nextCursor] = page.nextCursor
        return answer.at(page.position)
    }

    private static func one(_ services: Services, _ source: ListSource) -> Route {
        let names = ["asOf", "minPosition"] + (source.hasDays ? ["effective"] : [])
        return Route(
            .get, "/v1/\(source.kind.path)/{id}", .signedIn, name: "\(source.kind.rawValue).get",
            "查看:\(source.kind.path)", "Shows one of \(source.kind.path)."
        ) { call in
            try call.query.allow(names)
            let query = try ListQuery(call.query, source, csv: false)
            let id = try call.parameter("id")
            let found = try await services.lists.one(
                source, id, moment: query.moment, effective: query.effective,
                minPosition: query.minPosition)
            guard let found else { throw Problem.notFound }
            return Answer.json(ListDocument.one(found.row, source, version: found.version))
                .at(found.position).with(etag: found.version)
        }.with { route in
            route.parameters = parameters(source).filter { names.contains($0.name) }
        }
    }

    private static func history(_ services: Services, _ source: ListSource) -> Route {
        let names = ["limit", "cursor", "asOf", "minPosition"]
        return Route(
            .get, "/v1/\(source.kind.path)/{id}/history", .signedIn,
            name: "\(source.kind.rawValue).history", "办理过程:\(source.kind.path)",
            "Every event of one of \(source.kind.path), oldest first."
        ) { call in
            try call.query.allow(names)
            return try await history(services, source.kind, call)
        }.with { route in
            route.parameters = parameters(source).filter { names.contains($0.name) }
        }
    }

    private static func history(
        _ services: Services, _ kind: AggregateKind, _ call: Call
    ) async throws -> Answer {
        let range = try EventRange(call.query)
        let head = try await services.log.head()
        if let minPosition = range.minPosition, minPosition > head.position {
            throw Problem.behind(position: head.position, parked: false)
        }
        let through =
            range.moment == nil ? nil : try await services.lists.position(range.moment)
        let stream = StreamID(kind, try call.parameter("id"))
        var events = try await services.log.load(
            stream, after: Int(range.after), limit: range.limit + 1)
        if let through { events.removeAll { $0.envelope.position > through } }
        if events.isEmpty, try await services.log.stream(stream) == nil { throw Problem.notFound }
        var nextCursor: String?
        if events.count > range.limit {
            events.removeLast(events.count - range.limit)
            nextCursor = events.last.map { EventRange.cursor(Int64($0.envelope.version)) }
        }
        let position = through ?? head.position
        return Answer.json(
            EventDocument.page(events, nextCursor: nextCursor, position: position)
        ).at(position)
    }

    /// True if the caller asks for CSV before JSON.
    private static func wantsCSV(_ call: Call) -> Bool {
        (call.header(.accept) ?? "").lowercased().split(separator: ",").lazy
            .map { $0.filter { $0 != " " }.split(separator: ";").first ?? "" }
            .first { ["text/csv", "application/json", "*/*", "application/*"].contains($0) }
            == "text/csv"
    }

    private static func parameters(_ source: ListSource) -> [Route.Parameter] {
        let filters = source.columns.filter { $0.isFilter }.map { column in
            Route.Parameter(
                column.apiName, form(column.column.type), "\(column.column.chinese) (equal)")
        }
        let common: [Route.Parameter] = [
            .init("sort", .text, "A column's name, or -name for the other direction."),
            .init("limit", .integer, "Rows of a page, 1 to \(HTTPLimits.pageRowsMost)."),
            .init("cursor", .text, "nextCursor of the page before."),
            .init("asOf", .text, "pos:123, or an RFC 3339 time: what the log knew then."),
            .init("minPosition", .integer, "Wait until the rows show this position."),
        ]
        let days: [Route.Parameter] =
            source.hasDays ? [.init("effective", .day, "What had happened by this day.")] : []
        return filters + common + days
    }

    private static func form(_ type: Column.ColumnType) -> Route.Parameter.Form {
        switch type {
        case .text, .json: .text
        case .integer: .integer
        case .day: .day
        case .boolean: .boolean
        }
    }
}
