extension Policy {
    static let epoch: [String: Set<Role>] = [:]
}
