import ArgumentParser
import Domain
import EventStore
import Foundation

/// `headwater member`: who may sign in. What somebody may do is in the log, and is commanded there.
struct MemberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member", abstract: "人员 · members and their passwords",
        subcommands: [List.self, Password.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "列出人员 · everybody with units and roles")

        func run() async throws {
            let rows = try await Runtime.withCommand { try await MemberCommand.rows($0) }
            var table = TextTable(["编号", "姓名", "单位", "权限"])
            for row in rows {
                let roles = row.roles.map(\.rawValue).joined(separator: " ")
                table.append([
                    row.actor.id.string, row.name.string, row.actor.unit.string, roles,
                ])
            }
            Console.output(table.text)
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password",
            abstract: "重置口令 · give a member a new random password, and end their sessions")

        @Argument(help: "姓名或编号 · the member's name or id")
        var name: String

        func run() async throws {
            let password = try await Runtime.withCommand { runtime in
                let rows = try await MemberCommand.rows(runtime)
                let wanted = Text(name)
                guard let row = rows.first(where: { $0.actor.id == wanted || $0.name == wanted })
                else {
                    throw OperatorError(
                        "没有名为 \(name) 的人员:用 headwater member list 查看",
                        "there is no member \(name): see headwater member list")
                }
                let password = SignIn.randomPassword()
                let signIn = SignIn(runtime.log, members: runtime.readModels)
                try await signIn.setPassword(
                    name: row.name, password: password, actor: row.actor)
                return password
            }
            // On standard output, where it was asked for, and nowhere else.
            Console.output(password.string)
        }
    }

    /// Folded from the log: right whether or not a server keeps the rows.
    static func rows(_ runtime: Runtime) async throws -> [MemberRow] {
        let head = try await runtime.log.head().position
        return try await runtime.readModels.asOf(MemberRow.model, position: head)
            .compactMap { MemberRow($0) }
    }
}

/// `headwater device`: the laptops.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "终端 · the laptops",
        subcommands: [List.self, Code.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "列出终端 · every laptop")

        func run() async throws {
            let model = AnyReadModel(DeviceBoard.self)
            let rows = try await Runtime.withCommand { runtime in
                let head = try await runtime.log.head().position
                return try await runtime.readModels.asOf(model, position: head)
            }
            var table = TextTable(["编号"] + model.columns.map(\.chinese))
            for row in rows {
                table.append([row.key.string] + row.values.map { Replay.cell($0) })
            }
            Console.output(table.text)
        }
    }

    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "code",
            abstract: "生成一次性登记码 · a one-time code with which a laptop enrols")

        @Argument(help: "终端使用人的编号 · the id of the member who will work with it")
        var member: String

        func run() async throws {
            let code = try await Runtime.withCommand { runtime in
                let wanted = Text(member)
                guard
                    try await MemberCommand.rows(runtime).contains(where: { $0.actor.id == wanted })
                else {
                    throw OperatorError(
                        "没有编号为 \(member) 的人员:用 headwater member list 查看",
                        "there is no member \(member): see headwater member list")
                }
                return try await EnrolmentCodes(runtime.log).issue(for: wanted)
            }
            Console.output(code)
        }
    }
}
