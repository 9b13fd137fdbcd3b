import Foundation
import Synchronization

/// Shows how far long work has come: one line that changes on a terminal, else a plain line for
/// every tenth. On standard error, so that what a command yields can be piped.
final class Progress: Sendable {
    private let title: String
    private let isTerminal: Bool
    private let shown = Mutex(-1)

    init(_ title: String) {
        self.title = title
        isTerminal = isatty(2) == 1
    }

    /// - Parameter fraction: 0...1
    func update(_ fraction: Double, _ detail: String = "") {
        let step = isTerminal ? 1 : 10
        let percent = Int(min(1, max(0, fraction)) * 100) / step * step
        shown.withLock { shown in
            guard percent > shown else { return }
            shown = percent
            let line = "\(title) \(percent) %\(detail.isEmpty ? "" : " · \(detail)")"
            Console.error(isTerminal ? "\r\u{1b}[K\(line)" : line, newline: !isTerminal)
        }
    }

    func finish(_ summary: String) {
        Console.error((isTerminal ? "\r\u{1b}[K" : "") + "\(title) \(summary)")
    }
}

/// What a person or a pipe reads.
enum Console {
    static func output(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func output(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes + [0x0a]))
    }

    static func error(_ text: String, newline: Bool = true) {
        FileHandle.standardError.write(Data((text + (newline ? "\n" : "")).utf8))
    }
}
