/// Two figures that should agree, with the id of the finding that it makes if they do not.
struct Identity: Sendable {
    enum Kind: Hashable, Sendable { case equal, sameQualifier }

    let id: Text
    let rule: Localized
    let left: Formula
    let right: Formula
    let unit: Unit
    var kind = Kind.equal
    /// Both sides are rounded to so many decimals of `unit`, and compared so.
    var decimals = 6
}

extension ReportRules {
    /// What should hold among the figures; Q numbers are those of the bureau's list of flags. What
    /// holds, or lacks a side, makes no finding.
    static let identities: [Identity] = [
        Identity(
            id: "Q01",
            rule: Localized(
                "争取的农村供水维修养护资金,应等于中央与省级同一用途下达数之和(万元)",
                "Rural maintenance funds obtained equal the grants for that purpose (万元)"),
            left: .figure("B01"), right: .receivedFor(purpose: "rural-maintenance"),
            unit: .tenThousandYuan),
        Identity(
            id: "Q02",
            rule: Localized(
                "移民直补资金到位数,应等于发放数(万元)",
                "Direct-subsidy funds received equal the amount paid (万元)"),
            left: .receivedFor(purpose: "migrant-direct"), right: .paidToDate("migrant-direct"),
            unit: .tenThousandYuan),
        Identity(
            id: "Q03",
            rule: Localized(
                "中水利用量占配置量的比例,应与中水利用率一致(%)",
                "Reclaimed water used over water allocated agrees with the rate of use (%)"),
            left: .share(.figure("W06"), of: .figure("W01")), right: .figure("W07"),
            unit: .percent, decimals: 2),
        Identity(
            id: "Q05",
            rule: Localized(
                "漳移市场占地:亩数折合平方米,应等于所列平方米数(m2)",
                "Zhangyi market: the land in mu equals the land in square metres (m2)"),
            left: .figure("H30"), right: .figure("H31"), unit: .squareMetre),
        Identity(
            id: "Q08",
            rule: Localized(
                "故南园区惠及移民人数,两处说法的限定词应一致(人)",
                "Gunan park: both numbers of migrants carry the same qualifier (人)"),
            left: .figure("B16"), right: .figure("H23"), unit: .person, kind: .sameQualifier),
        Identity(
            id: "Q09",
            rule: Localized(
                "石子河:若两个名称指同一工程,概算应等于下达的岸坡治理与设计费之和(万元)",
                "Shizihe: if both names mean one project, its estimate equals its grants (万元)"),
            left: .figure("E08"), right: .sum([.figure("H13"), .figure("H17")]),
            unit: .tenThousandYuan),
        Identity(
            id: "Q11",
            rule: Localized(
                "老顶山工程完成投资,应有分配到该工程的资金(万元)",
                "Laodingshan works: investment completed has funds allocated to it (万元)"),
            left: .figure("B07"), right: .allocated("laodingshan-water"),
            unit: .tenThousandYuan),
        Identity(
            id: "Q17",
            rule: Localized(
                "清洗蓄水池的供水站数,应等于登记了名称的站数",
                "Supply stations cleaned equal the stations named"),
            left: .figure("B09"), right: .figure("N01"), unit: .count),
        Identity(
            id: "grants-by-level",
            rule: Localized(
                "上级资金合计,应等于中央、省、市三级之和(万元)",
                "Grants of all levels equal the sum of the three levels (万元)"),
            left: .figure("H01"),
            right: .sum([.figure("H02"), .figure("H07"), .figure("H15")]),
            unit: .tenThousandYuan),
        Identity(
            id: "market-investment",
            rule: Localized(
                "漳移市场总投资,应等于申请的中央资金与地方配套之和(万元)",
                "Zhangyi market: the investment equals funds applied for and local match (万元)"),
            left: .figure("H24"), right: .sum([.figure("H25"), .figure("H26")]),
            unit: .tenThousandYuan),
        Identity(
            id: "market-plot-ratio",
            rule: Localized(
                "漳移市场容积率,应等于建筑面积与占地面积之比",
                "Zhangyi market: the plot ratio equals floor area over land"),
            left: .figure("H34"), right: .quotient(.figure("H32"), .figure("H31")),
            unit: .ratio, decimals: 2),
    ]
}
