/// Rows behind `GET /v1/indicators`, one an indicator, with the readings of the latest day.
package enum IndicatorBoard: ReadModel {
    package struct Row: Hashable, Sendable {
        package var definition: Indicator.Definition
        package var definedOn: Day
        package var targets: [Indicator.Target]
        /// All readings of the latest day read for: two that differ are a finding.
        package var latest: [Indicator.State.Signed]
        package var readings: Int

        package var readingsDiffer: Bool { Set(latest.map(\.reading.value.base)).count > 1 }
    }

    package static let name = "indicator_board"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.indicator]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .indicator(let event) = recorded.event else { return }
        switch event {
        case .defined(let definition):
            row = Row(
                definition: definition, definedOn: recorded.envelope.occurredOn, targets: [],
                latest: [], readings: 0)
        case .targetSet(let target):
            row?.targets.removeAll { $0.period == target.period }
            row?.targets.append(target)
        case .readingRecorded(let reading, let by): row?.take(reading, by: by)
        case .readingCorrected(let correction, let by):
            if row?.latest.first?.reading.asOf == correction.asOf {
                row?.latest.apply(correction, by: by)
            }
        }
    }
}

extension IndicatorBoard.Row {
    /// "Latest" compares days, not the order of recording.
    fileprivate mutating func take(_ reading: Indicator.Reading, by author: Text) {
        readings += 1
        if let day = latest.first?.reading.asOf {
            if day > reading.asOf { return }
            if day < reading.asOf { latest = [] }
        }
        latest.append(Indicator.State.Signed(reading: reading, by: author))
    }
}

extension IndicatorBoard {
    package static let columns: [Column] = [
        Column("name", .text, indexed: true, "统计项", "Name"),
        Column("unit", .text, "计量单位", "Unit"),
        Column("theme", .text, indexed: true, "类别", "Theme"),
        Column("report_code", .text, indexed: true, "报告编号", "Report code"),
        Column("meaning_unclear", .boolean, indexed: true, "口径不明", "Meaning unclear"),
        Column("base", .text, "基数", "Base"),
        Column("value", .text, "累计", "Value"),
        Column("qualifier", .text, "口径", "Qualifier"),
        Column("as_of", .day, indexed: true, "截至", "As of"),
        Column("period", .text, indexed: true, "期间", "Period"),
        Column("readings_differ", .boolean, indexed: true, "当日填报不一致", "Readings differ"),
        Column("latest", .json, "最近填报", "Latest readings"),
        Column("targets", .json, "目标", "Targets"),
        Column("readings", .integer, "填报次数", "Readings"),
        Column("defined_on", .day, "设立日期", "Defined on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        let reading = row.latest.last?.reading
        return [
            .text(row.definition.name), .text(Text(row.definition.unit.rawValue)),
            .text(row.definition.theme), .text(row.definition.reportCode),
            .boolean(row.definition.meaningUnclear), .text(row.definition.base),
            .text(reading?.value.decimal), .text(reading.map { Text($0.qualifier.name) }),
            .day(reading?.asOf), .text(reading?.period), .boolean(row.readingsDiffer),
            .objects(row.latest) {
                $1.reading.write(to: &$0)
                $0.text("by", $1.by)
            },
            .objects(row.targets) { $1.write(to: &$0) },
            .integer(Int64(row.readings)), .day(row.definedOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let name = values[0].textValue,
            let unit = values[1].textValue.flatMap({ Unit(rawValue: $0.string) }),
            let theme = values[2].textValue, let unclear = values[4].booleanValue,
            let readings = values[13].integerValue, let definedOn = values[14].dayValue
        else { return nil }
        return Row(
            definition: Indicator.Definition(
                name: name, unit: unit, theme: theme, reportCode: values[3].textValue,
                meaningUnclear: unclear, base: values[5].textValue),
            definedOn: definedOn,
            targets: values[12].objectsValue { Indicator.Target(from: &$0) },
            latest: values[11].objectsValue {
                Indicator.State.Signed(reading: Indicator.Reading(from: &$0), by: $0.text("by"))
            },
            readings: Int(readings))
    }
}
