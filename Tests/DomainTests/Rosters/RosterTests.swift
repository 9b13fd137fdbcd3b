import Domain
import TestKit
import Testing

@Suite struct RosterTests {
    static let place = Village.place
    static let early = Roster.Enrolment.test("p-1")

    /// As decided: both months of entitlement are known.
    static func entitled(
        _ id: Text, movedOn: Day = day(1990, 5, 1), _ from: Month = month(2006, 7),
        _ to: Month = month(2026, 6)
    ) -> Roster.Enrolment {
        var person = Roster.Enrolment.test(id, movedOn: movedOn)
        (person.entitledFrom, person.entitledTo) = (from, to)
        return person
    }

    static let enrolled = Roster.Event.enrolled(place, entitled("p-1"))
    static let notice = Roster.Notice(
        from: .test, to: day(2025, 6, 17), place: "村委会", photo: nil)
    static let posted: [Roster.Event] = [enrolled, .noticePosted(notice, by: "clerk")]
    static let approved: [Roster.Event] =
        posted + [.noticeEnded, .approved(headcount: 1, opinion: nil)]
    let rules = Context.withRules
    let removal = Roster.Removal(person: "p-1", lastMonth: month(2025, 3), reason: "去世")

    @Test func `an early mover is entitled to the month that the parameters name`() {
        given(Roster.self).when(.enrol(Self.place, [Self.early]), rules).then(Self.enrolled)
    }

    @Test func `a later mover is entitled for twenty years from the month of the move`() {
        let moved = day(2010, 3, 15)
        given(Roster.self).when(.enrol(Self.place, [.test("p-2", movedOn: moved)]), rules)
            .then(
                .enrolled(
                    Self.place,
                    Self.entitled("p-2", movedOn: moved, month(2010, 3), month(2030, 2))))
    }

    @Test func `a missing parameter is named, and not asked for where the months are given`() {
        given(Roster.self).when(.enrol(Self.place, [Self.early]))
            .thenRejected(.parameterMissing("early-mover-cutoff"))
        given(Roster.self).when(.enrol(Self.place, [Self.entitled("p-1")])).then(Self.enrolled)
    }

    @Test func `a person, and an identity number, is enrolled once`() {
        given(Roster.self, Self.enrolled).when(.enrol(Self.place, [Self.early]), rules)
            .thenRejected(.personKnown("p-1"))
        var twin = Roster.Enrolment.test("p-2")
        twin.identityClaim = Self.early.identityClaim
        given(Roster.self).when(.enrol(Self.place, [Self.early, twin]), rules)
            .thenRejected(.identityKnown("p-2"))
    }

    @Test func `a roster is of one village and year`() {
        let other = Roster.Place(village: "岳庄村", town: "黄碾镇", year: 2026)
        given(Roster.self, Self.enrolled).when(.enrol(other, [.test("p-2")]), rules)
            .thenRejected(.otherPlace(Self.place))
    }

    @Test func `no approval without a notice whose days have passed by the server's clock`() {
        given(Roster.self, Self.enrolled).when(.approve(opinion: nil), rules)
            .thenRejected(.notPosted(.draft))
        given(Roster.self, Self.posted).when(.approve(opinion: nil), rules.by("head"))
            .thenRejected(.noticeRuns(until: day(2025, 6, 17)))
        var early = rules.on(day(2025, 6, 16))
        given(Roster.self, Self.posted).when(.endNotice, early)
            .thenRejected(.noticeRuns(until: day(2025, 6, 17)))
        early.occurredOn = day(2025, 7, 1)
        given(Roster.self, Self.posted).when(.endNotice, early)
            .thenRejected(.noticeRuns(until: day(2025, 6, 17)))
        given(Roster.self, Self.posted).when(.endNotice, rules.on(day(2025, 6, 17)))
            .then(.noticeEnded)
    }

    @Test func `an imported history supplies the day that protects`() {
        var context = rules
        context.imported = true
        context.occurredOn = day(2025, 6, 17)
        given(Roster.self, Self.posted).when(.endNotice, context).then(.noticeEnded)
    }

    @Test func `who posted the roster does not approve it`() {
        given(Roster.self, Self.posted + [.noticeEnded]).when(.approve(opinion: nil), rules)
            .thenRejected(.sameApprover)
        given(Roster.self, Self.posted + [.noticeEnded])
            .when(.approve(opinion: "同意"), rules.by("head"))
            .then(.approved(headcount: 1, opinion: "同意"))
    }

    @Test func `somebody enrolled after the notice makes the roster a draft again`() {
        let state = Roster.state(
            after: Self.posted + [.noticeEnded, .enrolled(Self.place, Self.entitled("p-2"))])
        #expect(state.phase == .draft)
        #expect(!state.noticeEnded)
        given(Roster.self, Self.approved).when(.enrol(Self.place, [.test("p-2")]), rules)
            .thenRejected(.notDraft(.approved))
    }

    @Test func `a removal is proposed by one person and confirmed by another`() {
        let proposed = Self.approved + [.removalProposed(removal, by: "clerk")]
        given(Roster.self, Self.approved).when(.removePerson("p-1"))
            .thenRejected(.removalNotProposed("p-1"))
        given(Roster.self, proposed).when(.removePerson("p-1"))
            .thenRejected(.sameProposer("p-1"))
        given(Roster.self, proposed).when(.removePerson("p-1"), rules.by("head"))
            .then(.removed(removal, identityClaim: "h-p-1"))
    }

    @Test func `a restored person gets no back pay`() {
        let removed = Self.approved + [.removed(removal, identityClaim: "h-p-1")]
        let early = Roster.Restoration(person: "p-1", from: month(2025, 3), reason: "误核减")
        let right = Roster.Restoration(person: "p-1", from: month(2025, 6), reason: "误核减")
        given(Roster.self, removed).when(.restorePerson(early))
            .thenRejected(.restoredTooEarly("p-1", after: month(2025, 3)))
        let restored = Roster.Event.restored(
            right, to: month(2026, 6), identityClaim: "h-p-1")
        given(Roster.self, removed).when(.restorePerson(right)).then(restored)
        #expect(
            Roster.state(after: removed + [restored]).persons["p-1"]?.entitled.description
                == "2006-07/2025-03,2025-06/2026-06")
    }

    @Test func `an account changes by a second person's word and cools, a returned line's at once`()
    {
        var account = Roster.Account(person: "p-1", sealed: "bmV3", reason: "换卡")
        let proposed = Self.approved + [.accountProposed(account, by: "clerk")]
        given(Roster.self, proposed).when(.changeAccount("p-1"), rules)
            .thenRejected(.sameProposer("p-1"))
        given(Roster.self, proposed).when(.changeAccount("p-1"), rules.by("second"))
            .then(.accountChanged(account, usableFrom: day(2025, 6, 25)))
        account.returnedFrom = "b1"
        given(Roster.self, Self.approved + [.accountProposed(account, by: "clerk")])
            .when(.changeAccount("p-1"), rules.by("second"))
            .then(.accountChanged(account, usableFrom: .test))
    }

    @Test func `an objection is filed once and settled once`() {
        let objection = Roster.Objection(id: "o1", person: "p-1", text: "不在本村")
        let settlement = Roster.Settlement(objection: "o1", upheld: false, text: "属实在村")
        let filed = Self.posted + [.objectionFiled(objection)]
        given(Roster.self, filed).when(.fileObjection(objection))
            .thenRejected(.objectionKnown("o1"))
        given(Roster.self, filed).when(.settleObjection(settlement))
            .then(.objectionSettled(settlement, person: "p-1"))
        given(Roster.self, filed + [.objectionSettled(settlement, person: "p-1")])
            .when(.settleObjection(settlement)).thenRejected(.objectionSettled("o1"))
    }

    @Test func `an identity number is claimed while its person is active`() {
        let claim = Claim("identity/h-p-1")
        let state = Roster.state(after: Self.approved)
        #expect(Roster.claims(Self.enrolled, before: Roster.initial) == [.take(claim)])
        #expect(
            Roster.claims(.removed(removal, identityClaim: "h-p-1"), before: state)
                == [.release(claim)])
        #expect(Roster.claims(.frozen, before: state) == [.release(claim)])
    }

    @Test func `nothing changes a frozen roster`() {
        given(Roster.self, Self.approved).when(.freeze).then(.frozen)
        given(Roster.self, Self.approved + [.frozen]).when(.proposeRemoval(removal))
            .thenRejected(.alreadyFrozen)
    }
}
