extension Policy {
    static let letter: [String: Set<Role>] = [:]
}
