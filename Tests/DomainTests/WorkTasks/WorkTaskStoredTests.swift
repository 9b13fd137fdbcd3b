import Domain
import TestKit
import Testing

@Suite struct WorkTaskStoredTests {
    let reading = WorkTask.Reading(
        target: "B06", value: quantity("12.56", .kilometre), qualifier: Qualifier(.planned),
        asOf: .test)

    @Test func `plan and assignment keep their stored shapes`() throws {
        var plan = pipeline
        plan.assignment.cooperating = ["水政股"]
        plan.milestones = [WorkTask.Milestone(name: "主管道", due: day(2025, 8, 31))]
        plan.source = "市水利局 2025-12号"
        try expectStored(
            .planned(plan), of: WorkTask.self,
            as: #"{"title":"老顶山沿山农村供水提质增效工程","theme":"rural_water","#
                + #""leadUnit":"农村供水股","responsible":"张某","cooperating":["水政股"],"#
                + #""due":"2025-10-31","targets":[{"code":"B06","name":"主管道","unit":"km","#
                + #""goal":"20"}],"milestones":[{"name":"主管道","due":"2025-08-31"}],"#
                + #""source":"市水利局 2025-12号"}"#)
        try expectStored(
            .assigned(
                WorkTask.AssignmentChange(
                    leadUnit: "防汛办", responsible: "李某", cooperating: [])),
            of: WorkTask.self,
            as: #"{"leadUnit":"防汛办","responsible":"李某","cooperating":[]}"#)
        try expectStored(
            .deadlineChanged(due: day(2025, 11, 30), reason: "汛期停工"), of: WorkTask.self,
            as: #"{"due":"2025-11-30","reason":"汛期停工"}"#)
    }

    @Test func `progress, notes and blockers keep their stored shapes`() throws {
        try expectStored(
            .progressReported(WorkTask.Progress(text: "管道过半", readings: [reading])),
            of: WorkTask.self,
            as: #"{"text":"管道过半","readings":[{"target":"B06","value":{"value":"12.56","#
                + #""unit":"km"},"qualifier":"planned","asOf":"2025-06-10"}]}"#)
        try expectStored(
            .noteAdded(text: "已踏勘"), of: WorkTask.self, as: #"{"text":"已踏勘"}"#)
        try expectStored(
            .blockerRaised(WorkTask.Blocker(id: "land", text: "占地未批", needs: "自然资源局")),
            of: WorkTask.self,
            as: #"{"blocker":"land","text":"占地未批","needs":"自然资源局"}"#)
        try expectStored(
            .blockerCleared(id: "land", how: "已批复"), of: WorkTask.self,
            as: #"{"blocker":"land","how":"已批复"}"#)
    }

    @Test func `the ends of a task keep their stored shapes`() throws {
        try expectStored(
            .completed(
                WorkTask.Completion(summary: "全部完成", overTargetReason: "增加支管"), by: "unit"),
            of: WorkTask.self,
            as: #"{"summary":"全部完成","overTargetReason":"增加支管","by":"unit"}"#)
        try expectStored(
            .verified(opinion: "属实"), of: WorkTask.self, as: #"{"opinion":"属实"}"#)
        try expectStored(
            .cancelled(reason: "计划调整"), of: WorkTask.self, as: #"{"reason":"计划调整"}"#)
    }

    @Test func `every command reads back what it writes`() throws {
        let commands: [WorkTask.Command] = [
            .plan(pipeline), .assign(WorkTask.AssignmentChange(cooperating: [])),
            .reportProgress(WorkTask.Progress(readings: [reading])), .addNote(text: "已踏勘"),
            .raiseBlocker(WorkTask.Blocker(id: "land", text: "占地未批")),
            .clearBlocker(id: "land", how: "已批复"),
            .changeDeadline(due: .test, reason: "汛期停工"),
            .complete(WorkTask.Completion(summary: "全部完成")), .verify(opinion: nil),
            .cancel(reason: "计划调整"),
        ]
        for command in commands { try expectReadable(command, of: WorkTask.self) }
        #expect(Set(commands.map(\.name)) == Set(WorkTask.Command.names))
    }
}
