import Domain
import TestKit

extension Letter {
    /// A letter about gravel heaped up in a river; the case is invented.
    static let sandDraft = Letter.Draft(
        kind: .supervision, title: "关于清理河道堆放砂石的督办函", content: "请限期清理河道管理范围内的砂石。",
        mainAddressee: "演示镇人民政府", copies: ["演示区河长办"], issues: ["river-3", "river-4"])

    static let sixth = Letter.Issuance(
        number: Letter.Number(series: "潞水督", year: 2025, number: 6), due: day(2025, 6, 30),
        dueIn: .working)

    static let signedHistory: [Letter.Event] = [
        .drafted(sandDraft, by: "river"), .checked(Letter.Opinion("同意"), by: "office"),
        .signed(Letter.Opinion(), by: "head"),
    ]

    static let issuedHistory: [Letter.Event] = signedHistory + [.issued(sixth)]
}

extension Letter.Response {
    static let cleared = Letter.Response(text: "已清理", evidence: ["photo-1"])
    static let partly = Letter.Response(text: "清理一半", evidence: ["photo-1"])
}
