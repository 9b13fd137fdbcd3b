extension Roster {
    /// What a roster is for its whole life; every enrolment says it.
    package struct Place: Hashable, Sendable {
        package var village: Text
        package var town: Text
        package var year: Int

        package init(village: Text, town: Text, year: Int) {
            self.village = village
            self.town = town
            self.year = year
        }
    }

    /// How a person is supported (扶持方式).
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// 直补到人.
        case direct
        /// 项目扶持.
        case project
        case both
    }

    /// One person as they come in. Who they are stands in `sealed` alone.
    package struct Enrolment: Hashable, Sendable {
        package var person: Text
        /// Name, identity and account numbers as ciphertext under the person's own key, made
        /// outside the Domain and never read in it.
        package var sealed: Text
        /// The identity number as a keyed hash: it can be compared and not read.
        package var identityClaim: Text
        package var accountClaim: Text?
        /// The account is somebody else's: a warning for whoever checks.
        package var otherHolder: Bool
        package var reservoir: Text
        package var movedOn: Day
        package var mode: Mode
        /// Nil asks for the month that the parameters give.
        package var entitledFrom: Month?
        package var entitledTo: Month?

        package init(
            person: Text, sealed: Text, identityClaim: Text, accountClaim: Text? = nil,
            otherHolder: Bool = false, reservoir: Text, movedOn: Day, mode: Mode,
            entitledFrom: Month? = nil, entitledTo: Month? = nil
        ) {
            self.person = person
            self.sealed = sealed
            self.identityClaim = identityClaim
            self.accountClaim = accountClaim
            self.otherHolder = otherHolder
            self.reservoir = reservoir
            self.movedOn = movedOn
            self.mode = mode
            self.entitledFrom = entitledFrom
            self.entitledTo = entitledTo
        }
    }

    /// 拟核减: support ends with `lastMonth`.
    package struct Removal: Hashable, Sendable {
        package var person: Text
        package var lastMonth: Month
        package var reason: Text

        package init(person: Text, lastMonth: Month, reason: Text) {
            self.person = person
            self.lastMonth = lastMonth
            self.reason = reason
        }
    }

    /// 恢复扶持 from a month on, without back pay.
    package struct Restoration: Hashable, Sendable {
        package var person: Text
        package var from: Month
        package var reason: Text

        package init(person: Text, from: Month, reason: Text) {
            self.person = person
            self.from = from
            self.reason = reason
        }
    }

    /// 户籍变动: where the person is registered now. They stay on this roster.
    package struct Move: Hashable, Sendable {
        package var person: Text
        package var village: Text
        package var town: Text
        package var document: Text?

        package init(person: Text, village: Text, town: Text, document: Text? = nil) {
            self.person = person
            self.village = village
            self.town = town
            self.document = document
        }
    }

    /// 变更发放账户: the new account stands in `sealed`.
    package struct Account: Hashable, Sendable {
        package var person: Text
        package var sealed: Text
        package var accountClaim: Text?
        package var otherHolder: Bool
        /// The batch that the bank returned the person's line of: no days of cooling then.
        package var returnedFrom: Text?
        package var reason: Text

        package init(
            person: Text, sealed: Text, accountClaim: Text? = nil, otherHolder: Bool = false,
            returnedFrom: Text? = nil, reason: Text
        ) {
            self.person = person
            self.sealed = sealed
            self.accountClaim = accountClaim
            self.otherHolder = otherHolder
            self.returnedFrom = returnedFrom
            self.reason = reason
        }
    }

    /// 张榜公示, from a day to a day.
    package struct Notice: Hashable, Sendable {
        package var from: Day
        /// The first day on which the notice can end.
        package var to: Day
        package var place: Text
        package var photo: Text?

        package init(from: Day, to: Day, place: Text, photo: Text? = nil) {
            self.from = from
            self.to = to
            self.place = place
            self.photo = photo
        }
    }

    /// 提出异议 about one person. The text must name nobody: it is kept in clear.
    package struct Objection: Hashable, Sendable {
        package var id: Text
        package var person: Text
        package var text: Text

        package init(id: Text, person: Text, text: Text) {
            self.id = id
            self.person = person
            self.text = text
        }
    }

    /// 异议处理. One that is upheld changes nothing by itself: a removal has its own two steps.
    package struct Settlement: Hashable, Sendable {
        package var objection: Text
        package var upheld: Bool
        package var text: Text

        package init(objection: Text, upheld: Bool, text: Text) {
            self.objection = objection
            self.upheld = upheld
            self.text = text
        }
    }

    /// Most persons in one command; a larger village comes in several.
    package static let enrolmentsLimit = 2_000
    /// Most persons of one roster.
    package static let personsLimit = 50_000
    /// Longest sealed text, in bytes.
    static let sealedLimit = 4_000
    /// Longest keyed hash, in bytes.
    static let claimLimit = 128
    /// Longest name of a place, in bytes.
    static let nameLimit = 200
}
