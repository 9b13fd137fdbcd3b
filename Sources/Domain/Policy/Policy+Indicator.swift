extension Policy {
    static let indicator: [String: Set<Role>] = [:]
}
