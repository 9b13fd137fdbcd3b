extension Device {
    package struct Enrolment: Hashable, Sendable {
        /// What people call the laptop.
        package let name: Text
        /// The member who works with it: the actor of its intents.
        package let member: Text
        /// Its Ed25519 key, 32 bytes as base64.
        package let publicKey: Text

        package init(name: Text, member: Text, publicKey: Text) {
            self.name = name
            self.member = member
            self.publicKey = publicKey
        }
    }

    package enum Command: Hashable, Sendable {
        case enrol(Enrolment)
        case revoke(reason: Text)
        case suspend(reason: Text)
        /// Records a verdict that led to no fact. The server's own: no role may give it.
        case settleIntent(SettledIntent)
    }
}

extension Device.Command: DomainCommand {
    package static let names = ["enrol", "revoke", "suspend", "settle-intent"]

    package var name: String {
        switch self {
        case .enrol: "enrol"
        case .revoke: "revoke"
        case .suspend: "suspend"
        case .settleIntent: "settle-intent"
        }
    }

    package var mergeClass: MergeClass { .exclusive }
}
