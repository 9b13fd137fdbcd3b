import Domain
import Foundation
import JSON
import Server
import Testing

/// A folder of its own for each test, removed when the test ends.
private final class KeyFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("hw-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(at: url) } catch { print("left behind: \(url)") }
    }

    func sealer(mayCreate: Bool = true) throws -> PersonalSealer {
        let keys = try ServerKeys.open(url, mayCreate: mayCreate)
        let store = try PersonKeyStore(url.appendingPathComponent("persons.sqlite"), keys)
        return PersonalSealer(keys: keys, store: store)
    }
}

@Suite struct PersonalSealerTests {
    /// A rare character outside the basic plane must come back as it was written.
    let clear: JSONValue = [
        "name": "𠮷某", "identityNumber": "99990019500101001x", "account": "6200000000000001",
    ]

    private func person(_ id: String) -> JSONValue {
        guard case .object(var object) = clear else { return clear }
        object.set("person", .string(id))
        object.set("dayOfMove", "1958-07-01")
        return .object(object)
    }

    @Test func `what is sealed opens again, and only with that person's key`() throws {
        let folder = try KeyFolder()
        let sealer = try folder.sealer()
        let body = try sealer.seal(.roster, "enrol", ["persons": [person("p-1"), person("p-2")]])
        let persons = try #require(body["persons"]?.arrayValue)
        let sealed = try #require(persons[0]["sealed"]?.stringValue)
        #expect(try sealer.open(Text(sealed), person: "p-1") == clear)
        #expect(throws: PersonalDataError.sealDamaged(person: "p-2")) {
            try sealer.open(Text(sealed), person: "p-2")
        }
        #expect(throws: PersonalDataError.personKeyMissing(person: "p-3")) {
            try sealer.open(Text(sealed), person: "p-3")
        }
    }

    @Test func `no personal field is left in the body, and the others stay`() throws {
        let folder = try KeyFolder()
        let body = try folder.sealer().seal(.roster, "enrol", ["persons": [person("p-1")]])
        let keys = body["persons"]?.arrayValue?.first?.objectValue?.keys
        #expect(
            keys == ["person", "dayOfMove", "sealed", "identityClaim", "accountClaim"])
        for secret in ["𠮷某", "99990019500101001", "6200000000000001"] {
            #expect(!body.text.contains(secret))
        }
    }

    @Test func `the same identity number makes the same claim, in either letter case`() throws {
        let folder = try KeyFolder()
        let sealer = try folder.sealer()
        #expect(
            sealer.identityClaim("99990019500101001x") == sealer.identityClaim("99990019500101001X")
        )
        #expect(
            sealer.identityClaim("99990019500101001X") != sealer.identityClaim("99990019500101002X")
        )
        let other = try KeyFolder()
        #expect(
            try other.sealer().identityClaim("99990019500101001X")
                != sealer.identityClaim("99990019500101001X"))
    }

    @Test func `keys outlive the process, and are never made anew once there are persons`() throws {
        let folder = try KeyFolder()
        let body = try folder.sealer().seal(.roster, "enrol", ["persons": [person("p-1")]])
        let sealed = try #require(body["persons"]?.arrayValue?.first?["sealed"]?.stringValue)
        let again = try folder.sealer(mayCreate: false)
        #expect(try again.open(Text(sealed), person: "p-1") == clear)
        let master = folder.url.appendingPathComponent("master.key")
        try FileManager.default.removeItem(at: master)
        #expect(throws: PersonalDataError.keyMissing(master.path)) {
            try folder.sealer(mayCreate: false)
        }
    }

    @Test func `every wrong personal field is named`() throws {
        let folder = try KeyFolder()
        let sealer = try folder.sealer()
        let bad: JSONValue = [
            "persons": [
                ["person": "p-1", "name": "a\u{202e}b", "identityNumber": 5],
                ["person": "P 2", "name": ""],
            ]
        ]
        #expect(
            throws: FieldErrors([
                FieldError("/persons/0/name", .controlCharacter),
                FieldError("/persons/0/identityNumber", .wrongType),
                FieldError("/persons/1/name", .empty),
                FieldError("/persons/1/person", .invalidID),
            ])
        ) { try sealer.seal(.roster, "enrol", bad) }
    }

    @Test func `key files are readable by their owner alone`() throws {
        let folder = try KeyFolder()
        _ = try folder.sealer().seal(.roster, "enrol", ["persons": [person("p-1")]])
        for name in ["master.key", "bureau.key", "persons.sqlite"] {
            let path = folder.url.appendingPathComponent(name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600, "\(name)")
        }
    }
}
