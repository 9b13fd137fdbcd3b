extension Policy {
    private static let approvers: Set<Role> = [.deputy, .head]

    /// 后扶人口花名册: the migrants' section keeps it, others confirm and approve.
    static let roster: [String: Set<Role>] = [
        "enrol": [.migrant],
        "propose-removal": [.migrant, .unit],
        "remove-person": approvers,
        "restore-person": approvers,
        "move-person": [.migrant, .unit],
        "propose-account": [.migrant, .unit],
        "change-account": [.migrant, .financeChecker, .deputy],
        "post-notice": [.migrant, .unit],
        "end-notice": [.migrant, .unit],
        "file-objection": [.migrant, .unit, .field, .office],
        "settle-objection": [.migrant, .deputy],
        "approve": approvers,
        "freeze": approvers,
    ]
}
