import Domain
import EventStore
import Testing

@Suite struct CopyStreamTests {
    private static let header = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a] + zeros(9)
    private static let end = big(Int16(-1))

    @Test func `a copy is its header, its rows and its end`() throws {
        let first = CopyStreamTests.row([[1, 2], nil, []])
        var stream = CopyStream()
        #expect(try read(&stream, CopyStreamTests.header + first) == [[1, 2], nil, []])
        #expect(try read(&stream, CopyStreamTests.row([])) == [])
        #expect(try read(&stream, CopyStreamTests.end) == nil)
        try stream.finish()
    }

    @Test func `a copy without rows is its header and its end in one message`() throws {
        var stream = CopyStream()
        #expect(try read(&stream, CopyStreamTests.header + CopyStreamTests.end) == nil)
        try stream.finish()
    }

    @Test func `a copy that stops before its end is an error`() throws {
        var stream = CopyStream()
        _ = try read(&stream, CopyStreamTests.header + CopyStreamTests.row([[1]]))
        #expect(throws: EventStoreError.malformed("a COPY without its end")) {
            try stream.finish()
        }
    }

    @Test func `a row after the end is an error`() throws {
        var stream = CopyStream()
        _ = try read(&stream, CopyStreamTests.header + CopyStreamTests.end)
        #expect(throws: EventStoreError.malformed("a row after the end of a COPY")) {
            _ = try read(&stream, CopyStreamTests.row([[1]]))
        }
    }

    @Test func `another signature, flags and a negative length are errors`() {
        var foreign = CopyStreamTests.header
        foreign[0] = 0x51
        var flagged = CopyStreamTests.header
        flagged[14] = 1
        let negative = big(Int16(1)) + big(Int32(-2))
        for (message, reason) in [
            (foreign + CopyStreamTests.end, "a COPY without its signature"),
            (flagged + CopyStreamTests.end, "a COPY with flags 1"),
            (CopyStreamTests.header + negative, "a field of -2 bytes"),
            (CopyStreamTests.header + big(Int16(-3)), "a row of -3 fields"),
        ] {
            #expect(throws: EventStoreError.malformed(reason)) {
                var stream = CopyStream()
                _ = try read(&stream, message)
            }
        }
    }

    @Test func `a row cut at any byte is an error, and so is one with a byte too many`() throws {
        let row = CopyStreamTests.event()
        #expect(try CopyStreamTests.decode(row).payload == Array("{}".utf8))
        for length in 0..<row.count {
            #expect(throws: EventStoreError.self) {
                try CopyStreamTests.decode(Array(row[..<length]))
            }
        }
        #expect(throws: EventStoreError.malformed("0 fields and 1 bytes too many")) {
            try CopyStreamTests.decode(row + [0])
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `bytes changed at random give an event or an error, never more`(seed: UInt64) {
        var random = Random(state: seed)
        let row = CopyStreamTests.event()
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            var changed = row
            for _ in 0...Int(random.next() % 3) {
                changed[Int(random.next() % UInt64(row.count))] = UInt8(random.next() & 0xff)
            }
            if random.next() % 4 == 0 {
                changed.removeLast(Int(random.next() % UInt64(row.count)))
            }
            do {
                _ = try CopyStreamTests.decode(changed)
                read += 1
            } catch {
                refused += 1
            }
        }
        #expect(read > 1_000)
        #expect(refused > 1_000)
    }

    /// The fields of the row in one message; nil for the end mark.
    private func read(_ stream: inout CopyStream, _ message: [UInt8]) throws -> [[UInt8]?]? {
        try message.withUnsafeBytes { bytes in
            guard var row = try stream.row(in: bytes) else { return nil }
            var fields: [[UInt8]?] = []
            while true {
                do {
                    try row.end()
                    return fields
                } catch {
                    fields.append(try row.next().map { Array($0) })
                }
            }
        }
    }

    private static func decode(_ row: [UInt8]) throws -> StoredEvent {
        var stream = CopyStream()
        return try (header + row).withUnsafeBytes { bytes in
            guard var row = try stream.row(in: bytes) else {
                throw EventStoreError.malformed("the end")
            }
            let event = try RawEvent(&row, EventNames())
            try row.end()
            guard let stored = event.intoStored() else {
                throw EventStoreError.malformed("a stream of an unknown kind")
            }
            return stored
        }
    }

    private static func event() -> [UInt8] {
        row([
            big(Int64(7)), Array("task/a".utf8), big(Int32(1)), zeros(16),
            Array("NoteAdded".utf8), big(Int32(1)), big(Int32(9_292)), nil, big(Int64(5)),
            Array("clerk".utf8), nil, nil, nil, zeros(16), [0], Array("{}".utf8),
        ])
    }

    private static func row(_ fields: [[UInt8]?]) -> [UInt8] {
        fields.reduce(into: big(Int16(fields.count))) { row, field in
            row += big(Int32(field?.count ?? -1)) + (field ?? [])
        }
    }
}

private struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}

private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

private func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
