import Foundation

/// A laptop of one test: a folder of its own, and `headwater-field` run in it.
final class LaptopHome {
    let home: String
    private let place: Installation
    private var runs = 0

    init(_ name: String, at place: Installation) throws {
        self.place = place
        home = "\(place.home)/\(name)"
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true)
    }

    /// Starts a command and leaves it running.
    func start(_ arguments: [String]) throws -> Program {
        runs += 1
        return try Program(
            "headwater-field", arguments,
            environment: ["HEADWATER_FIELD_HOME": home, "HEADWATER_HOME": place.home],
            output: "\(home)/run-\(runs).log")
    }

    /// Runs a command to its end; its exit status and all that it printed.
    @discardableResult
    func run(_ arguments: String...) async throws -> (status: Int32, printed: String) {
        let program = try start(arguments)
        let status = try await program.end(within: 60)
        return (status, program.printed)
    }

    /// Runs a command that must succeed; what it printed.
    @discardableResult
    func done(_ arguments: String...) async throws -> String {
        let program = try start(arguments)
        guard try await program.end(within: 60) == 0 else {
            throw Program.Failure(
                description: "\(arguments.joined(separator: " ")):\n\(program.printed)")
        }
        return program.printed
    }
}
