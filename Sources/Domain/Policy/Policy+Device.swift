extension Policy {
    static let device: [String: Set<Role>] = [:]
}
