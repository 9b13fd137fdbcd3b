import Domain
import Foundation
import JSON
import TestKit

/// Runs the real seeds through the deciders in memory: no database, no keys.
struct SeedDriver {
    private(set) var events: [Recorded<BureauEvent>] = []
    private var known = Bureau.Known()
    private var parameters = ParameterTable()
    private var holders: [Claim: StreamID] = [:]

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// The whole of `seeds/`, in loading order. Made once: a test that changed it would have its
    /// own copy.
    static let loaded = Result<SeedDriver, any Error> {
        var driver = SeedDriver()
        try driver.load()
        return driver
    }

    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "seeds")

    static func lines() throws -> [(place: String, line: SeedLine)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { name in
            let bytes = try [UInt8](Data(contentsOf: folder.appending(path: name)))
            return try bytes.split(separator: 0x0a).enumerated().map { index, bytes in
                ("\(name):\(index + 1)", try SeedLine(bytes))
            }
        }
    }

    static func roster() throws -> SeedRoster {
        try SeedRoster(
            of: JSONValue(parsing: [UInt8](Data(contentsOf: folder.appending(path: "roster.json"))))
        )
    }

    private mutating func load() throws {
        let lines = try SeedDriver.lines()
        let cast = try SeedCast(lines.map(\.line))
        let persons = SeedPersons(try SeedDriver.roster())
        for (place, line) in lines {
            do {
                try perform(line, as: cast.actor(line.actor), persons.body(of: line))
            } catch {
                throw Refused(description: "\(place): \(error)")
            }
        }
    }

    private mutating func perform(_ line: SeedLine, as actor: Actor, _ body: JSONValue) throws {
        let sealed = FakeSealer.seal(body)
        guard let command = try BureauCommand.read(line.stream.kind, line.command, sealed) else {
            throw Refused(description: "no command \(line.command)")
        }
        guard Policy.allows(command, to: actor) else {
            throw Refused(description: "\(actor.id) may not \(line.command)")
        }
        let context = Context(
            actor: actor, today: line.day, occurredOn: line.day, imported: true,
            parameters: parameters)
        var needed = [line.stream]
        while true {
            for stream in known.missing(needed) { known[stream] = Snapshot(stream.kind) }
            switch Bureau.decide(command, on: line.stream, context, known) {
            case .needs(let more): needed = more
            case .decided(let decision):
                for write in decision.writes { try append(write, line) }
                return
            case .rejected(let rejection):
                throw Refused(description: rejection.text(in: .english))
            case .notUnderstood(let stream, let version):
                throw Refused(description: "\(stream) is not understood at \(version)")
            }
        }
    }

    private mutating func append(_ write: Bureau.Write, _ line: SeedLine) throws {
        var snapshot = known[write.stream] ?? Snapshot(write.stream.kind)
        for change in Bureau.claims(of: write.events, before: snapshot.state) {
            switch change {
            case .take(let claim):
                guard holders[claim] == nil else {
                    throw Refused(description: "\(claim) is held")
                }
                holders[claim] = write.stream
            case .release(let claim): holders[claim] = nil
            }
        }
        for event in write.events {
            snapshot.take(event)
            if case .parameter(let event) = event { parameters.take(event) }
            events.append(try recorded(event, snapshot.version, write.stream, line))
        }
        known[write.stream] = snapshot
    }

    /// Through the stored form and back, as a reader of the log gets it.
    private func recorded(
        _ event: BureauEvent, _ version: Int, _ stream: StreamID, _ line: SeedLine
    ) throws -> Recorded<BureauEvent> {
        guard let encoded = event.encoded else { throw Refused(description: "not encoded") }
        let position = Int64(events.count + 1)
        let envelope = Envelope(
            position: position, stream: stream, version: version,
            id: EventID(high: 0, low: UInt64(position)), type: encoded.type,
            schema: encoded.schema, occurredOn: line.day,
            recordedAt: Instant(microseconds: position), actor: line.actor, imported: true)
        return BureauEvent.decode(StoredEvent(envelope, payload: encoded.payload))
    }
}

extension SeedDriver {
    /// The report of `period` as a server would make it: enrolments are left out.
    func report(_ period: String, through position: Int64? = nil) throws -> Report {
        guard let period = ReportPeriod(period) else { throw Refused(description: period) }
        var book = ReportBook(period)
        let last = position ?? Int64(events.count)
        for recorded in events where recorded.position <= last {
            if recorded.envelope.type != "PersonEnrolled" { book.take(recorded) }
        }
        return book.report(at: last)
    }
}

/// Stands in for the server's sealing: the shape of what it makes, without its secrecy.
enum FakeSealer {
    static func seal(_ body: JSONValue) -> JSONValue {
        guard case .object(var object) = body, let persons = object["persons"]?.arrayValue else {
            return body
        }
        object.set("persons", .array(persons.map(sealed)))
        return .object(object)
    }

    private static func sealed(_ person: JSONValue) -> JSONValue {
        guard case .object(let object) = person else { return person }
        let personal = ["name", "identityNumber", "account"]
        var rest = JSONObject(object.members.filter { !personal.contains($0.key) })
        rest.set("sealed", .string("fake:" + (object["name"]?.stringValue ?? "")))
        rest.set("identityClaim", .string("i-" + (object["identityNumber"]?.stringValue ?? "")))
        rest.set("accountClaim", .string("a-" + (object["account"]?.stringValue ?? "")))
        return .object(rest)
    }
}
