extension Policy {
    /// An epoch is started at the server's own command line, by nobody over HTTP.
    static let epoch: [String: Set<Role>] = [:]
}
