extension Policy {
    static let fund: [String: Set<Role>] = [:]
}
