/// Rows behind `GET /v1/funds` (资金台账), one a fund.
package enum FundsMatrix: ReadModel {
    package struct Row: Hashable, Sendable {
        package var key: Fund.Key
        package var label: Text
        package var applied = Fen.zero
        package var appropriated = Fen.zero
        package var reduced = Fen.zero
        package var carriedIn = Fen.zero
        package var carriedOut = Fen.zero
        package var allocated = Fen.zero
        package var committed = Fen.zero
        package var paid = Fen.zero
        /// Each appropriation with its document, oldest first.
        package var grants: [Fund.Grant] = []

        /// What there is to spend in all; what was applied for is no part of it.
        package var available: Fen { appropriated - reduced + carriedIn - carriedOut }
        package var balance: Fen { available - paid }
    }

    package static let name = "funds_matrix"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.fund]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .fund(let event) = recorded.event else { return }
        switch event {
        case .appropriated(let grant):
            row = row ?? Row(key: grant.key, label: grant.label)
            row?.appropriated += grant.amount
            row?.grants.append(grant)
        case .applied(let application):
            row = row ?? Row(key: application.key, label: application.label)
            row?.applied += application.amount
        case .reduced(let reduction):
            row?.reduced += reduction.amount
            if reduction.project != nil { row?.allocated -= reduction.amount }
        case .allocated(let allocation): row?.allocated += allocation.amount
        case .committed(let commitment): row?.committed += commitment.amount
        case .commitmentReleased(let movement): row?.committed -= movement.amount
        case .paid(let movement): row?.paid += movement.amount
        case .returned(let movement): row?.paid -= movement.amount
        case .carriedOver(let carryOver):
            if row == nil, let key = carryOver.key {
                row = Row(key: key, label: carryOver.label ?? key.purpose)
            }
            row?.carry(carryOver)
        case .purposeChanged(let change): row?.key.purpose = change.purpose
        }
    }
}

extension FundsMatrix.Row {
    fileprivate mutating func carry(_ carryOver: Fund.CarryOver) {
        switch carryOver.direction {
        case .into: carriedIn += carryOver.amount
        case .out:
            carriedOut += carryOver.amount
            if carryOver.project != nil { allocated -= carryOver.amount }
        }
    }
}

extension FundsMatrix {
    package static let columns: [Column] = [
        Column("level", .text, indexed: true, "资金来源级次", "Level"),
        Column("purpose", .text, indexed: true, "用途", "Purpose"),
        Column("year", .integer, indexed: true, "预算年度", "Budget year"),
        Column("label", .text, indexed: true, "名称", "Label"),
        Column("applied_fen", .integer, "申请", "Applied"),
        Column("appropriated_fen", .integer, indexed: true, "下达", "Appropriated"),
        Column("reduced_fen", .integer, "调减", "Reduced"),
        Column("carried_in_fen", .integer, "上年结转", "Carried in"),
        Column("carried_out_fen", .integer, "结转下年", "Carried out"),
        Column("allocated_fen", .integer, "分配", "Allocated"),
        Column("committed_fen", .integer, "占用", "Committed"),
        Column("paid_fen", .integer, "支付", "Paid"),
        Column("balance_fen", .integer, "结余", "Balance"),
        Column("documents", .json, "指标文件", "Documents"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(Text(row.key.level.rawValue)), .text(row.key.purpose),
            .integer(Int64(row.key.year)), .text(row.label), .fen(row.applied),
            .fen(row.appropriated), .fen(row.reduced), .fen(row.carriedIn), .fen(row.carriedOut),
            .fen(row.allocated), .fen(row.committed), .fen(row.paid), .fen(row.balance),
            .objects(row.grants) { $1.write(to: &$0, .fen) },
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count,
            let level = values[0].textValue.flatMap({ Fund.Level(rawValue: $0.string) }),
            let purpose = values[1].textValue, let year = values[2].integerValue,
            let label = values[3].textValue
        else { return nil }
        let amounts = values[4...11].compactMap { $0.integerValue.map { Fen($0) } }
        guard amounts.count == 8 else { return nil }
        return Row(
            key: Fund.Key(level: level, purpose: purpose, year: Int(year)), label: label,
            applied: amounts[0], appropriated: amounts[1], reduced: amounts[2],
            carriedIn: amounts[3], carriedOut: amounts[4], allocated: amounts[5],
            committed: amounts[6], paid: amounts[7],
            grants: values[13].objectsValue { Fund.Grant(from: &$0, .fen) })
    }
}
