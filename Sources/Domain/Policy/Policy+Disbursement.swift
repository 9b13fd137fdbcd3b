extension Policy {
    static let disbursement: [String: Set<Role>] = [:]
}
