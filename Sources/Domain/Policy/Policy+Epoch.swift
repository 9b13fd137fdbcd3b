extension Policy {
    /// An epoch is started at the server's own command line, by nobody over HTTP; what stands at
    /// the bank and in the register is recorded by who answers for it.
    static let epoch: [String: Set<Role>] = ["record-outside-state": [.deputy, .head]]
}
