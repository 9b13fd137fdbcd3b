extension Policy {
    /// 项目.
    static let project: [String: Set<Role>] = [
        "propose": [.office, .unit, .migrant, .deputy, .head],
        "plan-investment": [.office, .migrant, .deputy, .head],
    ]
}
