import Domain
import EventStore
import Foundation
import JSON

/// Sign-ins for the members that the seeds brought, and the file that tells them.
///
/// Passwords are random and told nowhere else. The file is written last, whole, with mode 0600: who
/// finds it may rely on all that it names.
struct DemoCredentials: Sendable {
    struct Member: Hashable, Sendable {
        let name: Text
        let password: Text
        let role: Role
    }

    struct Code: Hashable, Sendable {
        let code: String
        let member: Text
    }

    let url: String
    let members: [Member]
    let codes: [Code]

    /// Laptops that the demonstration enrols: one code each, for members who work outside.
    static let laptops = 2

    /// Gives every member of the log with a role a new password, one role each.
    static func make(_ runtime: Runtime, _ signIn: SignIn, url: String) async throws
        -> DemoCredentials
    {
        let rows = try await runtime.readModels.list(
            MemberRow.model, ReadModelQuery(limit: 1_000))
        var members: [Member] = []
        var outside: [Text] = []
        for row in rows {
            guard let row = MemberRow(row), let role = row.roles.first else { continue }
            let password = SignIn.randomPassword()
            try await signIn.setPassword(name: row.name, password: password, actor: row.actor)
            members.append(Member(name: row.name, password: password, role: role))
            if role == .field || role == .unit { outside.append(row.actor.id) }
        }
        let enrolment = EnrolmentCodes(runtime.log)
        var codes: [Code] = []
        for member in outside.prefix(laptops) {
            codes.append(Code(code: try await enrolment.issue(for: member), member: member))
        }
        return DemoCredentials(url: url, members: members, codes: codes)
    }

    func write(to home: Home) throws {
        try writeDurably(Data(json + [0x0a]), to: URL(fileURLWithPath: home.credentialsFile))
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("url")
        writer.string(url)
        writer.key("members")
        writer.beginArray()
        for member in members {
            writer.beginObject()
            writer.key("name")
            writer.string(member.name.string)
            writer.key("password")
            writer.string(member.password.string)
            writer.key("roles")
            writer.beginArray()
            writer.string(member.role.rawValue)
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.key("enrolmentCodes")
        writer.beginArray()
        for code in codes {
            writer.beginObject()
            writer.key("code")
            writer.string(code.code)
            writer.key("member")
            writer.string(code.member.string)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
