extension Policy {
    static let parameter: [String: Set<Role>] = [:]
}
