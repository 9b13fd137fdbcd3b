package import JSON

/// Intents that are held or led to no fact, one row each under `device/n`, whole: what a person
/// recorded can be read, corrected and sent again. A held one that is taken after all leaves.
package enum UnmetIntents: ReadModel {
    package enum Standing: String, Hashable, Sendable, CaseIterable {
        case held, duplicate, rejected, conflict
    }

    package struct Row: Hashable, Sendable {
        package var device: Text
        package var n: Int64
        package var standing: Standing
        package var about: Text
        package var command: Text
        package var body: JSONValue
        package var author: Text
        package var occurredOn: Day
        package var settledOn: Day
        package var reason: Device.Reason?
        package var conflict: Text?
    }

    package static let name = "unmet_intents"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.device]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        guard case .device(let event) = recorded.event else { return [] }
        switch event {
        case .intentSettled(let intent), .intentHeld(let intent):
            return [Text("\(recorded.stream.id)/\(intent.n)")]
        case .enrolled, .revoked, .suspended: return []
        }
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .device(let event) = recorded.event else { return }
        switch event {
        case .intentHeld(let intent): row = Row(intent, .held, recorded.envelope)
        case .intentSettled(let intent):
            row = Standing(intent.verdict).map { Row(intent, $0, recorded.envelope) }
        case .enrolled, .revoked, .suspended: break
        }
    }
}

extension UnmetIntents.Standing {
    /// Nil for a verdict with facts.
    fileprivate init?(_ verdict: Device.SettledIntent.Verdict) {
        switch verdict {
        case .duplicate: self = .duplicate
        case .rejected: self = .rejected
        case .conflict: self = .conflict
        case .accepted, .merged: return nil
        }
    }
}

extension UnmetIntents.Row {
    fileprivate init(
        _ intent: Device.SettledIntent, _ standing: UnmetIntents.Standing, _ envelope: Envelope
    ) {
        self.init(
            device: envelope.stream.id, n: intent.n, standing: standing, about: intent.about,
            command: intent.command, body: intent.body, author: intent.author,
            occurredOn: intent.occurredOn, settledOn: envelope.occurredOn,
            reason: intent.reason, conflict: intent.conflict)
    }
}

extension UnmetIntents {
    package static let columns: [Column] = [
        Column("device", .text, indexed: true, "终端", "Device"),
        Column("n", .integer, indexed: true, "终端填报序号", "Intent"),
        Column("standing", .text, indexed: true, "处理结果", "Standing"),
        Column("about", .text, indexed: true, "业务编号", "About"),
        Column("command", .text, indexed: true, "填报事项", "Command"),
        Column("body", .json, "填报全文", "Body"),
        Column("author", .text, indexed: true, "填报人", "Author"),
        Column("occurred_on", .day, "填报日期", "Recorded on"),
        Column("settled_on", .day, indexed: true, "处理日期", "Settled on"),
        Column("reason_code", .text, indexed: true, "原因代码", "Reason code"),
        Column("reason_zh", .text, "未通过原因", "Reason in Chinese"),
        Column("reason_en", .text, "未通过原因(英文)", "Reason in English"),
        Column("conflict", .text, "待裁定事项", "Conflict"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.device), .integer(row.n), .text(Text(row.standing.rawValue)),
            .text(row.about), .text(row.command), .json(row.body.bytes), .text(row.author),
            .day(row.occurredOn), .day(row.settledOn), .text(row.reason?.code),
            .text(row.reason?.chinese), .text(row.reason?.english), .text(row.conflict),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let device = values[0].textValue,
            let n = values[1].integerValue,
            let standing = values[2].textValue.flatMap({ Standing(rawValue: $0.string) }),
            let about = values[3].textValue, let command = values[4].textValue,
            let body = json(values[5]), let author = values[6].textValue,
            let occurredOn = values[7].dayValue, let settledOn = values[8].dayValue
        else { return nil }
        return Row(
            device: device, n: n, standing: standing, about: about, command: command,
            body: body, author: author, occurredOn: occurredOn, settledOn: settledOn,
            reason: reason(from: values), conflict: values[12].textValue)
    }

    private static func reason(from values: [ColumnValue]) -> Device.Reason? {
        guard let code = values[9].textValue, let chinese = values[10].textValue,
            let english = values[11].textValue
        else { return nil }
        return Device.Reason(code: code, chinese: chinese, english: english)
    }

    /// Nil for what is no JSON: a row that we wrote holds nothing else.
    private static func json(_ value: ColumnValue) -> JSONValue? {
        guard let bytes = value.jsonValue else { return nil }
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            return nil
        }
    }
}
