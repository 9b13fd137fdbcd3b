import Bench
import Testing

@Suite struct BenchTests {
    private func samples(_ values: Double...) -> Samples {
        values.reduce(into: Samples()) { $0.add($1) }
    }

    @Test func `without a word every group is measured`() {
        #expect(BenchArguments([])?.groups == BenchGroup.allCases)
        #expect(BenchArguments(["all"])?.groups == BenchGroup.allCases)
        #expect(BenchArguments([])?.isJSON == false)
    }

    @Test func `a group and --json come in any order`() {
        #expect(BenchArguments(["--json", "read"])?.groups == [.read])
        #expect(BenchArguments(["append", "--json"])?.isJSON == true)
    }

    @Test func `a group that is not there is refused`() {
        #expect(BenchArguments(["sync"])?.groups == nil)
    }

    @Test func `one slow round moves no median`() {
        #expect(samples(3, 900, 1, 4, 2).median == 3)
    }

    @Test func `a goal says which side of it counts as reached`() {
        #expect(BenchGoal.atLeast(0.6).isReached(0.6))
        #expect(!BenchGoal.atLeast(0.6).isReached(0.59))
        #expect(BenchGoal.atMost(1).isReached(1))
        #expect(!BenchGoal.atMost(1).isReached(1.01))
    }

    @Test func `a row as JSON holds medians, their ratio and the goal`() {
        let row = BenchRow(
            "append", samples(10, 30, 20), "events/s", limitName: "COPY",
            limits: samples(80, 80, 10), goal: .atLeast(0.6))
        let text =
            #"[{"name":"append","value":20,"unit":"events/s","limitName":"COPY","#
            + #""limit":80,"ratio":0.25,"goal":"≥ 0.6"}]"#
        #expect(BenchRow.json([row]) == text)
    }
}
