extension Policy {
    static let roster: [String: Set<Role>] = [:]
}
