import Domain
import JSON
import TestKit
import Testing

@Suite struct MemberTests {
    let wang = Member.Addition(name: "王某", unit: "办公室", roles: [.office, .financeMaker])
    let admin = Context.test.by("admin", [.administrator])
    let security = Context.test.by("security", [.security])

    @Test func `a member is added once`() {
        given(Member.self).when(.add(wang), admin).then(.added(wang, by: "admin"))
        given(Member.self, .added(wang, by: "admin")).when(.add(wang), admin)
            .thenRejected(.alreadyAdded)
        given(Member.self).when(.grantRoles([.viewer]), admin).thenRejected(.notAdded)
    }

    @Test func `a money role works only after another person confirmed it`() {
        let added = Member.Event.added(wang, by: "admin")
        let state = Member.state(after: [added])
        #expect(state.roles == [.office])
        #expect(state.pending == [.financeMaker: "admin"])
        given(Member.self, added).when(.confirmRole(.financeMaker), admin)
            .thenRejected(.ownRole(.financeMaker))
        given(Member.self, added).when(.confirmRole(.financeMaker), security)
            .then(.roleConfirmed(.financeMaker))
        let confirmed = Member.state(after: [added, .roleConfirmed(.financeMaker)])
        #expect(confirmed.roles == [.office, .financeMaker])
        #expect(confirmed.pending == [:])
        given(Member.self, added).when(.confirmRole(.financeChecker), security)
            .thenRejected(.notPending(.financeChecker))
        given(Member.self, added, .roleConfirmed(.financeMaker))
            .when(.confirmRole(.financeMaker), security).then()
    }

    @Test func `granting records only the roles that are new`() {
        let added = Member.Event.added(wang, by: "admin")
        given(Member.self, added).when(.grantRoles([.office, .financeMaker, .viewer]), admin)
            .then(.rolesGranted([.viewer], by: "admin"))
        given(Member.self, added).when(.grantRoles([.office]), admin).then()
        given(Member.self, added).when(.grantRoles([]), admin).thenRejected(.noRoles)
    }

    @Test func `a role is taken back with a reason, confirmed or not`() {
        let added = Member.Event.added(wang, by: "admin")
        given(Member.self, added).when(.revokeRoles([.financeMaker], reason: "调岗"), admin)
            .then(.rolesRevoked([.financeMaker], reason: "调岗"))
        given(Member.self, added).when(.revokeRoles([.head], reason: "调岗"), admin)
            .thenRejected(.notHeld(.head))
        given(Member.self, added).when(.revokeRoles([], reason: "调岗"), admin)
            .thenRejected(.noRoles)
        let state = Member.state(after: [added, .rolesRevoked([.financeMaker], reason: "调岗")])
        #expect(state.roles == [.office])
        #expect(state.pending == [:])
    }

    @Test func `a suspended member has no roles and gets none`() {
        let history: [Member.Event] = [.added(wang, by: "admin"), .suspended(reason: "离任")]
        #expect(Member.state(after: history).roles == [])
        given(Member.self, .added(wang, by: "admin")).when(.suspend(reason: "离任"), admin)
            .then(.suspended(reason: "离任"))
        given(Member.self, history).when(.suspend(reason: "离任"), admin).then()
        given(Member.self, history).when(.grantRoles([.viewer]), admin).thenRejected(.suspended)
    }

    @Test func `every event keeps its stored shape`() throws {
        try expectStored(
            .added(wang, by: "admin"), of: Member.self,
            as: #"{"name":"王某","unit":"办公室","roles":["finance-maker","office"],"by":"admin"}"#)
        try expectStored(
            .rolesGranted([.viewer, .head], by: "admin"), of: Member.self,
            as: #"{"roles":["head","viewer"],"by":"admin"}"#)
        try expectStored(
            .rolesRevoked([.head], reason: "调岗"), of: Member.self,
            as: #"{"roles":["head"],"reason":"调岗"}"#)
        try expectStored(
            .roleConfirmed(.financeMaker), of: Member.self, as: #"{"role":"finance-maker"}"#)
        try expectStored(.suspended(reason: "离任"), of: Member.self, as: #"{"reason":"离任"}"#)
    }

    @Test func `every command reads back what it writes`() throws {
        let commands: [Member.Command] = [
            .add(wang), .grantRoles([.viewer]), .revokeRoles([.head], reason: "调岗"),
            .confirmRole(.financeMaker), .suspend(reason: "离任"),
        ]
        for command in commands { try expectReadable(command, of: Member.self) }
        #expect(commands.map(\.name) == Member.Command.names)
    }

    @Test func `a role that does not exist is named`() {
        #expect(throws: FieldErrors([FieldError("/roles/1", .notAChoice)])) {
            try BureauCommand.read(.member, "grant-roles", ["roles": ["viewer", "king"]])
        }
    }

    @Test func `a member's row tells working roles from waiting ones`() throws {
        let events: [(Day, BureauEvent)] = [
            (day(2025, 6, 1), .member(.added(wang, by: "admin"))),
            (day(2025, 6, 2), .member(.rolesGranted([.viewer, .financeChecker], by: "admin"))),
            (day(2025, 6, 3), .member(.roleConfirmed(.financeChecker))),
            (day(2025, 6, 4), .member(.rolesRevoked([.viewer], reason: "调岗"))),
        ]
        let stream = StreamID(.member, "wang")
        let row = try #require(rows(MemberBoard.self, of: stream, events)["wang"])
        #expect(
            MemberBoard.values(of: row) == [
                .text("王某"), .text("办公室"), .text("active"),
                .texts(["finance-checker", "office"]), .texts(["finance-maker"]),
                .day(day(2025, 6, 1)), .null, .null,
            ])
        let left: [(Day, BureauEvent)] = [
            (day(2025, 6, 5), .member(.suspended(reason: "离任")))
        ]
        let gone = try #require(rows(MemberBoard.self, of: stream, events + left)["wang"])
        #expect(gone.roles == [])
        #expect(gone.pending == [])
        #expect(gone.suspendedOn == day(2025, 6, 5))
    }

    @Test func `no role both grants and confirms`() {
        let granters = Policy.roles(for: .member, "grant-roles")
        #expect(granters.isDisjoint(with: Policy.roles(for: .member, "confirm-role")))
        #expect(Policy.roles(for: .member, "confirm-role") == [.security])
    }
}
