extension Policy {
    static let member: [String: Set<Role>] = [:]
}
