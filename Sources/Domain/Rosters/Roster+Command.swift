extension Roster {
    package enum Command: Hashable, Sendable {
        /// Many persons of one village at once: one event each.
        case enrol(Place, [Enrolment])
        case proposeRemoval(Removal)
        /// Confirms what somebody else proposed.
        case removePerson(Text)
        case restorePerson(Restoration)
        case movePerson(Move)
        case proposeAccount(Account)
        /// Confirms the account that somebody else proposed.
        case changeAccount(Text)
        case postNotice(place: Text, photo: Text?)
        case endNotice
        case fileObjection(Objection)
        case settleObjection(Settlement)
        case approve(opinion: Text?)
        case freeze
    }
}

extension Roster.Command: DomainCommand {
    package static let names = [
        "enrol", "propose-removal", "remove-person", "restore-person", "move-person",
        "propose-account", "change-account", "post-notice", "end-notice", "file-objection",
        "settle-objection", "approve", "freeze",
    ]

    package var name: String {
        switch self {
        case .enrol: "enrol"
        case .proposeRemoval: "propose-removal"
        case .removePerson: "remove-person"
        case .restorePerson: "restore-person"
        case .movePerson: "move-person"
        case .proposeAccount: "propose-account"
        case .changeAccount: "change-account"
        case .postNotice: "post-notice"
        case .endNotice: "end-notice"
        case .fileObjection: "file-objection"
        case .settleObjection: "settle-objection"
        case .approve: "approve"
        case .freeze: "freeze"
        }
    }

    package var mergeClass: MergeClass {
        switch self {
        case .fileObjection: .additive
        case .enrol, .proposeRemoval, .removePerson, .restorePerson, .movePerson, .proposeAccount,
            .changeAccount, .postNotice, .endNotice, .settleObjection, .approve, .freeze:
            .exclusive
        }
    }
}
