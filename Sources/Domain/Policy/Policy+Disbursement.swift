extension Policy {
    private static let finance: Set<Role> = [.financeMaker, .financeChecker]
    private static let leaders: Set<Role> = [.deputy, .head]

    /// 发放批次: the migrants' section makes the list, finance checks it and deals with the bank,
    /// the leaders approve.
    static let disbursement: [String: Set<Role>] = [
        "draft": [.migrant],
        "review": [.financeChecker],
        "approve": leaders,
        "return": [.financeChecker, .deputy, .head],
        "void": [.migrant, .deputy, .head],
        "defer-line": [.migrant, .financeMaker, .financeChecker],
        "submit": [.financeMaker],
        "settle-lines": [.financeMaker],
        "reissue-line": finance,
        "pay-back-line": finance,
        "find-overpayment": [.migrant, .financeMaker, .financeChecker],
        "hand-over-cash": [.migrant, .unit, .financeMaker],
        "recover-amount": finance,
        "reconcile": finance,
        "close": [.financeChecker, .deputy, .head],
    ]
}
