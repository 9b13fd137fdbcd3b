import Domain
import TestKit
import Testing

@Suite struct FundTests {
    static let key = Fund.Key(level: .central, purpose: "migrant-direct", year: 2025)
    /// H03 of the half-year: 672.9 万元.
    static let grant = Fund.Grant(
        key: key, label: "移民直补资金", amount: Fen(672_900_000), document: "晋财农〔2024〕160号",
        day: day(2024, 12, 10), issuedAhead: true, reportCode: "H03")
    static let allocation = Fund.Allocation(project: "migrant-direct", amount: Fen(600_000_000))
    static let commitment = Fund.Commitment(
        for: "contract-1", project: "migrant-direct", amount: Fen(500_000_000))
    static let history: [Fund.Event] = [
        .appropriated(grant), .allocated(allocation), .committed(commitment),
    ]

    private func movement(_ fen: Int64) -> Fund.Movement {
        Fund.Movement(for: "contract-1", amount: Fen(fen))
    }

    @Test func `a grant comes first, and nothing happens to a fund that is not`() {
        given(Fund.self).when(.appropriate(Self.grant)).then(.appropriated(Self.grant))
        given(Fund.self).when(.allocate(Self.allocation)).thenRejected(.noSuchFund)
    }

    @Test func `a grant of another level, purpose or year is refused`() {
        var other = Self.grant
        other.key.year = 2026
        other.document = "x"
        given(Fund.self, .appropriated(Self.grant)).when(.appropriate(other))
            .thenRejected(.otherFund(Self.key))
    }

    @Test func `one document appropriates once`() {
        given(Fund.self, .appropriated(Self.grant)).when(.appropriate(Self.grant))
            .thenRejected(.documentKnown("晋财农〔2024〕160号"))
    }

    @Test func `what was applied for cannot be allocated`() {
        let application = Fund.Application(
            key: Self.key, label: "申请中央后期扶持资金", amount: Fen(408_400_000))
        given(Fund.self, .applied(application)).when(.allocate(Self.allocation))
            .thenRejected(.overAppropriated(left: .zero))
    }

    @Test func `no more is allocated than was appropriated, less what was reduced`() {
        let reduction = Fund.Reduction(amount: Fen(100_000_000), document: "x")
        given(Fund.self, .appropriated(Self.grant), .reduced(reduction))
            .when(.allocate(Self.allocation)).thenRejected(
                .overAppropriated(left: Fen(572_900_000)))
    }

    @Test func `no more is committed than was allocated to the project`() {
        let second = Fund.Commitment(
            for: "contract-2", project: "migrant-direct", amount: Fen(100_000_001))
        given(Fund.self, Self.history).when(.commit(second))
            .thenRejected(.notAllocated(project: "migrant-direct", left: Fen(100_000_000)))
        let other = Fund.Commitment(for: "contract-2", project: "zhangze", amount: Fen(1))
        given(Fund.self, Self.history).when(.commit(other))
            .thenRejected(.notAllocated(project: "zhangze", left: .zero))
    }

    @Test func `no more is paid than was committed`() {
        given(Fund.self, Self.history).when(.pay(movement(500_000_000)))
            .then(.paid(movement(500_000_000)))
        given(Fund.self, Self.history + [.paid(movement(499_999_999))]).when(.pay(movement(2)))
            .thenRejected(.overCommitted(holder: "contract-1", left: Fen(1)))
    }

    @Test func `paid money is not released before it came back`() {
        let paid = Self.history + [.paid(movement(500_000_000))]
        given(Fund.self, paid).when(.releaseCommitment(movement(1)))
            .thenRejected(.overCommitted(holder: "contract-1", left: .zero))
        given(Fund.self, paid + [.returned(movement(1))]).when(.releaseCommitment(movement(1)))
            .then(.commitmentReleased(movement(1)))
        given(Fund.self, paid).when(.takeBack(movement(500_000_001)))
            .thenRejected(.overPaid(holder: "contract-1", paid: Fen(500_000_000)))
    }

    @Test func `a batch's money moves with its batch alone`() {
        let commitment = Fund.Commitment(
            for: "disbursement/b1", project: "migrant-direct", amount: Fen(1))
        given(Fund.self, Self.history).when(.commit(commitment))
            .thenRejected(.keptByBatch("disbursement/b1"))
    }

    @Test func `committed money is neither reduced nor carried over`() {
        let reduction = Fund.Reduction(
            amount: Fen(100_000_001), project: "migrant-direct", document: "x")
        given(Fund.self, Self.history).when(.reduce(reduction))
            .thenRejected(.notAllocated(project: "migrant-direct", left: Fen(100_000_000)))
        let carryOver = Fund.CarryOver(.out, amount: Fen(72_900_001), counterpart: "f-2026")
        given(Fund.self, Self.history).when(.carryOver(carryOver))
            .thenRejected(.overAppropriated(left: Fen(72_900_000)))
    }

    @Test func `money carried in can be the first of a fund`() {
        let carryOver = Fund.CarryOver(
            .into, amount: Fen(100), counterpart: "f-2024", key: Self.key, label: "结转")
        let allocation = Fund.Allocation(project: "p", amount: Fen(100))
        given(Fund.self).when(.carryOver(carryOver)).then(.carriedOver(carryOver))
        given(Fund.self, .carriedOver(carryOver)).when(.allocate(allocation))
            .then(.allocated(allocation))
    }

    @Test func `a purpose changes only while nothing unpaid is committed`() {
        let change = Fund.PurposeChange(purpose: "migrant-project", document: "x")
        given(Fund.self, Self.history).when(.changePurpose(change))
            .thenRejected(.stillCommitted(Fen(500_000_000)))
        given(Fund.self, .appropriated(Self.grant)).when(.changePurpose(change))
            .then(.purposeChanged(change))
    }

    @Test func `a grant counts from the day of its document`() {
        #expect(Fund.Event.appropriated(Self.grant).effectiveDay == day(2024, 12, 10))
        #expect(Fund.Event.allocated(Self.allocation).effectiveDay == nil)
    }
}
