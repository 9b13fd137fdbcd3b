extension Policy {
    /// 待裁定事项. The server opens them; who may settle one is whoever may give the command
    /// concerned, and its decider asks that.
    static let conflict: [String: Set<Role>] = [
        "resolve": [
            .field, .unit, .office, .riverOffice, .migrant, .financeMaker, .financeChecker,
            .deputy, .head, .administrator,
        ]
    ]
}
