import Foundation
import Testing

/// Style as a test, after TigerBeetle's tidy: what a reader should not have to watch for.
@Suite struct TidyTests {
    @Test func `no file has more than 400 lines`() throws {
        let long = try Sources.swift().filter { $0.lines.count > 400 }
        #expect(long.map { "\($0.path): \($0.lines.count)" } == [])
    }

    @Test func `no line has more than 100 columns`() throws {
        var found: [String] = []
        for file in try Sources.swift() {
            for (number, line) in file.numbered where line.count > 100 {
                found.append("\(file.path):\(number)")
            }
        }
        #expect(found == [])
    }

    @Test func `no function has more than 70 lines`() throws {
        let found = try Sources.swift().flatMap { file in
            file.functions.filter { $0.length > 70 }.map { "\(file.path):\($0.line)" }
        }
        #expect(found == [])
    }

    @Test func `nothing that stops the process, and nothing left undone`() throws {
        // Written in two halves, so that this file does not find itself.
        let words = [
            "try" + "!", "fatal" + "Error(", "precondition" + "Failure(", " as" + "! ",
            "TO" + "DO", "FIX" + "ME", ".dis" + "abled(", ".enabled(" + "if:", "XCT" + "Skip",
            "@test" + "able",
        ]
        var found: [String] = []
        for file in try Sources.swift() {
            for (number, line) in file.numbered {
                for word in words where line.contains(word) {
                    found.append("\(file.path):\(number): \(word)")
                }
            }
        }
        #expect(found == [])
    }

    @Test func `no error is swallowed`() throws {
        let words = [" try" + "? ", "(try" + "? ", "catch {" + "}", "catch { " + "}"]
        var found: [String] = []
        for file in try Sources.swift() {
            for (number, line) in file.numbered {
                for word in words where line.contains(word) {
                    found.append("\(file.path):\(number): \(word)")
                }
            }
        }
        #expect(found == [])
    }

    @Test func `nothing is public`() throws {
        var found: [String] = []
        for file in try Sources.swift(under: "Sources") {
            for (number, line) in file.numbered {
                let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }.prefix(2)
                let isOpen = ["open class", "open func", "open var"].contains(
                    words.joined(separator: " "))
                if words.first == "public" || isOpen {
                    found.append("\(file.path):\(number)")
                }
            }
        }
        #expect(found == [])
    }

    @Test func `no path of one machine`() throws {
        let folders = ["wo" + "rk", "fa" + "rm", "ro" + "ot", "ho" + "me"]
        let starts: [Character] = [" ", "\"", "'", "=", "("]
        var found: [String] = []
        for file in try Sources.all(["Sources", "Tests", "scripts", ".ci", "docs"]) {
            for (number, line) in file.numbered {
                for folder in folders {
                    let isNamed = starts.contains { line.contains("\($0)/\(folder)/") }
                    if isNamed || line.hasPrefix("/\(folder)/") {
                        found.append("\(file.path):\(number)")
                    }
                }
            }
        }
        #expect(found == [])
    }

    @Test func `every target has tests, in a folder of its name`() throws {
        let targets = try Sources.folders(in: "Sources").filter {
            // A module map, and files of one line that start what Server, Field and Bench hold.
            !["CLibpq", "headwater", "headwater-bench", "headwater-field"].contains($0)
        }
        let missing = try targets.filter { target in
            try Sources.swift(under: "Tests/\(target)Tests").allSatisfy {
                !$0.text.contains("@Test")
            }
        }
        #expect(missing == [])
    }

    @Test func `every test can fail`() throws {
        let proofs = ["#expect", "#require", "Issue.record", ".then"]
        let found = try Sources.swift(under: "Tests").filter { file in
            file.text.contains("@Test ") && !proofs.contains { file.text.contains($0) }
        }
        #expect(found.map(\.path) == [])
    }

    @Test func `README names the two commands, and CI runs the tests`() throws {
        let readme = try Sources.file("README.md").text
        #expect(readme.contains("scripts/run"))
        #expect(readme.contains("scripts/test"))
        #expect(try Sources.file(".ci/run").text.contains("scripts/test"))
    }
}
