import Foundation

/// One run of a built program, with what it printed in a file. Ended with the object.
final class Program {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let outputPath: String

    /// - Parameter name: `headwater` or `headwater-field`, as built beside these tests.
    init(
        _ name: String, _ arguments: [String], environment: [String: String], output: String
    ) throws {
        outputPath = output
        var variables = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("HEADWATER_")
        }
        variables.merge(environment) { _, new in new }
        process.executableURL = try Program.find(name)
        process.arguments = arguments
        process.environment = variables
        guard FileManager.default.createFile(atPath: output, contents: nil),
            let file = FileHandle(forWritingAtPath: output)
        else { throw Failure(description: "cannot write \(output)") }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// All that it has printed so far, on both streams.
    var printed: String {
        FileManager.default.contents(atPath: outputPath)
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func send(_ signal: Int32) throws {
        guard kill(pid, signal) == 0 else {
            throw Failure(description: "process \(pid) is not there to be signalled")
        }
    }

    /// Waits for its end: its exit status, or minus the number of the signal that ended it.
    func end(within seconds: Double = 30) async throws -> Int32 {
        try await eventually("\(pid) to end, having printed:\n\(printed)", within: seconds) {
            !self.process.isRunning
        }
        let status = process.terminationStatus
        return process.terminationReason == .exit ? status : -status
    }

    /// Beside the test bundle; a program that is not built is a failure, never a reason to skip.
    private static func find(_ name: String) throws -> URL {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let built = Repository.root.appendingPathComponent(".build/release")
        for folder in [bundle, built] {
            let program = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        }
        throw Failure(description: "\(name) is not built")
    }
}

enum Repository {
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }()

    static var seeds: String { root.appendingPathComponent("seeds").path }
}

/// Looks again until `condition` holds; throws after `seconds`. What is waited for lies in other
/// processes, which tell nobody here.
func eventually(
    _ what: @autoclosure () -> String, within seconds: Double,
    _ condition: () throws -> Bool
) async throws {
    let deadline = Date().addingTimeInterval(seconds)
    while try !condition() {
        guard Date() < deadline else {
            throw Program.Failure(description: "waited \(seconds) s for \(what())")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
