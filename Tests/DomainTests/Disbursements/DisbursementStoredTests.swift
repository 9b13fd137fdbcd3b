import Domain
import TestKit
import Testing

@Suite struct DisbursementStoredTests {
    static let year = MonthSet(month(2025, 1), month(2025, 12))
    static let shares = [Disbursement.Share(fund: "central", amount: Fen(60_000))]
    static let sheet = Disbursement.Sheet(
        title: "直补", programme: "migrant-direct", from: month(2025, 1), to: month(2025, 12),
        rosters: ["r"], sources: shares,
        lines: [
            .init(
                person: "p-1", payee: .init(identityClaim: "h-p-1"), roster: 0, months: year,
                amount: Fen(60_000))
        ],
        waiting: [.init(person: "p-2", reason: .cooling)], dropped: ["p-3"])
    let cash = Disbursement.Cash(
        payment: "cash-1", programme: "migrant-direct", person: "p-1", roster: "r", months: year,
        amount: Fen(60_000), note: "现场")
    var handedOver: Disbursement.Cash {
        var recorded = cash
        recorded.payee = Disbursement.Payee(identityClaim: "h-p-1")
        return recorded
    }

    @Test func `the list and its steps`() throws {
        try expectStored(
            .drafted(Self.sheet, by: "c"), of: Disbursement.self,
            as: #"{"title":"直补","programme":"migrant-direct","from":"2025-01","to":"2025-12","#
                + #""rosters":["r"],"sources":[{"fund":"central","amount":60000}],"#
                + #""lines":[{"p":"p-1","i":"h-p-1","r":0,"m":"2025-01/2025-12","a":60000}],"#
                + #""waiting":[{"p":"p-2","why":"cooling"}],"dropped":["p-3"],"by":"c"}"#)
        try expectStored(
            .reviewed(opinion: "属实", by: "d"), of: Disbursement.self,
            as: #"{"opinion":"属实","by":"d"}"#)
        try expectStored(
            .approved(commitments: Self.shares, opinion: nil, by: "e"), of: Disbursement.self,
            as: #"{"commitments":[{"fund":"central","amount":60000}],"by":"e"}"#)
        let released = #""released":[{"fund":"central","amount":60000}]}"#
        try expectStored(
            .sentBack(reason: "r", released: Self.shares), of: Disbursement.self,
            as: #"{"reason":"r","# + released)
        try expectStored(
            .voided(reason: "r", persons: ["p-1"], released: Self.shares), of: Disbursement.self,
            as: #"{"reason":"r","persons":["p-1"],"# + released)
        try expectStored(
            .lineDeferred(
                person: "p-1", amount: Fen(60_000), reason: "r", released: Self.shares),
            of: Disbursement.self,
            as: #"{"person":"p-1","amount":60000,"reason":"r","# + released)
        try expectStored(
            .submitted(
                .init(bankBatch: "b", fileHash: "f"), persons: ["p-1"], amount: Fen(60_000)),
            of: Disbursement.self,
            as: #"{"bankBatch":"b","fileHash":"f","persons":["p-1"],"amount":60000}"#)
        try expectStored(.closed, of: Disbursement.self, as: "{}")
    }

    @Test func `results and corrections`() throws {
        try expectStored(
            .linesSettled(
                .init(
                    paid: ["p-1"], paidAmount: Fen(60_000),
                    failed: [.init(person: "p-2", reason: "销户")], failedAmount: Fen(1),
                    charges: Self.shares)),
            of: Disbursement.self,
            as: #"{"paid":["p-1"],"paidAmount":60000,"failed":[{"p":"p-2","why":"销户"}],"#
                + #""failedAmount":1,"charges":[{"fund":"central","amount":60000}]}"#)
        try expectStored(
            .lineReissued(person: "p-2", amount: Fen(1), bankBatch: "b2"), of: Disbursement.self,
            as: #"{"person":"p-2","amount":1,"bankBatch":"b2"}"#)
        try expectStored(
            .linePaidBack(person: "p-2", amount: Fen(1), document: "d", released: []),
            of: Disbursement.self, as: #"{"person":"p-2","amount":1,"document":"d"}"#)
        try expectStored(
            .overpaymentFound(.init(line: "p-1", amount: Fen(1), reason: "r")),
            of: Disbursement.self, as: #"{"line":"p-1","amount":1,"reason":"r"}"#)
        try expectStored(
            .cashHandedOver(handedOver, held: MonthSet(month(2025, 1), month(2025, 1))),
            of: Disbursement.self,
            as: #"{"payment":"cash-1","programme":"migrant-direct","person":"p-1","#
                + #""roster":"r","payee":"h-p-1","months":"2025-01/2025-12","amount":60000,"#
                + #""note":"现场","held":"2025-01"}"#)
        try expectStored(
            .amountRecovered(.init(line: "p-1", amount: Fen(1), document: "d"), returned: []),
            of: Disbursement.self, as: #"{"line":"p-1","amount":1,"document":"d"}"#)
        try expectStored(
            .reconciled(paid: Fen(60_000), note: "n"), of: Disbursement.self,
            as: #"{"paid":60000,"note":"n"}"#)
    }

    @Test func `every command reads back`() throws {
        let commands: [Disbursement.Command] = [
            .draft(
                .init(
                    title: "直补", programme: "migrant-direct", from: month(2025, 1),
                    to: month(2025, 12), rosters: ["r"], sources: Self.shares,
                    arrears: [.init(person: "p-1", from: month(2024, 12))])),
            .review(opinion: "属实"), .approve(opinion: nil), .sendBack(reason: "r"),
            .void(reason: "r"), .deferLine(person: "p-1", reason: "r"),
            .submit(.init(bankBatch: "b", fileHash: "f")),
            .settleLines(
                .init(
                    [.init(person: "p-1", .failed, reason: "r")], allOthersPaid: true,
                    bankBatch: "b")),
            .reissueLine(person: "p-1", bankBatch: "b"),
            .payBackLine(person: "p-1", document: "d"),
            .findOverpayment(.init(line: "p-1", amount: Fen(1), reason: "r")),
            .handOverCash(cash, monthsAlreadyHeld: .init()),
            .recoverAmount(.init(line: "p-1", amount: Fen(1))),
            .reconcile(statementTotal: Fen(60_000), note: "n"), .close,
        ]
        #expect(commands.map(\.name) == Disbursement.Command.names)
        for command in commands { try expectReadable(command, of: Disbursement.self) }
    }

    @Test func `rows follow a batch and its lines to the end`() throws {
        var village = Village(persons: 2)
        village.submit(persons: 2)
        village.run(
            .disbursement(
                .settleLines(
                    .init([.init(person: "p-00000", .failed, reason: "销户")], allOthersPaid: true))))
        let events: [(Day, BureauEvent)] = village.ledger.log
            .filter { $0.stream == Village.batch }.map { (.test, $0.event) }
        let batch = try #require(rows(BatchList.self, of: Village.batch, events)["b1"])
        #expect(batch.paid == Fen(60_000))
        #expect(batch.failed == Fen(60_000))
        #expect(batch.pending == .zero)
        #expect(batch.submitted == Fen(120_000))
        #expect([batch.maker, batch.checker, batch.approver] == ["clerk", "checker", "head"])
        let lines = rows(DisbursementLines.self, of: Village.batch, events)
        #expect(lines["b1/p-00000"]?.state == .failed)
        #expect(lines["b1/p-00000"]?.reason == "销户")
        #expect(lines["b1/p-00001"]?.state == .paid)
        #expect(lines["b1/p-00001"]?.roster == "yuezhuang-2025")
    }
}
