extension Policy {
    private static let bookkeepers: Set<Role> = [.financeMaker, .financeChecker]
    private static let deciders: Set<Role> = [.deputy, .head]

    /// 资金指标.
    static let fund: [String: Set<Role>] = [
        "appropriate-grant": [.financeMaker],
        "apply-grant": [.office, .migrant, .financeMaker],
        "reduce-grant": [.financeMaker],
        "allocate": deciders,
        "commit": bookkeepers,
        "release-commitment": bookkeepers,
        "pay": bookkeepers,
        "return": bookkeepers,
        "carry-over": bookkeepers,
        "change-purpose": deciders,
    ]
}
