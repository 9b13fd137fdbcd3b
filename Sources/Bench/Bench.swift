import Foundation
import Logging

/// What can be measured; each name is an argument of `scripts/bench`.
package enum BenchGroup: String, CaseIterable {
    case append, read

    func run(_ bench: BenchCluster) async throws -> [BenchRow] {
        switch self {
        case .append: try await AppendBench(bench).run()
        case .read: try await ReadBench(bench).run()
        }
    }
}

/// What was asked for on the command line: `[append|read|all] [--json]`.
package struct BenchArguments {
    package var groups: [BenchGroup] = BenchGroup.allCases
    package var isJSON = false

    /// Nil for words that it does not know.
    package init?(_ words: some Sequence<String>) {
        for word in words {
            if word == "--json" {
                isJSON = true
            } else if let group = BenchGroup(rawValue: word) {
                groups = [group]
            } else if word == "all" {
                groups = BenchGroup.allCases
            } else {
                return nil
            }
        }
    }

    static var usage: String {
        let names = BenchGroup.allCases.map { $0.rawValue } + ["all"]
        return "usage: bench [\(names.joined(separator: "|"))] [--json]"
    }
}

/// Runs the program and ends with 0 where all was measured, whatever the figures are.
package func runBench() async {
    guard let arguments = BenchArguments(CommandLine.arguments.dropFirst()) else {
        say(BenchArguments.usage)
        exit(2)
    }
    LoggingSystem.bootstrap { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = .warning
        return handler
    }
    do {
        let rows = try await BenchCluster.with { bench in
            var rows: [BenchRow] = []
            for group in arguments.groups {
                say("== \(group.rawValue)")
                rows += try await group.run(bench)
            }
            return rows
        }
        print(arguments.isJSON ? BenchRow.json(rows) : BenchRow.table(rows))
    } catch {
        say("\(error)")
        exit(1)
    }
}

/// Standard output is for the figures alone.
func say(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
