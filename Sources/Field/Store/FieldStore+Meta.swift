package import Domain
import GRDB
package import Sync

/// Who the laptop is, and where it belongs.
package struct FieldEnrolment: Hashable, Sendable {
    package let server: String
    package let device: Text
    package let name: Text
    package let owner: Actor
    package let logID: EventID
    package let epoch: Int64

    package init(server: String, name: Text, _ answer: EnrolAnswer) {
        self.init(
            server: server, device: answer.device, name: name, owner: answer.owner,
            logID: answer.logID, epoch: answer.epoch)
    }

    init(
        server: String, device: Text, name: Text, owner: Actor, logID: EventID, epoch: Int64
    ) {
        self.server = server
        self.device = device
        self.name = name
        self.owner = owner
        self.logID = logID
        self.epoch = epoch
    }
}

extension FieldStore {
    enum MetaName: String {
        case server, device, name, member, unit, roles
        case logID = "log_id"
        case epoch, cursor
        case prefixHash = "prefix_hash"
        case lastSync = "last_sync"
    }

    /// Nil before the laptop is enrolled.
    package func enrolment() throws -> FieldEnrolment? {
        try database.read { try FieldStore.enrolment($0) }
    }

    static func enrolment(_ database: Database) throws -> FieldEnrolment? {
        guard let server = try value(.server, database), let device = try value(.device, database),
            let member = try value(.member, database), let mark = try mark(database)
        else { return nil }
        let roles = try value(.roles, database)?.split(separator: " ") ?? []
        let owner = Actor(
            id: Text(member), unit: Text(try value(.unit, database) ?? ""),
            roles: Set(roles.compactMap { Role(rawValue: String($0)) }))
        return FieldEnrolment(
            server: server, device: Text(device), name: Text(try value(.name, database) ?? ""),
            owner: owner, logID: mark.logID, epoch: mark.epoch)
    }

    /// Remembers an enrolment. The cursor of an earlier one in the same log stays.
    package func enrol(_ enrolment: FieldEnrolment) throws {
        try durably(.enrolment) { database in
            let known = try FieldStore.mark(database)
            if let known, known.logID != enrolment.logID {
                let server = try FieldStore.value(.server, database) ?? ""
                throw LaptopError.enrolledElsewhere(server: server)
            }
            let roles = enrolment.owner.roles.map(\.rawValue).sorted()
            for (name, value) in [
                (MetaName.server, enrolment.server), (.device, enrolment.device.string),
                (.name, enrolment.name.string), (.member, enrolment.owner.id.string),
                (.unit, enrolment.owner.unit.string), (.roles, roles.joined(separator: " ")),
            ] {
                try FieldStore.set(name, value, database)
            }
            guard known == nil else { return }
            try FieldStore.set(.logID, enrolment.logID.description, database)
            try FieldStore.set(.epoch, String(enrolment.epoch), database)
            try FieldStore.set(.cursor, "0", database)
            try FieldStore.set(.prefixHash, Hex.text(Intent.noHash), database)
        }
    }

    package func lastSync() throws -> Instant? {
        try database.read { try FieldStore.value(.lastSync, $0).flatMap { Instant($0) } }
    }

    package func synced(at moment: Instant) throws {
        try database.write { try FieldStore.set(.lastSync, moment.description, $0) }
    }

    static func mark(_ database: Database) throws -> LogMark? {
        guard let log = try value(.logID, database).flatMap({ EventID($0) }),
            let epoch = try value(.epoch, database).flatMap({ Int64($0) }),
            let cursor = try value(.cursor, database).flatMap({ Int64($0) }),
            let hash = try value(.prefixHash, database).flatMap({ Hex.bytes($0) })
        else { return nil }
        return LogMark(logID: log, epoch: epoch, position: cursor, prefixHash: hash)
    }

    static func value(_ name: MetaName, _ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT value FROM meta WHERE name = ?", arguments: [name.rawValue])
    }

    static func set(_ name: MetaName, _ value: String, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
            arguments: [name.rawValue, value])
    }
}
