import Domain
import JSON
import TestKit
import Testing

@Suite struct EpochTests {
    let first = Epoch.Start(
        previous: 1, position: 42, prefixHash: Text(String(repeating: "0a", count: 32)))

    @Test func `an epoch is started once`() {
        given(Epoch.self).when(.start(first)).then(.started(first))
        given(Epoch.self, .started(first)).when(.start(first)).thenRejected(.alreadyStarted(2))
        #expect(Epoch.state(after: [.started(first)]).current == 2)
    }

    @Test func `every event keeps its stored shape`() throws {
        try expectStored(
            .started(first), of: Epoch.self,
            as: #"{"previous":1,"position":42,"prefixHash":""# + first.prefixHash.string + #""}"#)
        try expectReadable(.start(first), of: Epoch.self)
    }

    @Test func `what leaves the building waits until the outside state is recorded, once`() {
        let outside = Epoch.Outside(bank: "演示代发-2025-001 已代发", register: "6号已发出")
        given(Epoch.self).when(.recordOutsideState(outside)).thenRejected(.notStarted)
        given(Epoch.self, .started(first)).when(.recordOutsideState(outside))
            .then(.outsideStateRecorded(outside))
        given(Epoch.self, .started(first), .outsideStateRecorded(outside))
            .when(.recordOutsideState(outside)).then()
        given(Epoch.self, .started(first), .outsideStateRecorded(outside))
            .when(.recordOutsideState(.init(bank: "x", register: "y")))
            .thenRejected(.alreadyRecorded)
        var context = Context.test
        context.parameters.take(Epoch.Event.started(first))
        let leaving: [(BureauCommand, StreamID)] = [
            (.disbursement(.submit(.init(bankBatch: "b"))), StreamID(.disbursement, "d")),
            (
                .disbursement(.reissueLine(person: "p-1", bankBatch: "b")),
                StreamID(.disbursement, "d")
            ),
            (
                .letter(
                    .issue(
                        .init(number: .init(series: "督", year: 2025, number: 7), due: .test))),
                StreamID(.letter, "l")
            ),
        ]
        for (command, stream) in leaving {
            #expect(code(command, stream, context) == "outside-state-not-recorded")
        }
        context.parameters.take(Epoch.Event.outsideStateRecorded(outside))
        for (command, stream) in leaving {
            #expect(code(command, stream, context) != "outside-state-not-recorded")
        }
    }

    private func code(_ command: BureauCommand, _ stream: StreamID, _ context: Context) -> String? {
        let known = Bureau.Known([stream: Snapshot(stream.kind)])
        guard case .rejected(let why) = Bureau.decide(command, on: stream, context, known) else {
            return nil
        }
        return why.code
    }

    @Test func `a hash is 64 hexadecimal digits`() {
        #expect(throws: FieldErrors([FieldError("/prefixHash", .invalidValue)])) {
            try BureauCommand.read(
                .epoch, "start", ["previous": 1, "position": 42, "prefixHash": "0A"])
        }
    }

    @Test func `nobody starts an epoch over HTTP`() {
        #expect(Policy.roles(for: .epoch, "start") == [])
    }
}
