import Domain
import TestKit
import Testing

@Suite struct FundStoredTests {
    let movement = Fund.Movement(for: "disbursement/b1", amount: Fen(60_000), note: "退票")

    @Test func `grants and what shrinks them`() throws {
        try expectStored(
            .appropriated(FundTests.grant), of: Fund.self,
            as: #"{"level":"central","purpose":"migrant-direct","year":2025,"label":"移民直补资金","#
                + #""amount":672900000,"document":"晋财农〔2024〕160号","day":"2024-12-10","#
                + #""issuedAhead":true,"reportCode":"H03"}"#)
        try expectStored(
            .applied(
                Fund.Application(
                    key: FundTests.key, label: "农贸市场", amount: Fen(408_400_000_0),
                    document: "d", reportCode: "H25")),
            of: Fund.self,
            as: #"{"level":"central","purpose":"migrant-direct","year":2025,"label":"农贸市场","#
                + #""amount":4084000000,"document":"d","reportCode":"H25"}"#)
        try expectStored(
            .reduced(Fund.Reduction(amount: Fen(1), project: "p", document: "d", reason: "r")),
            of: Fund.self, as: #"{"amount":1,"project":"p","document":"d","reason":"r"}"#)
        try expectStored(
            .carriedOver(
                Fund.CarryOver(
                    .into, amount: Fen(1), counterpart: "f-2024", key: FundTests.key, label: "结转",
                    document: "d")),
            of: Fund.self,
            as: #"{"direction":"in","amount":1,"counterpart":"f-2024","level":"central","#
                + #""purpose":"migrant-direct","year":2025,"label":"结转","document":"d"}"#)
        try expectStored(
            .purposeChanged(Fund.PurposeChange(purpose: "p", document: "d", reason: "r")),
            of: Fund.self, as: #"{"purpose":"p","document":"d","reason":"r"}"#)
    }

    @Test func `money on its way`() throws {
        try expectStored(
            .allocated(Fund.Allocation(project: "p", amount: Fen(2), document: "d")),
            of: Fund.self, as: #"{"project":"p","amount":2,"document":"d"}"#)
        try expectStored(
            .committed(Fund.Commitment(for: "disbursement/b1", project: "p", amount: Fen(2))),
            of: Fund.self, as: #"{"for":"disbursement/b1","project":"p","amount":2}"#)
        let stored = #"{"for":"disbursement/b1","amount":60000,"note":"退票"}"#
        try expectStored(.paid(movement), of: Fund.self, as: stored)
        try expectStored(.returned(movement), of: Fund.self, as: stored)
        try expectStored(.commitmentReleased(movement), of: Fund.self, as: stored)
    }

    @Test(arguments: [
        Fund.Command.appropriate(FundTests.grant),
        .apply(Fund.Application(key: FundTests.key, label: "x", amount: Fen(1))),
        .reduce(Fund.Reduction(amount: Fen(1), document: "d")),
        .allocate(FundTests.allocation), .commit(FundTests.commitment),
        .releaseCommitment(Fund.Movement(for: "c", amount: Fen(105))),
        .pay(Fund.Movement(for: "c", amount: Fen(105))),
        .takeBack(Fund.Movement(for: "c", amount: Fen(105), note: "n")),
        .carryOver(Fund.CarryOver(.out, amount: Fen(1), counterpart: "f", project: "p")),
        .changePurpose(Fund.PurposeChange(purpose: "p", document: "d")),
    ])
    func `every command reads back`(command: Fund.Command) throws {
        try expectReadable(command, of: Fund.self)
    }

    @Test func `an amount of zero or less is a wrong field`() throws {
        let body: [UInt8] = Array(#"{"project":"p","amount":"0.00"}"#.utf8)
        #expect(throws: FieldErrors([FieldError("/amount", .outOfRange)])) {
            try BureauCommand.read(.fund, "allocate", parsed(body))
        }
    }

    @Test func `the matrix shows what is left`() {
        let events =
            FundTests.history + [
                .paid(Fund.Movement(for: "contract-1", amount: Fen(400_000_000)))
            ]
        let row = rows(
            FundsMatrix.self, of: StreamID(.fund, "f"), events.map { (.test, .fund($0)) })["f"]
        #expect(row?.key == FundTests.key)
        #expect(row?.appropriated == Fen(672_900_000))
        #expect(row?.allocated == Fen(600_000_000))
        #expect(row?.committed == Fen(500_000_000))
        #expect(row?.paid == Fen(400_000_000))
        #expect(row?.grants == [FundTests.grant])
        #expect(row?.balance == Fen(272_900_000))
    }
}
