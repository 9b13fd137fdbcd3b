/// The words of the report, in both languages.
enum ReportWords {
    /// The sections of the report, in the order in which the bureau tells them; themes that are not
    /// here come last, under their own name.
    static let themes: [(id: Text, name: Localized)] = [
        ("discipline", Localized("作风建设", "Discipline")),
        ("rural_water", Localized("农村供水", "Rural water supply")),
        ("migrants", Localized("水库移民后期扶持", "Reservoir migrants")),
        ("rectification", Localized("集中整治", "Rectification")),
        ("assets", Localized("村级资产", "Village assets")),
        ("funding", Localized("资金", "Funds")),
        ("irrigation", Localized("灌区建设", "Irrigation")),
        ("river", Localized("河湖治理", "Rivers and lakes")),
        ("flood", Localized("防洪减灾", "Flood protection")),
        ("soil", Localized("水土保持", "Soil conservation")),
        ("water", Localized("水资源管理", "Water resources")),
        ("enforcement", Localized("水行政执法", "Enforcement")),
        ("publicity", Localized("宣传", "Publicity")),
    ]

    static func theme(_ id: Text, _ language: Language) -> String {
        themes.first { $0.id == id }?.name.text(in: language) ?? id.string
    }

    static func unit(_ name: Text, _ language: Language) -> String {
        guard let unit = Unit(rawValue: name.string) else { return "" }
        switch language {
        case .chinese: return chinese(unit)
        case .english: return english(unit)
        }
    }

    /// A count has no word of its own: its name says what is counted.
    private static func chinese(_ unit: Unit) -> String {
        switch unit {
        case .count, .ratio: ""
        case .person: "人"
        case .tenThousandPersons: "万人"
        case .metre: "米"
        case .kilometre: "公里"
        case .squareMetre: "平方米"
        case .hectare: "公顷"
        case .mu: "亩"
        case .tenThousandMu: "万亩"
        case .cubicMetre: "立方米"
        case .tenThousandCubicMetres: "万立方米"
        case .tonne: "吨"
        case .tenThousandTonnes: "万吨"
        case .yuan: "元"
        case .tenThousandYuan: "万元"
        case .hundredMillionYuan: "亿元"
        case .percent: "%"
        case .month: "个月"
        }
    }

    private static func english(_ unit: Unit) -> String {
        switch unit {
        case .count, .ratio: ""
        case .person: " persons"
        case .tenThousandPersons: " × 10⁴ persons"
        case .metre: " m"
        case .kilometre: " km"
        case .squareMetre: " m²"
        case .hectare: " ha"
        case .mu: " mu"
        case .tenThousandMu: " × 10⁴ mu"
        case .cubicMetre: " m³"
        case .tenThousandCubicMetres: " × 10⁴ m³"
        case .tonne: " t"
        case .tenThousandTonnes: " × 10⁴ t"
        case .yuan: " yuan"
        case .tenThousandYuan: " × 10⁴ yuan"
        case .hundredMillionYuan: " × 10⁸ yuan"
        case .percent: " %"
        case .month: " months"
        }
    }

    /// 实际, 预计 or 计划, with 以上 or 余 where the figure is a lower bound.
    static func qualifier(_ qualifier: Qualifier, _ language: Language) -> String {
        switch language {
        case .chinese: kind(qualifier.kind).chinese + (qualifier.atLeast ? "(不少于)" : "")
        case .english: kind(qualifier.kind).english + (qualifier.atLeast ? ", at least" : "")
        }
    }

    private static func kind(_ kind: Qualifier.Kind) -> Localized {
        switch kind {
        case .actual: Localized("实际", "actual")
        case .forecast: Localized("预计", "forecast")
        case .planned: Localized("计划", "planned")
        }
    }

    /// 300余立方米, 5万余吨, 0.5%以上: 余 follows a round number, or the 万 after it.
    private static func atLeast(_ value: String, _ unit: String) -> String {
        if value.hasSuffix("0"), !value.contains(".") { return "\(value)余\(unit)" }
        guard let head = unit.first, head == "万" || head == "亿", unit.count > 1 else {
            return "\(value)\(unit)以上"
        }
        return "\(value)\(head)余\(unit.dropFirst())"
    }

    /// A figure as a sentence says it: `预计0.5%以上`, `300余立方米`, `计划1.44亿元`.
    static func amount(_ figure: Figure, _ language: Language) -> String {
        let unit = unit(figure.unit, language)
        let value = figure.value.string
        switch language {
        case .chinese:
            let lead = figure.qualifier.kind == .actual ? "" : kind(figure.qualifier.kind).chinese
            return lead + (figure.qualifier.atLeast ? atLeast(value, unit) : value + unit)
        case .english:
            let lead =
                figure.qualifier.kind == .actual ? "" : kind(figure.qualifier.kind).english + " "
            return lead + (figure.qualifier.atLeast ? "at least " : "") + value + unit
        }
    }
}
