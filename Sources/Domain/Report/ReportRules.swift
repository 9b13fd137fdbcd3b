/// A figure that no event carries a code for, and how it is made from those that are.
struct DerivedFigure: Sendable {
    let id: Text
    /// For measures; a text has its own.
    let unit: Unit
    let theme: Text
    let name: Localized
    let formula: Formula
    /// Most decimals shown: a quotient seldom ends.
    var decimals = 6
}

/// The half-year report's figures beyond those that grants, tasks, indicators and projects carry
/// a code for. The order matters: a rule may use the ones above it.
enum ReportRules {
    /// Investments are kept in fen; these codes are reported in 亿元, all other money in 万元.
    static let inHundredMillions: Set<Text> = ["E08", "E10", "P01", "P03"]

    static let figures: [DerivedFigure] = funds + migrants + works + gaps + shares

    /// Sums are made from the grants themselves, so that one without a code counts too.
    private static let funds: [DerivedFigure] = [
        money("H01", "funding", "上级资金合计", "Grants, all levels", .grants(nil)),
        money("H02", "funding", "中央资金", "Central grants", .grants(.central)),
        money("H07", "funding", "省级资金", "Provincial grants", .grants(.province)),
        money("H15", "funding", "市级资金", "City grants", .grants(.city)),
        money(
            "C01", "funding", "城乡一体化建设省级补助",
            "Provincial grant, urban-rural supply", .figure("H12")),
        money(
            "C02", "funding", "漳泽灌区修复省级补助",
            "Provincial grant, Zhangze irrigation", .figure("H10")),
        money(
            "X06", "funding", "维修养护资金差额", "Maintenance funds, difference",
            .difference(.receivedFor(purpose: "rural-maintenance"), .figure("B01"))),
    ]

    private static let migrants: [DerivedFigure] = [
        DerivedFigure(
            id: "B11", unit: .person, theme: "migrants",
            name: Localized("核定后扶人口", "Approved migrant population"), formula: .headcount),
        money(
            "B12", "migrants", "发放移民直补资金", "Direct subsidy paid", .paid("migrant-direct")),
        money(
            "X01", "migrants", "直补资金到位", "Direct-subsidy funds received",
            .receivedFor(purpose: "migrant-direct")),
        money(
            "X02", "migrants", "直补到位减发放", "Direct subsidy, received minus paid",
            .difference(.figure("X01"), .paidToDate("migrant-direct"))),
        money(
            "X08", "migrants", "故南园区未说明来源的投资", "Gunan park, investment without a source",
            .difference(.figure("H20"), .figure("H21"))),
        text(
            "B17", "migrants", "故南设备试运行", "Gunan trial run",
            .milestone(task: "gunan-park", "设备试运行")),
    ]

    private static let works: [DerivedFigure] = [
        text(
            "B18", "rectification", "集中整治代号", "Rectification programme",
            .source(task: "rectification-2025")),
        text(
            "C04", "irrigation", "漳泽灌区施工招标", "Zhangze tender",
            .milestone(task: "zhangze-irrigation", "施工招标")),
        text(
            "C05", "rural_water", "农村供水规划期", "Rural supply plan, period",
            .years(task: "rural-supply-plan", "规划期起", "规划期止")),
        text(
            "C06", "rural_water", "农村供水规划批复", "Rural supply plan approved",
            .completedIn(task: "rural-supply-plan")),
        DerivedFigure(
            id: "E01", unit: .count, theme: "river",
            name: Localized("下发督办函", "Supervision letters issued"), formula: .lettersIssued),
        DerivedFigure(
            id: "P05", unit: .count, theme: "rural_water",
            name: Localized("老顶山工程未解决的困难", "Laodingshan works, open blockers"),
            formula: .openBlockers(task: "laodingshan-water")),
        text(
            "L01", "flood", "主汛期", "Main flood season",
            .months(task: "flood-season-2025", "主汛期开始", "主汛期结束")),
        text(
            "L03", "rural_water", "老顶山工程完工期限", "Laodingshan works, deadline",
            .deadline(task: "laodingshan-water")),
    ]

    private static let gaps: [DerivedFigure] = [
        money(
            "P02", "funding", "城乡一体化已下达省级资金",
            "Urban-rural supply, provincial funds so far", .received(code: "H12")),
        money(
            "P04", "funding", "漳泽灌区已下达省级资金", "Zhangze, provincial funds so far",
            .received(code: "H10")),
        money(
            "X04", "funding", "城乡一体化资金缺口", "Urban-rural supply, gap",
            .difference(.figure("P01"), .figure("P02"))),
        money(
            "X05", "funding", "漳泽灌区资金缺口", "Zhangze, gap",
            .difference(.figure("P03"), .figure("P04"))),
    ]

    private static let shares: [DerivedFigure] = [
        DerivedFigure(
            id: "X03", unit: .tenThousandCubicMetres, theme: "water",
            name: Localized("浅层地下水可开采量(推算)", "Shallow groundwater exploitable, implied"),
            formula: .whole(.figure("W02"), share: .figure("W03")), decimals: 2),
        DerivedFigure(
            id: "X07", unit: .tenThousandTonnes, theme: "water",
            name: Localized("中水总量(推算)", "Reclaimed water, implied total"),
            formula: .whole(.figure("W06"), share: .figure("W07")), decimals: 2),
    ]

    private static func money(
        _ id: Text, _ theme: Text, _ chinese: String, _ english: String, _ formula: Formula
    ) -> DerivedFigure {
        DerivedFigure(
            id: id, unit: .tenThousandYuan, theme: theme, name: Localized(chinese, english),
            formula: formula)
    }

    private static func text(
        _ id: Text, _ theme: Text, _ chinese: String, _ english: String, _ formula: Formula
    ) -> DerivedFigure {
        DerivedFigure(
            id: id, unit: .count, theme: theme, name: Localized(chinese, english),
            formula: formula)
    }
}
