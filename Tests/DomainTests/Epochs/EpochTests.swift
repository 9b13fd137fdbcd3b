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
