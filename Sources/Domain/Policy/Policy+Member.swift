extension Policy {
    /// 人员与权限.
    static let member: [String: Set<Role>] = [
        "add": [.administrator],
        "grant-roles": [.administrator],
        "revoke-roles": [.administrator, .security],
        "confirm-role": [.security],
        "suspend": [.administrator, .security],
    ]
}
