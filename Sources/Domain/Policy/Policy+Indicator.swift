extension Policy {
    private static let reporters: Set<Role> = [
        .field, .unit, .office, .riverOffice, .migrant, .deputy, .head,
    ]

    /// 统计数据.
    static let indicator: [String: Set<Role>] = [
        "define": [.office],
        "set-target": [.office, .deputy, .head],
        "record-reading": reporters,
        "correct-reading": reporters,
    ]
}
