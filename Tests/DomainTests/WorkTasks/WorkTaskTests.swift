import Domain
import TestKit
import Testing

/// 12.56 km of pipeline at Laodingshan, from the bureau's plan.
let pipeline = WorkTask.Plan(
    title: "老顶山沿山农村供水提质增效工程", theme: "rural_water",
    assignment: WorkTask.Assignment(leadUnit: "农村供水股", responsible: "张某"),
    due: day(2025, 10, 31),
    targets: [
        WorkTask.Target(
            code: "B06", name: "主管道", unit: .kilometre, goal: quantity("20", .kilometre))
    ])

@Suite struct WorkTaskTests {
    let done = WorkTask.Completion(summary: "全部完成")

    @Test func `a task is planned once`() {
        given(WorkTask.self).when(.plan(pipeline)).then(.planned(pipeline))
        given(WorkTask.self, .planned(pipeline)).when(.plan(pipeline)).thenRejected(.alreadyPlanned)
    }

    @Test func `nothing can be done to a task that nobody planned`() {
        given(WorkTask.self).when(.addNote(text: "x")).thenRejected(.notPlanned)
    }

    @Test func `assigning the same person again changes nothing, so laptops may retry`() {
        let change = WorkTask.AssignmentChange(responsible: "李某")
        given(WorkTask.self, .planned(pipeline), .assigned(change)).when(.assign(change)).then()
    }

    @Test func `a reading of an unknown target names the target`() {
        let reading = WorkTask.Reading(target: "B99", value: quantity("1", .count), asOf: .test)
        given(WorkTask.self, .planned(pipeline))
            .when(.reportProgress(WorkTask.Progress(readings: [reading])))
            .thenRejected(.noSuchTarget("B99"))
    }

    @Test func `a reading in another unit is refused`() {
        let reading = WorkTask.Reading(target: "B06", value: quantity("1", .metre), asOf: .test)
        given(WorkTask.self, .planned(pipeline))
            .when(.reportProgress(WorkTask.Progress(readings: [reading])))
            .thenRejected(.otherUnit("B06"))
    }

    @Test func `a blocked task is not done`() {
        let blocker = WorkTask.Blocker(id: "railway", text: "穿越高铁涵洞的委托代建协议没有签订")
        given(WorkTask.self, .planned(pipeline), .blockerRaised(blocker))
            .when(.complete(done)).thenRejected(.stillBlocked("railway"))
        given(
            WorkTask.self, .planned(pipeline), .blockerRaised(blocker),
            .blockerCleared(id: "railway", how: "已签订")
        )
        .when(.complete(done)).then(.completed(done, by: "clerk"))
    }

    @Test func `more than the target needs a reason`() {
        let over = WorkTask.Progress(readings: [
            WorkTask.Reading(target: "B06", value: quantity("20.5", .kilometre), asOf: .test)
        ])
        given(WorkTask.self, .planned(pipeline), .progressReported(over))
            .when(.complete(done)).thenRejected(.overTarget("B06"))
        let explained = WorkTask.Completion(summary: "完成", overTargetReason: "设计变更")
        given(WorkTask.self, .planned(pipeline), .progressReported(over))
            .when(.complete(explained)).then(.completed(explained, by: "clerk"))
    }

    @Test func `who reported a task done does not verify it`() {
        let history: [WorkTask.Event] = [.planned(pipeline), .completed(done, by: "clerk")]
        given(WorkTask.self, history).when(.verify(opinion: nil)).thenRejected(.verifierCompleted)
        given(WorkTask.self, history)
            .when(.verify(opinion: "属实"), .test.by("head", [.head]))
            .then(.verified(opinion: "属实"))
    }

    @Test func `an older reading that syncs late does not hide a newer one`() {
        func reading(_ decimal: String, _ asOf: Day) -> WorkTask.Event {
            .progressReported(
                WorkTask.Progress(readings: [
                    WorkTask.Reading(
                        target: "B06", value: quantity(decimal, .kilometre), asOf: asOf)
                ]))
        }
        let state = WorkTask.state(after: [
            .planned(pipeline), reading("12.56", day(2025, 6, 9)), reading("9", day(2025, 5, 1)),
        ])
        #expect(state.readings["B06"]?.value == quantity("12.56", .kilometre))
    }
}
