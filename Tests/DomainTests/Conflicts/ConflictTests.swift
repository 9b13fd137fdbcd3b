import Domain
import JSON
import TestKit
import Testing

@Suite struct ConflictTests {
    let ours = Conflict.Resolution(.ours, reason: "以先报为准")
    let theirs = Conflict.Resolution(.theirs, reason: "电话核实")

    @Test func `a conflict is opened once, and the same again is nothing new`() {
        given(Conflict.self).when(.open(Conflict.aboutPerson)).then(.opened(Conflict.aboutPerson))
        given(Conflict.self, .opened(Conflict.aboutPerson)).when(.open(Conflict.aboutPerson))
            .then()
        given(Conflict.self, .opened(Conflict.aboutPerson)).when(.open(Conflict.aboutAnswer))
            .thenRejected(.alreadyOpened)
        given(Conflict.self).when(.resolve(ours)).thenRejected(.notOpened)
    }

    @Test func `choosing the same side twice is nothing new, another names the standing choice`() {
        let history: [Conflict.Event] = [
            .opened(Conflict.aboutPerson), .resolved(ours, by: "clerk"),
        ]
        given(Conflict.self, .opened(Conflict.aboutPerson)).when(.resolve(ours))
            .then(.resolved(ours, by: "clerk"))
        given(Conflict.self, history)
            .when(.resolve(Conflict.Resolution(.ours, reason: "同意")), .test.by("li")).then()
        given(Conflict.self, history).when(.resolve(theirs), .test.by("li"))
            .thenRejected(.alreadyResolved(.ours, by: "clerk"))
    }

    @Test func `only who may give the command settles it, and the administrator only for tasks`() {
        let opened = Conflict.Event.opened(Conflict.aboutAnswer)
        given(Conflict.self, opened).when(.resolve(ours), .test.by("river", [.riverOffice]))
            .thenRejected(.notYours(command: "submit-response"))
        given(Conflict.self, opened).when(.resolve(ours), .test.by("admin", [.administrator]))
            .thenRejected(.notYours(command: "submit-response"))
        given(Conflict.self, opened).when(.resolve(ours), .test.by("town", [.unit]))
            .then(.resolved(ours, by: "town"))
        given(Conflict.self, .opened(Conflict.aboutPerson))
            .when(.resolve(ours), .test.by("admin", [.administrator]))
            .then(.resolved(ours, by: "admin"))
        given(Conflict.self, .opened(Conflict.aboutPerson))
            .when(.resolve(ours), .test.by("audit", [.auditor]))
            .thenRejected(.notYours(command: "assign"))
    }

    @Test func `a body goes with a third choice and with no other`() {
        let opened = Conflict.Event.opened(Conflict.aboutPerson)
        given(Conflict.self, opened).when(.resolve(Conflict.Resolution(.other, reason: "另定")))
            .thenRejected(.bodyNeeded)
        given(Conflict.self, opened)
            .when(.resolve(Conflict.Resolution(.theirs, reason: "x", body: [:])))
            .thenRejected(.bodyNotNeeded)
    }
}

@Suite struct ConflictOrchestrationTests {
    let stream = StreamID(.conflict, "c-1")
    let task = StreamID(.task, "pipeline")
    let letter = StreamID(.letter, "sand-6")

    private func decide(
        _ choice: Conflict.Choice, _ opening: Conflict.Opening, body: JSONValue? = nil,
        by context: Context = .test, knowing target: (StreamID, Snapshot)? = nil
    ) -> Bureau.Outcome {
        var known = Bureau.Known([
            stream: .after(.conflict, [.conflict(.opened(opening))])
        ])
        if let target { known[target.0] = target.1 }
        let resolution = Conflict.Resolution(choice, reason: "核实", body: body)
        return Bureau.decide(.conflict(.resolve(resolution)), on: stream, context, known)
    }

    private var planned: Snapshot {
        .after(
            .task,
            [
                .task(.planned(pipeline)),
                .task(.assigned(WorkTask.AssignmentChange(responsible: "王某"))),
            ])
    }

    private var answered: Snapshot {
        .after(
            .letter,
            (Letter.issuedHistory + [.responseSubmitted(.cleared, by: "town")])
                .map { .letter($0) })
    }

    @Test func `keeping what stands writes the choice alone`() throws {
        let decision = try #require(decide(.ours, Conflict.aboutPerson).decision)
        let resolved = Conflict.Event.resolved(
            Conflict.Resolution(.ours, reason: "核实"), by: "clerk")
        #expect(
            decision == Bureau.Decision([.init(stream, expected: 1, [.conflict(resolved)])]))
    }

    @Test func `choosing the intent first asks for the stream in dispute`() {
        #expect(decide(.theirs, Conflict.aboutPerson).needed == [task])
    }

    @Test func `choosing the intent writes its facts and the choice in one append`() throws {
        let decision = try #require(
            decide(.theirs, Conflict.aboutPerson, knowing: (task, planned)).decision)
        let resolved = Conflict.Event.resolved(
            Conflict.Resolution(.theirs, reason: "核实"), by: "clerk")
        let assigned = WorkTask.Event.assigned(WorkTask.AssignmentChange(responsible: "李某"))
        #expect(
            decision
                == Bureau.Decision([
                    .init(stream, expected: 1, [.conflict(resolved)]),
                    .init(task, expected: 2, [.task(assigned)]),
                ]))
    }

    @Test func `a chosen answer replaces the standing one, in its own author's name`() throws {
        let decision = try #require(
            decide(
                .theirs, Conflict.aboutAnswer, by: .test.by("station", [.field]),
                knowing: (letter, answered)
            ).decision)
        #expect(
            decision.writes.last
                == .init(
                    letter, expected: 5, [.letter(.responseSubmitted(.partly, by: "village"))]))
    }

    @Test func `a third choice is carried out in the resolver's name`() throws {
        let decision = try #require(
            decide(
                .other, Conflict.aboutAnswer, body: ["text": "两处均已清理"],
                by: .test.by("station", [.field]), knowing: (letter, answered)
            ).decision)
        let response = Letter.Response(text: "两处均已清理")
        #expect(
            decision.writes.last
                == .init(
                    letter, expected: 5, [.letter(.responseSubmitted(response, by: "station"))]))
    }

    @Test func `a rule that still stands in the way refuses the choice, and nothing is written`() {
        let verified = Snapshot.after(
            .letter,
            (Letter.issuedHistory + [
                .responseSubmitted(.cleared, by: "town"),
                .rectificationVerified(Letter.Verification(findings: "属实")),
            ]).map { .letter($0) })
        let outcome = decide(
            .theirs, Conflict.aboutAnswer, by: .test.by("station", [.field]),
            knowing: (letter, verified))
        #expect(outcome.rejectionCode == "other-response-stands")
    }

    @Test func `a body that is not of the command names its field`() {
        let outcome = decide(
            .other, Conflict.aboutPerson, body: ["responsible": 5], knowing: (task, planned))
        #expect(outcome.rejectionCode == "conflict-command-not-readable")
    }

    @Test func `a stream that holds something newer is not acted upon`() {
        var newer = planned
        newer.take(.unknown)
        guard
            case .notUnderstood(task, version: 3) = decide(
                .theirs, Conflict.aboutPerson, knowing: (task, newer))
        else {
            Issue.record("the stream was acted upon")
            return
        }
    }
}

extension Bureau.Outcome {
    fileprivate var decision: Bureau.Decision? {
        if case .decided(let decision) = self { decision } else { nil }
    }
    fileprivate var needed: [StreamID]? {
        if case .needs(let streams) = self { streams } else { nil }
    }
    fileprivate var rejectionCode: String? {
        if case .rejected(let rejection) = self { rejection.code } else { nil }
    }
}
