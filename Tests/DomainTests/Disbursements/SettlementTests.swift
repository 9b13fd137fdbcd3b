import Domain
import TestKit
import Testing

@Suite struct SettlementTests {
    private func results(
        _ failed: [Text], allOthersPaid: Bool = true, of bankBatch: Text? = nil
    ) -> BureauCommand {
        .disbursement(
            .settleLines(
                Disbursement.Results(
                    failed.map { .init(person: $0, .failed, reason: "账号错误") },
                    allOthersPaid: allOthersPaid, bankBatch: bankBatch)))
    }

    @Test func `what the bank paid is paid from the funds in the order of the sources`() {
        var village = Village(persons: 2)
        village.submit(persons: 2)
        village.run(results(["p-00000"]))
        #expect(village.refusals == [])
        #expect(village.fund(Village.central).paid == Fen(50_000))
        #expect(village.fund(Village.province).paid == Fen(10_000))
        #expect(village.state.total(.paid) == Fen(60_000))
        #expect(village.state.total(.failed) == Fen(60_000))
        #expect(village.state.total(.sent) == .zero)
    }

    @Test func `the same result file again changes nothing, another outcome is refused`() {
        var village = Village(persons: 2)
        village.submit(persons: 2)
        village.run(results(["p-00000"]))
        let version = village.ledger.snapshot(Village.batch).version
        #expect(village.run(results(["p-00000"])).events == [])
        village.run(results(["p-00001"]))
        #expect(village.refusals == ["line-not-sent"])
        #expect(village.ledger.snapshot(Village.batch).version == version)
    }

    @Test func `a failed line keeps its months, is reissued, and is paid once`() {
        var village = Village(persons: 2)
        village.submit(persons: 2)
        village.run(results(["p-00000"]))
        #expect(village.ledger.claims.values.count { $0 == Village.batch } == 24)
        village.run(.disbursement(.reissueLine(person: "p-00000", bankBatch: "ICBC-2")))
        village.run(results([], of: "ICBC-2"))
        village.run(.disbursement(.reconcile(statementTotal: Fen(120_000), note: nil)))
        village.run(.disbursement(.close))
        #expect(village.refusals == [])
        #expect(village.fund(Village.province).paid == Fen(70_000))
        #expect(village.state.phase == .closed)
    }

    @Test func `an old result file read again settles nothing that was reissued since`() {
        var village = Village(persons: 3)
        village.submit(persons: 3)
        village.run(results(["p-00000", "p-00001"]))
        village.run(.disbursement(.reissueLine(person: "p-00000", bankBatch: "ICBC-1")))
        village.run(.disbursement(.reissueLine(person: "p-00000", bankBatch: "ICBC-2")))
        village.run(.disbursement(.reissueLine(person: "p-00001", bankBatch: "ICBC-2")))
        village.run(results(["p-00000", "p-00001"]))
        village.run(results([], of: "ICBC-3"))
        #expect(village.run(results(["p-00000", "p-00001"], of: "ICBC-1")).events == [])
        #expect(village.run(results([], of: "ICBC-1")).events == [])
        #expect(village.state.total(.sent) == Fen(120_000))
        village.run(results(["p-00001"], of: "ICBC-2"))
        village.run(.disbursement(.reissueLine(person: "p-00001", bankBatch: "ICBC-2")))
        #expect(
            village.refusals == [
                "bank-batch-known", "bank-batch-missing", "bank-batch-unknown",
                "bank-batch-known",
            ])
        #expect(village.state.total(.paid) == Fen(120_000))
        #expect(village.state.total(.failed) == Fen(60_000))
    }

    @Test func `a line paid back frees its months and its money`() {
        var village = Village(persons: 2)
        village.submit(persons: 2)
        village.run(results(["p-00000"]))
        village.run(.disbursement(.payBackLine(person: "p-00000", document: "缴款书1")))
        #expect(village.refusals == [])
        #expect(village.ledger.claims.values.count { $0 == Village.batch } == 12)
        #expect(village.fund(Village.province).committed == Fen(10_000))
    }

    @Test func `a batch closes when the statement agrees and nothing is open`() {
        var village = Village(persons: 2)
        village.submit(persons: 2)
        village.run(.disbursement(.reconcile(statementTotal: .zero, note: nil)))
        village.run(
            .disbursement(.settleLines(.init([.init(person: "p-00000", .failed, reason: nil)]))))
        village.run(.disbursement(.reconcile(statementTotal: .zero, note: nil)))
        village.run(results([]))
        village.run(.disbursement(.reconcile(statementTotal: Fen(1), note: nil)))
        village.run(.disbursement(.reconcile(statementTotal: Fen(60_000), note: nil)))
        village.run(.disbursement(.close))
        #expect(
            village.refusals
                == ["not-in-phase", "still-pending", "statement-differs", "still-failed"])
    }

    @Test func `what was overpaid comes back to the funds, the last one first`() {
        var village = Village(persons: 2)
        village.submit(persons: 2)
        village.run(results([]))
        village.run(
            .disbursement(
                .findOverpayment(.init(line: "p-00000", amount: Fen(60_001), reason: "x"))))
        village.run(
            .disbursement(
                .findOverpayment(.init(line: "p-00000", amount: Fen(60_000), reason: "已去世"))))
        village.run(
            .disbursement(.recoverAmount(.init(line: "p-00000", amount: Fen(60_001)))))
        village.run(
            .disbursement(.recoverAmount(.init(line: "p-00000", amount: Fen(60_000)))))
        #expect(village.refusals == ["more-than-paid", "more-than-overpaid"])
        #expect(village.fund(Village.central).paid == Fen(50_000))
        #expect(village.fund(Village.province).paid == Fen(10_000))
        #expect(village.fund(Village.province).committed == Fen(10_000))
    }

    @Test func `cash that was handed over is recorded, and what it doubles is an overpayment`() {
        var village = Village(persons: 1)
        village.submit(persons: 1)
        let cash = Disbursement.Cash(
            payment: "cash-1", programme: "migrant-direct", person: "p-00000",
            months: MonthSet(month(2024, 11), month(2025, 2)), amount: Fen(20_000), note: "现场发放")
        var recorded = cash
        recorded.payee = Disbursement.Payee(identityClaim: "h-p-00000")
        let held = MonthSet(month(2025, 1), month(2025, 2))
        let events = village.run(.disbursement(.handOverCash(cash, monthsAlreadyHeld: .init())))
            .events
        #expect(
            events == [
                .disbursement(.cashHandedOver(recorded, held: held)),
                .disbursement(
                    .overpaymentFound(
                        .init(
                            line: "cash-1", amount: Fen(10_000), reason: "重复发放 2025-01/2025-02"))),
            ])
        #expect(
            village.ledger.claims[Claim("payment/migrant-direct/h-p-00000/2024-11")]
                == Village.batch)
    }

    @Test func `months paid in cash stay taken when their batch gives the others back`() {
        var village = Village(persons: 1)
        village.run(.disbursement(Village.draft(persons: 1)))
        let months = MonthSet(month(2025, 1), month(2025, 2))
        let cash = Disbursement.Cash(
            payment: "cash-1", programme: "migrant-direct", person: "p-00000", months: months,
            amount: Fen(10_000), note: "现场发放")
        village.run(.disbursement(.handOverCash(cash, monthsAlreadyHeld: .init())))
        village.run(.disbursement(.review(opinion: nil)), Village.batch, .withRules.by("checker"))
        village.run(.disbursement(.approve(opinion: nil)), Village.batch, .withRules.by("head"))
        #expect(village.refusals == ["paid-in-cash"])
        village.run(.disbursement(.void(reason: "有人已领现金")))
        let claims = village.ledger.claims.filter { $0.value == Village.batch }.keys
        #expect(
            claims.map(\.name.string).sorted() == [
                "payment/migrant-direct/h-p-00000/2025-01",
                "payment/migrant-direct/h-p-00000/2025-02",
            ])
        village.run(.disbursement(Village.draft(persons: 1)), StreamID(.disbursement, "b2"))
        #expect(village.refusals == ["paid-in-cash", "claimed"])
    }

    @Test func `cash for months that another batch holds is recorded once the caller names them`() {
        var village = Village(persons: 1)
        village.submit(persons: 1)
        let other = StreamID(.disbursement, "cash")
        let months = MonthSet(month(2025, 1), month(2025, 1))
        let cash = Disbursement.Cash(
            payment: "cash-1", programme: "migrant-direct", person: "p-00000",
            roster: "yuezhuang-2025", months: months, amount: Fen(5_000), note: "现场发放")
        village.run(.disbursement(.handOverCash(cash, monthsAlreadyHeld: .init())), other)
        #expect(village.refusals == ["claimed"])
        village.run(.disbursement(.handOverCash(cash, monthsAlreadyHeld: months)), other)
        #expect(village.refusals == ["claimed"])
        #expect(
            village.ledger.claims[Claim("payment/migrant-direct/h-p-00000/2025-01")]
                == Village.batch)
    }
}
