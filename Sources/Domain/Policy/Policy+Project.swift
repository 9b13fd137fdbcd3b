extension Policy {
    static let project: [String: Set<Role>] = [:]
}
