import Domain
import EventStore
import TestKit
import Testing

@Suite struct IntakeTests {
    private func intake(_ n: Int64, after previous: UInt8, hash: UInt8) -> Intake {
        Intake(
            device: "laptop", n: n, previousHash: [previous], hash: [hash],
            verdict: Array(#"{"verdict":"accepted"}"#.utf8))
    }

    @Test func `intents are taken in by number and chain, each once`() async throws {
        try await withLog { log in
            try await log.append(
                request(write(task("a"), events: 2), intake: intake(1, after: 0, hash: 11)))
            #expect(
                await refusal(
                    log, request(write(task("b")), intake: intake(3, after: 11, hash: 13)))
                    == .intakeOutOfOrder(expected: 2, hash: [11]))
            #expect(
                await refusal(log, request(write(task("b")), intake: intake(2, after: 9, hash: 12)))
                    == .intakeOutOfOrder(expected: 2, hash: [11]))
            #expect(
                await refusal(log, request(write(task("b")), intake: intake(1, after: 0, hash: 11)))
                    == .intakeOutOfOrder(expected: 2, hash: [11]))
            try await log.append(request(intake: intake(2, after: 11, hash: 12)))
            let kept = try await log.intakes(device: "laptop", from: 1, limit: 10)
            #expect(kept.map { $0.intake.n } == [1, 2])
            #expect(
                kept.map { $0.intake.verdict } == [
                    intake(1, after: 0, hash: 0).verdict,
                    intake(1, after: 0, hash: 0).verdict,
                ])
            #expect(kept.map { [$0.first, $0.last] } == [[1, 2], [3, 2]])
            #expect(try await log.lastIntake(device: "laptop")?.intake.hash == [12])
            #expect(try await log.lastIntake(device: "another") == nil)
            #expect(try await log.stream(task("b")) == nil)
        }
    }

    @Test func `an intake without events is known by itself when it comes again`() async throws {
        try await withLog { log in
            let first = try await log.append(request(intake: intake(1, after: 0, hash: 11)))
            let again = try await log.append(request(intake: intake(1, after: 0, hash: 11)))
            #expect([first.duplicate, again.duplicate] == [false, true])
            #expect([again.first, again.last] == [1, 0])
            #expect(again.recordedAt == first.recordedAt)
            #expect(
                await refusal(log, request(intake: intake(1, after: 0, hash: 12)))
                    == .intakeOutOfOrder(expected: 2, hash: [11]))
        }
    }

    @Test func `a new device learns that its first number is 1`() async throws {
        try await withLog { log in
            #expect(
                await refusal(log, request(intake: intake(2, after: 0, hash: 1)))
                    == .intakeOutOfOrder(expected: 1, hash: []))
        }
    }
}
