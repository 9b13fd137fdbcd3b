extension Disbursement {
    /// What a batch is to pay, before its lines are worked out.
    package struct Draft: Hashable, Sendable {
        package var title: Text
        /// For example `migrant-direct`; its monthly rate is the parameter `rate-<programme>`, and
        /// the funds' purpose must be the same.
        package var programme: Text
        package var from: Month
        package var to: Month
        package var rosters: [Text]
        /// In the order in which they are drawn on; their sum must be the batch's total.
        package var sources: [Share]
        /// Persons whose line begins before the batch's first month (补发以前月份).
        package var arrears: [Arrears]

        package init(
            title: Text, programme: Text, from: Month, to: Month, rosters: [Text],
            sources: [Share], arrears: [Arrears] = []
        ) {
            self.title = title
            self.programme = programme
            self.from = from
            self.to = to
            self.rosters = rosters
            self.sources = sources
            self.arrears = arrears
        }
    }

    /// An amount of one fund.
    package struct Share: Hashable, Sendable {
        package var fund: Text
        package var amount: Fen

        package init(fund: Text, amount: Fen) {
            self.fund = fund
            self.amount = amount
        }
    }

    package struct Arrears: Hashable, Sendable {
        package var person: Text
        package var from: Month

        package init(person: Text, from: Month) {
            self.person = person
            self.from = from
        }
    }

    /// One person's payment: rate × months entitled.
    package struct Line: Hashable, Sendable {
        package var person: Text
        /// Who it is, whatever roster and person's id: the payment's claims go by it, so that
        /// nobody is paid twice for having been enrolled twice.
        package var payee: Payee
        /// The index of the person's roster among the batch's.
        package var roster: Int
        package var months: MonthSet
        package var amount: Fen

        package init(person: Text, payee: Payee, roster: Int, months: MonthSet, amount: Fen) {
            self.person = person
            self.payee = payee
            self.roster = roster
            self.months = months
            self.amount = amount
        }
    }

    /// A human being among those who are paid: the front of the keyed hash of the identity number.
    ///
    /// 128 bits tell the persons of as many bureaus apart; the whole hash would double a batch.
    package struct Payee: Hashable, Sendable {
        package let code: Text

        /// - Parameter identityClaim: as the roster holds it.
        package init(identityClaim: Text) {
            code = Text(String(decoding: identityClaim.utf8.prefix(32), as: UTF8.self))
        }

        /// Somebody whom no roster names: known by the id that the author gave.
        package init(unlisted person: Text) { code = Text("unlisted-\(person)") }

        init(code: Text) { self.code = code }
    }

    /// Why somebody who is entitled got no line: they can be paid by a later batch.
    package enum WaitReason: String, Hashable, Sendable, CaseIterable {
        case objection
        /// The account changed too short a time ago.
        case cooling
    }

    package struct Waiting: Hashable, Sendable {
        package var person: Text
        package var reason: WaitReason

        package init(person: Text, reason: WaitReason) {
            self.person = person
            self.reason = reason
        }
    }

    /// The list as it was made up (清册).
    package struct Sheet: Hashable, Sendable {
        package var title: Text
        package var programme: Text
        package var from: Month
        package var to: Month
        package var rosters: [Text]
        package var sources: [Share]
        /// By person's id.
        package var lines: [Line]
        package var waiting: [Waiting]
        /// Persons of the list before it, after a return for change, who have no line any more.
        package var dropped: [Text]

        package init(
            title: Text, programme: Text, from: Month, to: Month, rosters: [Text],
            sources: [Share], lines: [Line], waiting: [Waiting] = [], dropped: [Text] = []
        ) {
            self.title = title
            self.programme = programme
            self.from = from
            self.to = to
            self.rosters = rosters
            self.sources = sources
            self.lines = lines
            self.waiting = waiting
            self.dropped = dropped
        }

        package var total: Fen { lines.map(\.amount).sum() }
    }

    package struct Submission: Hashable, Sendable {
        /// The bank's own number of the batch.
        package var bankBatch: Text
        /// SHA-256 of the file that went out (报盘), in hex.
        package var fileHash: Text?

        package init(bankBatch: Text, fileHash: Text? = nil) {
            self.bankBatch = bankBatch
            self.fileHash = fileHash
        }
    }

    /// What the bank's result file says (回盘).
    package struct Results: Hashable, Sendable {
        package enum Outcome: String, Hashable, Sendable, CaseIterable { case paid, failed }

        package struct Result: Hashable, Sendable {
            package var person: Text
            package var outcome: Outcome
            package var reason: Text?

            package init(person: Text, _ outcome: Outcome, reason: Text? = nil) {
                self.person = person
                self.outcome = outcome
                self.reason = reason
            }
        }

        package var results: [Result]
        /// Every line that is with the bank and not named here was paid.
        package var allOthersPaid: Bool
        /// The bank's batch that the file answers. Needed once lines were reissued: an old file
        /// read again would otherwise settle them, and a line that was paid could be sent anew.
        package var bankBatch: Text?

        package init(
            _ results: [Result] = [], allOthersPaid: Bool = false, bankBatch: Text? = nil
        ) {
            self.results = results
            self.allOthersPaid = allOthersPaid
            self.bankBatch = bankBatch
        }
    }

    /// A line that the bank could not pay (退票).
    package struct Failure: Hashable, Sendable {
        package var person: Text
        package var reason: Text?

        package init(person: Text, reason: Text? = nil) {
            self.person = person
            self.reason = reason
        }
    }

    /// What a result file changed: lines by person's id, and the money that left each fund.
    package struct Settled: Hashable, Sendable {
        package var paid: [Text]
        package var paidAmount: Fen
        package var failed: [Failure]
        package var failedAmount: Fen
        package var charges: [Share]

        package init(
            paid: [Text], paidAmount: Fen, failed: [Failure], failedAmount: Fen, charges: [Share]
        ) {
            self.paid = paid
            self.paidAmount = paidAmount
            self.failed = failed
            self.failedAmount = failedAmount
            self.charges = charges
        }
    }

    /// 发现错发多发, on a line (its person's id) or on a payment in cash (its id).
    package struct Overpayment: Hashable, Sendable {
        package var line: Text
        package var amount: Fen
        package var reason: Text

        package init(line: Text, amount: Fen, reason: Text) {
            self.line = line
            self.amount = amount
            self.reason = reason
        }
    }

    /// 追回.
    package struct Recovery: Hashable, Sendable {
        package var line: Text
        package var amount: Fen
        package var document: Text?

        package init(line: Text, amount: Fen, document: Text? = nil) {
            self.line = line
            self.amount = amount
            self.document = document
        }
    }

    /// Money that a person was given by hand. It has happened, so no rule refuses it.
    package struct Cash: Hashable, Sendable {
        /// Names the payment; it is none of the batch's persons.
        package var payment: Text
        package var programme: Text
        package var person: Text
        /// The roster that the person stands in; nil for one whom none names.
        package var roster: Text?
        /// Found in the roster when it is recorded; a command has none yet.
        package var payee: Payee?
        package var months: MonthSet
        package var amount: Fen
        package var note: Text

        package init(
            payment: Text, programme: Text, person: Text, roster: Text? = nil, months: MonthSet,
            amount: Fen, note: Text
        ) {
            self.payment = payment
            self.programme = programme
            self.person = person
            self.roster = roster
            payee = nil
            self.months = months
            self.amount = amount
            self.note = note
        }

        /// Whose months the payment takes.
        package var holder: Payee { payee ?? Payee(unlisted: person) }
    }

    /// Most lines of one batch, and of one result file.
    package static let linesLimit = 50_000
    static let rostersLimit = 200
    static let sourcesLimit = 20
    /// Longest title, bank batch number or document number, in bytes.
    static let nameLimit = 300
}
