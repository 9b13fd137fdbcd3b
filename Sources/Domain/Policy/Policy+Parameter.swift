extension Policy {
    /// 参数: they decide amounts, so those who approve set them.
    static let parameter: [String: Set<Role>] = [
        "set": [.deputy, .head]
    ]
}
