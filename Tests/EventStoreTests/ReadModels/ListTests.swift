import Domain
import EventStore
import TestKit
import Testing

@Suite struct ListTests {
    private func withRows(
        _ body: (EventLog, ReadModelStore) async throws -> Void
    ) async throws {
        try await withLog { log in
            let store = try await openStore(log)
            for (id, types) in [
                ("a", ["NoteAdded"]), ("b", ["Other", "Other"]), ("c", ["Other"]),
                ("d", ["NoteAdded", "Other", "NoteAdded"]),
            ] as [(Text, [Text])] {
                for type in types {
                    try await log.append(write(task(id), type, by: Text("author-of-\(id)")))
                }
            }
            try await Projector(store).catchUp()
            try await body(log, store)
        }
    }

    @Test func `filters and sorting give exactly the rows asked for, page by page`() async throws {
        try await withRows { log, store in
            let counts = store.models[0]
            let filtered = try await store.list(
                counts,
                ReadModelQuery(filters: [ReadModelFilter("last_type", .equal, .text("Other"))]))
            #expect(filtered.map { $0.key } == ["b", "c"])
            let more = try await store.list(
                counts,
                ReadModelQuery(
                    filters: [ReadModelFilter("count", .greaterOrEqual, .integer(2))],
                    sort: "count", descending: true))
            #expect(more.map { $0.key } == ["d", "b"])
            var query = ReadModelQuery(sort: "count", limit: 1)
            var pages: [Text] = []
            while let row = try await store.list(counts, query).first {
                pages.append(row.key)
                query.after = ReadModelQuery.Cursor(value: row.values[0], key: row.key)
            }
            #expect(pages == ["a", "c", "b", "d"])
        }
    }

    @Test(arguments: [false, true])
    func `rows without a value come last whatever the direction`(descending: Bool) async throws {
        try await withRows { log, store in
            var query = ReadModelQuery(sort: "last_note", descending: descending, limit: 1)
            var pages: [Text] = []
            while let row = try await store.list(store.models[1], query).first {
                pages.append(row.key)
                query.after = ReadModelQuery.Cursor(value: row.values[1], key: row.key)
            }
            let expected: [Text] =
                descending
                ? ["author-of-d", "author-of-a", "author-of-c", "author-of-b"]
                : ["author-of-a", "author-of-d", "author-of-b", "author-of-c"]
            #expect(pages == expected)
        }
    }

    @Test func `a column that is not there is named`() async throws {
        try await withRows { log, store in
            await #expect(
                throws: EventStoreError.malformed(
                    "test_task_count has no column x\" to filter or sort by")
            ) { try await store.list(store.models[0], ReadModelQuery(sort: "x\"")) }
        }
    }

    @Test func `as of a position shows what was known then, without what a filter leaves out`()
        async throws
    {
        try await withRows { log, store in
            let then = try await store.asOf(store.models[0], position: 3)
            #expect(then.map { $0.key } == ["a", "b"])
            #expect(then.map { $0.values[0] } == [.integer(1), .integer(2)])
            let notes = try await store.asOf(store.models[0], position: 7) {
                $0.envelope.type == "NoteAdded"
            }
            #expect(notes.map { $0.key } == ["a", "d"])
            #expect(notes.map { $0.values[0] } == [.integer(1), .integer(2)])
        }
    }
}
