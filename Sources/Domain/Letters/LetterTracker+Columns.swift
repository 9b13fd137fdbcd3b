extension LetterTracker {
    package static let columns: [Column] = [
        Column("number_text", .text, indexed: true, "发文字号", "Number"),
        Column("series", .text, indexed: true, "机关代字", "Series"),
        Column("year", .integer, indexed: true, "年", "Year"),
        Column("number", .integer, indexed: true, "号", "Number in the year"),
        Column("kind", .text, indexed: true, "文种", "Kind"),
        Column("title", .text, indexed: true, "标题", "Title"),
        Column("main_addressee", .text, indexed: true, "主送", "Main addressee"),
        Column("copies", .json, "抄送", "Copies to"),
        Column("issues", .json, "河湖问题", "River issues"),
        Column("source", .text, "来文", "Source"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("drafted_on", .day, "拟稿日期", "Drafted on"),
        Column("signed_on", .day, "签发日期", "Signed on"),
        Column("issued_on", .day, indexed: true, "印发日期", "Issued on"),
        Column("received_on", .day, "签收日期", "Received on"),
        Column("receiver", .text, "签收人", "Receiver"),
        Column("due", .day, indexed: true, "回复时限", "Due"),
        Column("due_in", .text, "时限计法", "Days counted as"),
        Column("extension_asked", .day, "申请延期至", "Extension asked until"),
        Column("extensions", .integer, "延期次数", "Extensions"),
        Column("last_interim", .text, "阶段性反馈", "Last interim reply"),
        Column("last_interim_on", .day, "反馈日期", "Last interim reply on"),
        Column("responded_on", .day, indexed: true, "回复日期", "Responded on"),
        Column("response", .text, "整改情况回复", "Response"),
        Column("responses", .integer, indexed: true, "回复次数", "Responses"),
        Column("returns", .integer, "退回次数", "Returns"),
        Column("verified_on", .day, "现场核查日期", "Verified on"),
        Column("ended_on", .day, "办结(撤回)日期", "Closed or withdrawn on"),
        Column("escalation", .text, indexed: true, "提级督办", "Escalation"),
        Column("escalated_on", .day, "提级日期", "Escalated on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        let number = row.number
        return [
            .text(number.map { Text($0.description) }), .text(number?.series),
            number.map { .integer(Int64($0.year)) } ?? .null,
            number.map { .integer(Int64($0.number)) } ?? .null,
            .text(Text(row.kind.rawValue)), .text(row.title), .text(row.mainAddressee),
            .texts(row.copies), .texts(row.issues), .text(row.source),
            .text(Text(row.phase.rawValue)), .day(row.draftedOn), .day(row.signedOn),
            .day(row.issuedOn), .day(row.receivedOn), .text(row.receiver), .day(row.due),
            .text(row.dueIn.map { Text($0.rawValue) }), .day(row.extensionAsked),
            .integer(Int64(row.extensions)), .text(row.lastInterim), .day(row.lastInterimOn),
            .day(row.respondedOn), .text(row.response), .integer(Int64(row.responses)),
            .integer(Int64(row.returns)), .day(row.verifiedOn), .day(row.endedOn),
            .text(row.escalation.map { Text($0.rawValue) }), .day(row.escalatedOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count,
            let kind = values[4].textValue.flatMap({ Letter.Kind(rawValue: $0.string) }),
            let title = values[5].textValue, let addressee = values[6].textValue,
            let phase = values[10].textValue.flatMap({
                Letter.State.Phase(rawValue: $0.string)
            }),
            let draftedOn = values[11].dayValue, let extensions = values[19].integerValue,
            let responses = values[24].integerValue, let returns = values[25].integerValue
        else { return nil }
        return Row(
            kind: kind, title: title, mainAddressee: addressee, copies: values[7].textsValue,
            issues: values[8].textsValue, source: values[9].textValue, phase: phase,
            number: number(from: values), draftedOn: draftedOn, signedOn: values[12].dayValue,
            issuedOn: values[13].dayValue, receivedOn: values[14].dayValue,
            receiver: values[15].textValue, due: values[16].dayValue,
            dueIn: values[17].textValue.flatMap { Letter.DayCount(rawValue: $0.string) },
            extensionAsked: values[18].dayValue, extensions: Int(extensions),
            lastInterim: values[20].textValue, lastInterimOn: values[21].dayValue,
            respondedOn: values[22].dayValue, response: values[23].textValue,
            responses: Int(responses), returns: Int(returns), verifiedOn: values[26].dayValue,
            endedOn: values[27].dayValue,
            escalation: values[28].textValue.flatMap {
                Letter.Escalation.Form(rawValue: $0.string)
            },
            escalatedOn: values[29].dayValue)
    }

    private static func number(from values: [ColumnValue]) -> Letter.Number? {
        guard let series = values[1].textValue, let year = values[2].integerValue,
            let number = values[3].integerValue
        else { return nil }
        return Letter.Number(series: series, year: Int(year), number: Int(number))
    }
}
