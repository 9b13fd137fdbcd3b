import ArgumentParser
import Domain
import JSON
import Sync

struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "重点工作任务 · tasks: list, show, and every command",
        discussion: """
            task list
            task show ID
            task report-progress ID --text 进展 [--reading CODE=VALUE,UNIT[,DAY]]
            task assign ID --responsible 姓名 [--lead-unit 股室] [--cooperating 单位 …]
            task add-note | raise-blocker | clear-blocker | change-deadline | complete | verify ID …
            --json BODY 全部字段 · a whole body; --on YYYY-MM-DD 发生日期 · the day it happened
            """)

    @Argument(parsing: .captureForPassthrough)
    var words: [String] = []

    func run() async throws {
        if ThingCommand.asksForHelp(words) { throw CleanExit.helpRequest(self) }
        try await ThingCommand(.task, PlanBoard.name).run(words)
    }
}

struct LetterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "letter", abstract: "督办函 · supervision letters: list, show, and every command",
        discussion: """
            letter list
            letter show ID
            letter receive ID [--receiver 签收人]
            letter interim ID --text 阶段性反馈
            letter respond ID --text 整改情况 [--evidence 佐证 …]
            letter request-extension ID --until YYYY-MM-DD --reason 理由
            --json BODY 全部字段 · a whole body; --on YYYY-MM-DD 发生日期 · the day it happened
            """)

    @Argument(parsing: .captureForPassthrough)
    var words: [String] = []

    func run() async throws {
        if ThingCommand.asksForHelp(words) { throw CleanExit.helpRequest(self) }
        try await ThingCommand(.letter, LetterTracker.name).run(words)
    }
}

/// `list`, `show ID`, or any command of one kind of thing.
struct ThingCommand {
    private let kind: AggregateKind
    private let model: String

    init(_ kind: AggregateKind, _ model: String) {
        self.kind = kind
        self.model = model
    }

    static func asksForHelp(_ words: [String]) -> Bool {
        words.first == "help" || words.contains("--help") || words.contains("-h")
    }

    func run(_ typed: [String]) async throws {
        var words = typed
        var language = Language.chinese
        if let index = words.firstIndex(of: "--lang"), words.indices.contains(index + 1) {
            language = words[index + 1] == "en" ? .english : .chinese
            words.removeSubrange(index...(index + 1))
        }
        try await FieldSession.run(language) { session in
            switch words.first {
            case "list": try list(session)
            case "show":
                guard words.count == 2 else { throw LaptopError.missingOption("ID") }
                try show(Text(words[1]), session)
            case nil:
                throw LaptopError.missingOption(
                    "list | show ID | "
                        + BureauCommand.names(of: kind).joined(separator: " | "))
            default: try record(words, session)
            }
        }
    }

    private func list(_ session: FieldSession) throws {
        let view = try FieldView(session.store, try session.enrolment(), today: session.now.day)
        let wanted =
            kind == .task
            ? ["title", "lead_unit", "responsible", "state", "due", "last_progress"]
            : ["number_text", "title", "main_addressee", "state", "due", "response"]
        let columns = view.columns(model).filter { wanted.contains($0.name) }
        let isChinese = session.language == .chinese
        let headings =
            [isChinese ? "编号" : "id"] + columns.map { isChinese ? $0.chinese : $0.english }
            + [""]
        let mark = isChinese ? "待上传" : "pending"
        let rows = try view.rows(model).map { row in
            [row.key.string]
                + columns.map { view.text(row, $0.name, model, kind, session.language) }
                + [row.isPending ? mark : ""]
        }
        Layout.output(Layout.table(headings, rows))
    }

    private func show(_ id: Text, _ session: FieldSession) throws {
        let view = try FieldView(session.store, try session.enrolment(), today: session.now.day)
        let stream = StreamID(kind, id)
        guard let row = try view.rows(model).first(where: { $0.key == id }) else {
            throw LaptopError.noSuchThing(stream)
        }
        let language = session.language
        let isChinese = language == .chinese
        for column in view.columns(model) {
            let text = view.text(row, column.name, model, kind, language)
            if text.isEmpty || text == "[]" { continue }
            let heading = isChinese ? column.chinese : column.english
            Layout.output(Layout.pad(heading, 18) + text)
        }
        Layout.output("\n" + (isChinese ? "办理过程" : "History"))
        for event in try session.store.events(of: stream) {
            let envelope = event.envelope
            Layout.output(
                "\(envelope.occurredOn)  \(Layout.pad(envelope.actor.string, 12))"
                    + Words.event(envelope.type, language))
        }
        for kept in try session.store.pendingIntents() where kept.intent.stream == stream {
            Layout.output(
                "\(kept.intent.occurredOn)  "
                    + Layout.pad(view.owner.id.string, 12)
                    + Words.command(kind, kept.intent.command, language) + "  "
                    + Words.standing(kept, language))
        }
    }

    private func record(_ words: [String], _ session: FieldSession) throws {
        let enrolment = try session.enrolment()
        let typed = try CommandWords(kind, words, today: session.now.day)
        let recorder = Recorder(
            store: session.store, enrolment: enrolment, now: { FieldSession.clock() })
        let intent = try recorder.record(
            typed.command, typed.body, on: StreamID(kind, typed.id),
            occurredOn: typed.occurredOn)
        session.say(
            "已记录第 \(intent.n) 条:\(intent.stream) "
                + Words.command(kind, intent.command, .chinese) + ",待上传",
            "Recorded intent \(intent.n): \(intent.stream) \(intent.command), pending.")
    }
}
