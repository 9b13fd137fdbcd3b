import Domain
import TestKit
import Testing

@Suite struct ProjectTests {
    let proposal = Project.Proposal(
        title: "漳泽灌区修复建设", theme: "funds", town: "黄碾镇",
        codes: [Project.ExternalCode(scheme: "项目代码", code: "2503-1")])
    /// P03 of the half-year: 2.76 亿元, no year given.
    let investment = Project.Investment(amount: Fen(27_600_000_000), reportCode: "P03")

    @Test func `a project is proposed once, then its investment planned`() {
        given(Project.self).when(.propose(proposal)).then(.proposed(proposal))
        given(Project.self, .proposed(proposal)).when(.propose(proposal))
            .thenRejected(.alreadyProposed)
        given(Project.self).when(.planInvestment(investment)).thenRejected(.notProposed)
        given(Project.self, .proposed(proposal)).when(.planInvestment(investment))
            .then(.investmentPlanned(investment))
    }

    @Test func `the same plan again is nothing new, another one follows it`() {
        var more = investment
        more.amount = Fen(27_700_000_000)
        let history: [Project.Event] = [.proposed(proposal), .investmentPlanned(investment)]
        given(Project.self, history).when(.planInvestment(investment)).then()
        given(Project.self, history).when(.planInvestment(more)).then(.investmentPlanned(more))
    }

    @Test func `stored and spoken shapes`() throws {
        try expectStored(
            .proposed(proposal), of: Project.self,
            as: #"{"title":"漳泽灌区修复建设","theme":"funds","town":"黄碾镇","#
                + #""codes":[{"scheme":"项目代码","code":"2503-1"}]}"#)
        try expectStored(
            .investmentPlanned(investment), of: Project.self,
            as: #"{"amount":27600000000,"qualifier":"planned","reportCode":"P03"}"#)
        try expectReadable(.propose(proposal), of: Project.self)
        try expectReadable(.planInvestment(investment), of: Project.self)
    }

    @Test func `the register shows the last plan`() {
        let row = rows(
            ProjectRegister.self, of: StreamID(.project, "zhangze"),
            [
                (.test, .project(.proposed(proposal))),
                (.test, .project(.investmentPlanned(investment))),
            ])["zhangze"]
        #expect(row?.proposal == proposal)
        #expect(row?.investments == [investment])
    }
}
