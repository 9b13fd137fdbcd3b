extension BatchList {
    package static let columns: [Column] = [
        Column("title", .text, indexed: true, "批次名称", "Title"),
        Column("programme", .text, indexed: true, "发放项目", "Programme"),
        Column("from_month", .text, indexed: true, "起始月份", "From"),
        Column("to_month", .text, indexed: true, "截止月份", "To"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("rosters", .json, "花名册", "Rosters"),
        Column("sources", .json, "资金来源", "Sources"),
        Column("lines", .integer, "人数", "Lines"),
        Column("deferred", .integer, "暂缓人数", "Deferred"),
        Column("waiting", .integer, "未列入人数", "Waiting"),
        Column("total_fen", .integer, indexed: true, "应发合计", "Total"),
        Column("submitted_fen", .integer, "提交代发", "Submitted"),
        Column("paid_fen", .integer, "发放成功", "Paid"),
        Column("failed_fen", .integer, "退票", "Failed"),
        Column("pending_fen", .integer, "待回盘", "Pending"),
        Column("paid_back_fen", .integer, "缴回国库", "Paid back"),
        Column("overpaid_fen", .integer, "错发多发", "Overpaid"),
        Column("recovered_fen", .integer, "已追回", "Recovered"),
        Column("cash_fen", .integer, "现金发放", "Cash"),
        Column("paid_lines", .integer, "发放成功人数", "Paid lines"),
        Column("maker", .text, indexed: true, "编制人", "Maker"),
        Column("checker", .text, indexed: true, "复核人", "Checker"),
        Column("approver", .text, indexed: true, "审批人", "Approver"),
        Column("bank_batch", .text, indexed: true, "银行批次号", "Bank batch"),
        Column("drafted_on", .day, "编制日期", "Drafted on"),
        Column("approved_on", .day, indexed: true, "审批日期", "Approved on"),
        Column("submitted_on", .day, indexed: true, "提交日期", "Submitted on"),
        Column("reconciled_on", .day, "对账日期", "Reconciled on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.title), .text(row.programme), .text(Text(row.from.description)),
            .text(Text(row.to.description)), .text(Text(row.phase.rawValue)),
            .texts(row.rosters), .objects(row.sources) { $1.write(to: &$0, .fen) },
            .integer(Int64(row.lines)), .integer(Int64(row.deferred)),
            .integer(Int64(row.waiting)), .fen(row.total), .fen(row.submitted), .fen(row.paid),
            .fen(row.failed), .fen(row.pending), .fen(row.paidBack), .fen(row.overpaid),
            .fen(row.recovered), .fen(row.cash), .integer(Int64(row.paidLines)),
            .text(row.maker), .text(row.checker), .text(row.approver), .text(row.bankBatch),
            .day(row.draftedOn), .day(row.approvedOn), .day(row.submittedOn),
            .day(row.reconciledOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        let integers = values.map(\.integerValue)
        guard values.count == columns.count, let title = values[0].textValue,
            let programme = values[1].textValue,
            let from = values[2].textValue.flatMap({ Month($0.string) }),
            let to = values[3].textValue.flatMap({ Month($0.string) }),
            let phase = values[4].textValue.flatMap({
                Disbursement.State.Phase(rawValue: $0.string)
            }),
            !integers[7...19].contains(nil)
        else { return nil }
        func number(_ index: Int) -> Int { Int(integers[index] ?? 0) }
        func fen(_ index: Int) -> Fen { Fen(integers[index] ?? 0) }
        return Row(
            title: title, programme: programme, from: from, to: to, phase: phase,
            rosters: values[5].textsValue,
            sources: values[6].objectsValue { Disbursement.Share(from: &$0, .fen) },
            lines: number(7), deferred: number(8), waiting: number(9), total: fen(10),
            submitted: fen(11), paid: fen(12), failed: fen(13), pending: fen(14),
            paidBack: fen(15), overpaid: fen(16), recovered: fen(17), cash: fen(18),
            paidLines: number(19), maker: values[20].textValue, checker: values[21].textValue,
            approver: values[22].textValue, bankBatch: values[23].textValue,
            draftedOn: values[24].dayValue, approvedOn: values[25].dayValue,
            submittedOn: values[26].dayValue, reconciledOn: values[27].dayValue)
    }
}
