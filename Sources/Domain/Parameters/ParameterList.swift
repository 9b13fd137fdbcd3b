/// Rows behind `GET /v1/parameters`, one a value: which value held from which day.
package enum ParameterList: ReadModel {
    package struct Row: Hashable, Sendable {
        package var setting: Parameter.Setting
        package var setOn: Day
    }

    package static let name = "parameter_list"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.parameter]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        guard case .parameter(.set(let setting)) = recorded.event else { return [] }
        return [Text("\(setting.name)@\(setting.from)")]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .parameter(.set(let setting)) = recorded.event else { return }
        row = Row(setting: setting, setOn: recorded.envelope.occurredOn)
    }

    package static let columns: [Column] = [
        Column("name", .text, indexed: true, "参数", "Name"),
        Column("valid_from", .day, indexed: true, "起始日期", "Valid from"),
        Column("value", .text, "值", "Value"),
        Column("reason", .text, "依据", "Reason"),
        Column("set_on", .day, "设定日期", "Set on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.setting.name), .day(row.setting.from), .text(row.setting.value),
            .text(row.setting.reason), .day(row.setOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let name = values[0].textValue,
            let from = values[1].dayValue, let value = values[2].textValue,
            let setOn = values[4].dayValue
        else { return nil }
        return Row(
            setting: Parameter.Setting(
                name: name, from: from, value: value, reason: values[3].textValue),
            setOn: setOn)
    }
}
