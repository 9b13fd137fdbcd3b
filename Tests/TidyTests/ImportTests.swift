import Testing

/// Which target may see what: the arrows of the map (`docs/ARCHITECTURE.md`), file by file.
@Suite struct ImportTests {
    private func imports(under folder: String, allowed: Set<String>) throws -> [String] {
        try Sources.swift(under: folder).flatMap { file in
            file.imports.filter { !allowed.contains($0) }.map { "\(file.path): \($0)" }
        }
    }

    @Test func `JSON imports nothing`() throws {
        #expect(try imports(under: "Sources/JSON", allowed: []) == [])
    }

    @Test func `Domain imports JSON alone`() throws {
        #expect(try imports(under: "Sources/Domain", allowed: ["JSON"]) == [])
    }

    @Test func `Sync imports Domain, JSON and Crypto, and no clock or file`() throws {
        #expect(
            try imports(under: "Sources/Sync", allowed: ["Crypto", "Domain", "JSON"]) == [])
    }

    @Test func `EventStore needs no Foundation and no server`() throws {
        let allowed: Set = [
            "CLibpq", "Crypto", "Domain", "Glibc", "JSON", "Logging", "Metrics", "Synchronization",
        ]
        #expect(try imports(under: "Sources/EventStore", allowed: allowed) == [])
    }

    @Test func `libpq is seen by EventStore, and by the limits that it is measured against`() throws
    {
        let allowed = ["Sources/EventStore/", "Sources/Bench/Limits/"]
        let found = try Sources.swift().filter { file in
            file.imports.contains("CLibpq") && !allowed.contains { file.path.hasPrefix($0) }
        }
        #expect(found.map(\.path) == [])
    }

    @Test func `the laptop never sees the event store or the server`() throws {
        let found = try Sources.swift(under: "Sources/Field").filter {
            !$0.imports.isDisjoint(with: ["EventStore", "Server", "CLibpq"])
        }
        #expect(found.map(\.path) == [])
    }

    @Test func `unchecked code is only where C is wrapped or bytes are read`() throws {
        let allowed = [
            "Sources/EventStore/Postgres/", "Sources/EventStore/Threads/", "Sources/JSON/",
        ]
        let words = ["@unchecked Send" + "able", "nonisolated(un" + "safe)"]
        let found = try Sources.swift().filter { file in
            words.contains { file.text.contains($0) }
                && !allowed.contains { file.path.hasPrefix($0) }
        }
        #expect(found.map(\.path) == [])
    }

    /// The bench fills logs of ten million events faster than any append, and by other means.
    @Test func `SQL statements are in the event store, and in the bench that measures it`() throws {
        let words = ["INSERT " + "INTO headwater.", "SELECT * " + "FROM headwater."]
        let found = try Sources.swift(under: "Sources").filter { file in
            words.contains { file.text.contains($0) }
                && !file.path.hasPrefix("Sources/EventStore/")
                && !file.path.hasPrefix("Sources/Bench/")
        }
        #expect(found.map(\.path) == [])
    }
}
