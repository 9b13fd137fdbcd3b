extension Policy {
    /// 终端. A laptop enrols itself by a one-time code, and verdicts are the server's own: what
    /// stands here is what people may command.
    static let device: [String: Set<Role>] = [
        "enrol": [.administrator],
        "revoke": [.administrator, .security],
        "suspend": [.administrator, .security],
    ]
}
