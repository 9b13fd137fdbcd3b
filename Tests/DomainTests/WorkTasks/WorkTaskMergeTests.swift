import Domain
import TestKit
import Testing

@Suite struct WorkTaskMergeTests {
    let done = WorkTask.Completion(summary: "全部完成")

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `the order in which laptops sync decides nothing`(seed: UInt64) {
        let survey = MergeSurvey(
            WorkTask.self, seed: seed, rounds: 1_500, steps: 14,
            authorless: { $0.completedBy = nil }, { $0.workTaskMove() })
        #expect(survey.holes == [])
        #expect(survey.merged > 500)
        #expect(survey.conflicts > 500)
        #expect(survey.duplicates > 50)
        #expect(survey.seen == Set(WorkTask.Command.names))
    }

    @Test func `different fields merge, one field set to two values is a conflict about it`() {
        let unit = WorkTask.AssignmentChange(leadUnit: "规划股")
        let person = WorkTask.AssignmentChange(responsible: "李某")
        #expect(WorkTask.relation(of: .assign(person), to: .assigned(unit)) == .independent)
        let other = WorkTask.AssignmentChange(responsible: "王某")
        #expect(
            WorkTask.relation(of: .assign(person), to: .assigned(other))
                == .clash(field: "responsible"))
        #expect(WorkTask.relation(of: .assign(person), to: .assigned(person)) == .same)
    }

    @Test func `a reading that somebody else recorded meanwhile does not undo a completion`() {
        let base = WorkTask.state(after: [.planned(pipeline)])
        let over = WorkTask.Event.progressReported(
            WorkTask.Progress(readings: [
                WorkTask.Reading(target: "B06", value: quantity("21", .kilometre), asOf: .test)
            ]))
        let settlement = WorkTask.settle(
            .complete(done), base: base, foreign: [over],
            current: WorkTask.state(after: [.planned(pipeline), over]), .test)
        #expect(settlement == .merged([.completed(done, by: "clerk")]))
    }

    @Test func `a new blocker and a completion contradict each other in both orders`() {
        let blocker = WorkTask.Blocker(id: "railway", text: "委托代建协议没有签订")
        #expect(
            WorkTask.relation(of: .complete(done), to: .blockerRaised(blocker))
                == .clash(field: nil))
        #expect(
            WorkTask.relation(of: .raiseBlocker(blocker), to: .completed(done, by: "clerk"))
                == .clash(field: nil))
    }

    @Test func `of two readings of one day the larger stands, whichever synced first`() {
        func reading(_ decimal: String) -> WorkTask.Event {
            .progressReported(
                WorkTask.Progress(readings: [
                    WorkTask.Reading(
                        target: "B06", value: quantity(decimal, .kilometre), asOf: .test)
                ]))
        }
        let forth = WorkTask.state(after: [.planned(pipeline), reading("9"), reading("12.56")])
        let back = WorkTask.state(after: [.planned(pipeline), reading("12.56"), reading("9")])
        #expect(forth == back)
        #expect(back.readings["B06"]?.value == quantity("12.56", .kilometre))
    }

    @Test func `a chosen completion replaces the one that stands, but keeps the other rules`()
        throws
    {
        let state = WorkTask.state(after: [.planned(pipeline), .completed(done, by: "clerk")])
        let chosen = WorkTask.Completion(summary: "主管道完成")
        #expect(
            try WorkTask.overrule(.complete(chosen), state, .test.by("zhang"))
                == [.completed(chosen, by: "zhang")])
        let verified = WorkTask.state(after: [
            .planned(pipeline), .completed(done, by: "clerk"), .verified(opinion: nil),
        ])
        #expect(throws: WorkTask.Rejection.notOpen(.verified)) {
            try WorkTask.overrule(.complete(chosen), verified, .test.by("zhang"))
        }
        #expect(throws: WorkTask.Rejection.verifierCompleted) {
            try WorkTask.overrule(.verify(opinion: "属实"), verified, .test)
        }
    }
}

extension Dice {
    /// Few words, persons and days, so that two laptops often speak of the same.
    fileprivate mutating func workTaskMove() -> MergeSurvey<WorkTask>.Move {
        MergeSurvey.Move(workTaskCommand(), by: pick("clerk", "zhang", "li"))
    }

    private mutating func workTaskCommand() -> WorkTask.Command {
        let word: Text = pick("甲", "乙")
        switch below(10) {
        case 0:
            var plan = pipeline
            plan.title = word
            return .plan(plan)
        case 1:
            return .assign(
                WorkTask.AssignmentChange(
                    leadUnit: pick(nil, "农村供水股", "规划股"), responsible: pick(nil, "张某", "李某"),
                    cooperating: pick(nil, [], ["水利站"])))
        case 2: return .reportProgress(progress())
        case 3: return .addNote(text: word)
        case 4: return .raiseBlocker(WorkTask.Blocker(id: pick("b1", "b2"), text: word))
        case 5: return .clearBlocker(id: pick("b1", "b2"), how: word)
        case 6: return .changeDeadline(due: day(2025, 11, 1 + below(3)), reason: word)
        case 7:
            return .complete(
                WorkTask.Completion(summary: word, overTargetReason: pick(nil, "设计变更")))
        case 8: return .verify(opinion: pick(nil, "属实"))
        default: return .cancel(reason: word)
        }
    }

    private mutating func progress() -> WorkTask.Progress {
        let value = quantity(pick("9", "12.56", "20.5", "20.50"), .kilometre)
        let reading = WorkTask.Reading(
            target: "B06", value: value, qualifier: pick(.actual, Qualifier(.forecast)),
            asOf: day(2025, 6, 9 + below(2)))
        return WorkTask.Progress(text: "进展", readings: [reading])
    }
}
