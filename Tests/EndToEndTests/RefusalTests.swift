import Foundation
import Testing

/// What stands in the way is said in a sentence that tells what to do, and the status is not 0.
@Suite(.serialized, .timeLimit(.minutes(3))) struct RefusalTests {
    private func refusal(_ program: Program) async throws -> String {
        #expect(try await program.end() > 0)
        let printed = program.printed
        #expect(!printed.contains("Fatal error"))
        return printed
    }

    @Test func `a port that is taken`() async throws {
        let place = try Installation()
        let holder = try Port.listen(on: place.port)
        defer { close(holder) }
        let said = try await refusal(try place.run(["serve"]))
        #expect(said.contains("port \(place.port) is taken"))
        #expect(said.contains("HEADWATER_PORT"))
        #expect(place.postmaster == nil)
    }

    @Test func `a port that is none`() async throws {
        let place = try Installation()
        let environment = ["HEADWATER_PORT": "eighty"]
        let said = try await refusal(try place.run(["serve"], environment: environment))
        #expect(said.contains("eighty is no port"))
    }

    @Test func `a database that is not there, without its password`() async throws {
        let place = try Installation()
        let environment = [
            "HEADWATER_DATABASE_URL":
                "postgresql://nobody:hush-hush@127.0.0.1:1/none?connect_timeout=2"
        ]
        let said = try await refusal(try place.run(["serve"], environment: environment))
        #expect(said.contains("HEADWATER_DATABASE_URL cannot be reached"))
        #expect(said.contains("Connection refused"))
        #expect(!said.contains("hush-hush"))
    }

    @Test func `a home that cannot be entered or written`() async throws {
        let place = try Installation()
        let closed = place.home + "/closed"
        try FileManager.default.createDirectory(
            atPath: closed, withIntermediateDirectories: false)
        guard chmod(closed, geteuid() == 0 ? 0o700 : 0o500) == 0 else {
            throw Program.Failure(description: "cannot change \(closed)")
        }
        let environment = ["HEADWATER_HOME": closed + "/home"]
        let said = try await refusal(try place.run(["serve"], environment: environment))
        if geteuid() == 0 {
            #expect(said.contains("cannot enter the folder \(closed):"))
            #expect(said.contains("chmod o+x \(closed)"))
        } else {
            #expect(said.contains("cannot make the folder \(closed)/home"))
        }
    }

    @Test func `seeds that are not there`() async throws {
        let place = try Installation()
        let said = try await refusal(try place.run(["serve", "--seeds", "/nowhere"]))
        #expect(said.contains("there is no folder /nowhere"))
    }
}
