extension Policy {
    static let conflict: [String: Set<Role>] = [:]
}
