extension Policy {
    private static let desk: Set<Role> = [.riverOffice, .office]
    private static let addressees: Set<Role> = [.field, .unit]
    private static let leaders: Set<Role> = [.deputy, .head]

    /// 督办函. Nobody takes two steps of one letter, whatever the roles: the decider sees to that.
    static let letter: [String: Set<Role>] = [
        "draft": [.riverOffice],
        "check": [.office],
        "sign": leaders,
        "issue": [.office],
        "receive": addressees,
        "interim-reply": addressees,
        "request-extension": addressees,
        "grant-extension": leaders.union(desk),
        "submit-response": addressees,
        "return-response": desk,
        "verify-rectification": desk,
        "close": desk,
        "escalate": leaders.union([.riverOffice]),
        "withdraw": leaders,
    ]
}
