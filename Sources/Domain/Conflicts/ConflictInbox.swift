package import JSON

/// Rows behind `GET /v1/conflicts`, one a conflict, with all three sides.
package enum ConflictInbox: ReadModel {
    package struct Row: Hashable, Sendable {
        package enum Standing: String, Hashable, Sendable, CaseIterable { case open, resolved }
        package var aboutKind: Text
        package var aboutID: Text
        package var command: Text
        package var body: JSONValue
        package var field: Text?
        package var base: Conflict.Side
        package var ours: Conflict.Side
        package var theirs: Conflict.Side
        package var oursPosition: Int64?
        package var device: Text
        package var intent: Int64
        package var author: Text
        package var occurredOn: Day
        package var openedOn: Day
        package var standing = Standing.open
        package var choice: Conflict.Choice?
        package var reason: Text?
        package var resolvedBy: Text?
        package var resolvedOn: Day?
    }

    package static let name = "conflict_inbox"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.conflict]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .conflict(let event) = recorded.event else { return }
        switch event {
        case .opened(let opening):
            row = Row(opening, on: recorded.envelope.occurredOn)
        case .resolved(let resolution, let by):
            row?.standing = .resolved
            row?.choice = resolution.choice
            row?.reason = resolution.reason
            row?.resolvedBy = by
            row?.resolvedOn = recorded.envelope.occurredOn
        }
    }
}

extension ConflictInbox.Row {
    fileprivate init(_ opening: Conflict.Opening, on day: Day) {
        let parts = opening.about.string.split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            aboutKind: Text(parts.first ?? ""), aboutID: Text(parts.dropFirst().first ?? ""),
            command: opening.command, body: opening.body, field: opening.field,
            base: opening.base, ours: opening.ours, theirs: opening.theirs,
            oursPosition: opening.oursPosition, device: opening.device, intent: opening.intent,
            author: opening.author, occurredOn: opening.occurredOn, openedOn: day)
    }
}

extension ConflictInbox {
    package static let columns: [Column] = [
        Column("about_kind", .text, indexed: true, "业务类别", "About"),
        Column("about_id", .text, indexed: true, "业务编号", "About id"),
        Column("command", .text, indexed: true, "填报事项", "Command"),
        Column("body", .json, "填报全文", "Body"),
        Column("field", .text, "不一致的内容", "Field"),
        Column("base", .json, "原内容", "Base"),
        Column("ours", .json, "库中现有", "Ours"),
        Column("theirs", .json, "本次填报", "Theirs"),
        Column("ours_position", .integer, "库中流水号", "Position of ours"),
        Column("ours_author", .text, "库中填报人", "Author of ours"),
        Column("device", .text, indexed: true, "终端", "Device"),
        Column("intent", .integer, "终端填报序号", "Intent"),
        Column("author", .text, indexed: true, "本次填报人", "Author of theirs"),
        Column("occurred_on", .day, "填报日期", "Recorded on"),
        Column("opened_on", .day, indexed: true, "提出日期", "Opened on"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("choice", .text, "裁定", "Choice"),
        Column("reason", .text, "裁定理由", "Reason"),
        Column("resolved_by", .text, "裁定人", "Resolved by"),
        Column("resolved_on", .day, "裁定日期", "Resolved on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.aboutKind), .text(row.aboutID), .text(row.command), .json(row.body.bytes),
            .text(row.field), side(row.base), side(row.ours), side(row.theirs),
            row.oursPosition.map { .integer($0) } ?? .null, .text(row.ours.author),
            .text(row.device), .integer(row.intent), .text(row.author), .day(row.occurredOn),
            .day(row.openedOn), .text(Text(row.standing.rawValue)),
            .text(row.choice.map { Text($0.rawValue) }), .text(row.reason),
            .text(row.resolvedBy), .day(row.resolvedOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let kind = values[0].textValue,
            let id = values[1].textValue, let command = values[2].textValue,
            let body = json(values[3]), let base = side(from: values[5]),
            let ours = side(from: values[6]), let theirs = side(from: values[7]),
            let device = values[10].textValue, let intent = values[11].integerValue,
            let author = values[12].textValue, let occurredOn = values[13].dayValue,
            let openedOn = values[14].dayValue,
            let standing = values[15].textValue.flatMap({ Row.Standing(rawValue: $0.string) })
        else { return nil }
        return Row(
            aboutKind: kind, aboutID: id, command: command, body: body,
            field: values[4].textValue, base: base, ours: ours, theirs: theirs,
            oursPosition: values[8].integerValue, device: device, intent: intent,
            author: author, occurredOn: occurredOn, openedOn: openedOn, standing: standing,
            choice: values[16].textValue.flatMap { Conflict.Choice(rawValue: $0.string) },
            reason: values[17].textValue, resolvedBy: values[18].textValue,
            resolvedOn: values[19].dayValue)
    }

    private static func side(_ side: Conflict.Side) -> ColumnValue {
        var fields = FieldWriter()
        side.write(to: &fields)
        return .json(fields.finish())
    }

    private static func side(from value: ColumnValue) -> Conflict.Side? {
        json(value).map {
            var fields = FieldReader($0)
            return Conflict.Side(from: &fields)
        }
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
