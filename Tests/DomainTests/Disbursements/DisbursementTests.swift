import Domain
import TestKit
import Testing

@Suite struct DisbursementTests {
    @Test func `a draft works out one line a person, rate times months, and claims each month`()
        throws
    {
        var village = Village(persons: 2)
        village.run(.disbursement(Village.draft(persons: 2)))
        #expect(village.refusals == [])
        let year = MonthSet(month(2025, 1), month(2025, 12))
        #expect(
            village.state.lines["p-00001"]?.line
                == Disbursement.Line(
                    person: "p-00001", payee: .init(identityClaim: "h-p-00001"), roster: 0,
                    months: year, amount: Fen(60_000)))
        let claims = village.ledger.claims.filter { $0.value == Village.batch }.keys.sorted()
        #expect(claims.count == 24)
        #expect(claims.first == Claim("payment/migrant-direct/h-p-00000/2025-01"))
    }

    @Test func `months beyond a person's entitlement are not paid`() {
        var village = Village(persons: 1)
        let draft = Disbursement.Draft(
            title: "2026", programme: "migrant-direct", from: month(2026, 1), to: month(2026, 12),
            rosters: ["yuezhuang-2025"], sources: [.init(fund: "central", amount: Fen(30_000))])
        village.run(.disbursement(.draft(draft)))
        #expect(village.refusals == [])
        #expect(
            village.state.lines["p-00000"]?.line.months
                == MonthSet(month(2026, 1), month(2026, 6)))
    }

    @Test func `arrears begin before the batch's first month`() {
        var village = Village(persons: 1)
        let draft = Disbursement.Draft(
            title: "补发", programme: "migrant-direct", from: month(2025, 5), to: month(2025, 6),
            rosters: ["yuezhuang-2025"], sources: [.init(fund: "central", amount: Fen(20_000))],
            arrears: [.init(person: "p-00000", from: month(2025, 3))])
        village.run(.disbursement(.draft(draft)))
        #expect(village.refusals == [])
        #expect(village.state.total(.due) == Fen(20_000))
    }

    @Test func `no month is paid twice, whichever batch comes second`() {
        var village = Village(persons: 1)
        village.run(.disbursement(Village.draft(persons: 1)))
        village.run(.disbursement(Village.draft(persons: 1)), StreamID(.disbursement, "b2"))
        #expect(village.refusals == ["claimed"])
        village.run(.disbursement(.void(reason: "重复")))
        village.run(.disbursement(Village.draft(persons: 1)), StreamID(.disbursement, "b2"))
        #expect(village.refusals == ["claimed"])
    }

    @Test func `nobody is paid twice for having been enrolled twice, under another id`() {
        var village = Village(persons: 1)
        village.submit(persons: 1)
        let removal = Roster.Removal(person: "p-00000", lastMonth: month(2025, 6), reason: "迁出")
        village.run(.roster(.proposeRemoval(removal)), Village.roster)
        village.run(.roster(.removePerson("p-00000")), Village.roster, .withRules.by("second"))
        let other = StreamID(.roster, "other-2025")
        var twin = Roster.Enrolment.test("q-1")
        twin.identityClaim = "h-p-00000"
        village.run(
            .roster(.enrol(.init(village: "他村", town: "马厂镇", year: 2025), [twin])), other)
        village.run(.roster(.postNotice(place: "村委会", photo: nil)), other)
        let later = Context.withRules.on(day(2025, 6, 17))
        village.run(.roster(.endNotice), other, later)
        village.run(.roster(.approve(opinion: nil)), other, later.by("head"))
        #expect(village.refusals == [])
        let again = Disbursement.Draft(
            title: "重复", programme: "migrant-direct", from: month(2025, 7), to: month(2025, 7),
            rosters: ["other-2025"], sources: [.init(fund: "central", amount: Fen(5_000))])
        village.run(.disbursement(.draft(again)), StreamID(.disbursement, "b2"))
        #expect(village.refusals == ["claimed"])
    }

    @Test func `the sources must come to the total`() {
        var village = Village(persons: 2)
        village.run(.disbursement(Village.draft(persons: 3)))
        #expect(village.refusals == ["sources-differ"])
    }

    @Test func `a missing rate is named`() {
        var village = Village(persons: 1)
        let answer = village.run(.disbursement(Village.draft(persons: 1)), Village.batch, .test)
        guard case .rejected(let rejection) = answer else {
            Issue.record("not rejected")
            return
        }
        #expect(rejection.text(in: .chinese) == "没有设定参数 rate-migrant-direct")
    }

    @Test func `a roster that is not approved, and money of another purpose, pay for nothing`() {
        var village = Village(persons: 1)
        let draft = Disbursement.Draft(
            title: "x", programme: "migrant-direct", from: month(2025, 1), to: month(2025, 1),
            rosters: ["other"], sources: [.init(fund: "central", amount: Fen(5_000))])
        village.run(.disbursement(.draft(draft)))
        village.run(
            .fund(.changePurpose(.init(purpose: "migrant-project", document: "x"))),
            Village.central)
        village.run(.disbursement(Village.draft(persons: 1)))
        #expect(village.refusals == ["roster-not-approved", "fund-of-other-purpose"])
    }

    @Test func `maker, checker and approver are three persons`() {
        var village = Village(persons: 1)
        village.run(.disbursement(Village.draft(persons: 1)))
        village.run(.disbursement(.review(opinion: nil)))
        village.run(.disbursement(.review(opinion: nil)), Village.batch, .withRules.by("checker"))
        village.run(.disbursement(.approve(opinion: nil)))
        village.run(.disbursement(.approve(opinion: nil)), Village.batch, .withRules.by("checker"))
        #expect(village.refusals == ["maker-checks", "maker-checks", "checker-approves"])
    }

    @Test func `approval commits the money in each fund, the first source first`() {
        var village = Village(persons: 2)
        village.approve(persons: 2)
        #expect(village.refusals == [])
        #expect(village.fund(Village.central).committed == Fen(50_000))
        #expect(village.fund(Village.province).committed == Fen(70_000))
    }

    @Test func `two batches cannot spend the same money`() {
        var village = Village(persons: 1)
        village.approve(persons: 1)
        let draft = Disbursement.Draft(
            title: "以前月份", programme: "migrant-direct", from: month(2024, 1),
            to: month(2024, 12), rosters: ["yuezhuang-2025"],
            sources: [.init(fund: "province", amount: Fen(60_000))])
        let second = StreamID(.disbursement, "b2")
        village.run(.disbursement(.draft(draft)), second)
        village.run(.disbursement(.review(opinion: nil)), second, .withRules.by("checker"))
        village.run(.disbursement(.approve(opinion: nil)), second, .withRules.by("head"))
        #expect(village.refusals == ["not-allocated"])
        #expect(village.fund(Village.province).committed == Fen(10_000))
    }

    @Test func `an open objection keeps that person alone out of the batch`() {
        var village = Village(persons: 2)
        let objection = Roster.Objection(id: "o1", person: "p-00000", text: "已不在本村")
        village.run(.roster(.fileObjection(objection)), Village.roster)
        village.run(.disbursement(Village.draft(persons: 1)))
        #expect(village.refusals == [])
        #expect(village.state.lines.keys.sorted() == ["p-00001"])
    }

    @Test func `an objection after drafting stops the approval until the line is deferred`() {
        var village = Village(persons: 2)
        village.run(.disbursement(Village.draft(persons: 2)))
        let objection = Roster.Objection(id: "o1", person: "p-00000", text: "已不在本村")
        village.run(.roster(.fileObjection(objection)), Village.roster)
        village.run(.disbursement(.review(opinion: nil)), Village.batch, .withRules.by("checker"))
        village.run(.disbursement(.approve(opinion: nil)), Village.batch, .withRules.by("head"))
        village.run(.disbursement(.deferLine(person: "p-00000", reason: "有异议")))
        village.run(.disbursement(.approve(opinion: nil)), Village.batch, .withRules.by("head"))
        #expect(village.refusals == ["line-waits"])
        #expect(village.fund(Village.central).committed == Fen(50_000))
        #expect(village.fund(Village.province).committed == Fen(10_000))
        #expect(village.ledger.claims.values.count { $0 == Village.batch } == 12)
    }

    @Test func `a returned batch frees its money and is made up anew`() {
        var village = Village(persons: 1)
        village.approve(persons: 1)
        village.run(.disbursement(.sendBack(reason: "标准有误")), Village.batch, .withRules.by("head"))
        #expect(village.fund(Village.central).committed == .zero)
        village.run(.disbursement(Village.draft(persons: 1)))
        #expect(village.refusals == [])
        #expect(village.state.phase == .drafted)
        #expect(village.ledger.claims.values.count { $0 == Village.batch } == 12)
    }

    @Test func `nothing is edited after submission`() {
        var village = Village(persons: 1)
        village.submit(persons: 1)
        village.run(.disbursement(.deferLine(person: "p-00000", reason: "x")))
        village.run(.disbursement(.void(reason: "x")))
        village.run(.disbursement(.sendBack(reason: "x")))
        #expect(village.refusals == ["not-in-phase", "not-in-phase", "not-in-phase"])
    }
}
