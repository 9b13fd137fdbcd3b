extension Policy {
    private static let planners: Set<Role> = [.office, .administrator]
    private static let doers: Set<Role> = [
        .field, .unit, .office, .riverOffice, .migrant, .deputy, .head, .administrator,
    ]

    /// 重点工作任务.
    static let task: [String: Set<Role>] = [
        "plan": planners,
        "assign": doers,
        "report-progress": doers,
        "add-note": doers,
        "raise-blocker": doers,
        "clear-blocker": doers,
        "change-deadline": [.office, .deputy, .head, .administrator],
        "complete": doers,
        "verify": [.office, .deputy, .head],
        "cancel": [.deputy, .head],
    ]
}
