import Domain
import Testing

/// Every shape that ever lay in a log, by its golden file.
///
/// A file is never changed: a shape that no longer reads is a log that no longer opens. A new type
/// or schema number gets a file of its own.
@Suite struct StoredShapeTests {
    @Test func `every stored type has a golden file, and every golden file a type`() throws {
        #expect(try Set(Golden.all().map(\.type)).sorted() == Golden.typesOfCodingFiles())
    }

    @Test func `every schema of a type has a golden file, from the first to the present one`()
        throws
    {
        for (type, files) in try Dictionary(grouping: Golden.all(), by: \.type) {
            let latest = try #require(files.max { $0.schema < $1.schema })
            let written = try #require(BureauEvent.decode(latest.stored).event.encoded)
            #expect(files.map(\.schema).sorted() == Array(1...written.schema), "\(type)")
        }
    }

    @Test(arguments: try Golden.all())
    func `the same payload under a schema of the future is not taken for what is known`(
        golden: Golden
    ) {
        var stored = golden.stored
        stored.envelope.schema = 99
        #expect(BureauEvent.decode(stored).event == .unknown)
        stored.envelope.schema = golden.schema
        stored.envelope.type = "Future"
        #expect(BureauEvent.decode(stored).event == .unknown)
    }

    @Test(arguments: try Golden.all())
    func `a golden payload is read, and written again byte for byte`(golden: Golden) throws {
        let event = BureauEvent.decode(golden.stored).event
        let written = try #require(event.encoded)
        #expect(written.type.string == golden.type)
        // An older shape is read into the present one; only that one is written.
        if written.schema == golden.schema {
            #expect(String(decoding: written.payload, as: UTF8.self) == golden.payload)
        } else {
            #expect(written.schema > golden.schema)
        }
    }
}
