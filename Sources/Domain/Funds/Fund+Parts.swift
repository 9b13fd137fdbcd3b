extension Fund {
    /// What a fund is for its whole life: whose money, for what, in which budget year.
    package struct Key: Hashable, Sendable {
        package var level: Level
        /// A code such as `migrant-direct`; a payment's programme must equal it.
        package var purpose: Text
        package var year: Int

        package init(level: Level, purpose: Text, year: Int) {
            self.level = level
            self.purpose = purpose
            self.year = year
        }
    }

    /// 资金来源级次.
    package enum Level: String, Hashable, Sendable, CaseIterable {
        case central, province, city, local

        package var chinese: String {
            switch self {
            case .central: "中央"
            case .province: "省级"
            case .city: "市级"
            case .local: "本级"
            }
        }
    }

    /// Money that the level above gave (指标下达).
    package struct Grant: Hashable, Sendable {
        package var key: Key
        package var label: Text
        package var amount: Fen
        /// 指标文号; nil where the source that it was recorded from names none.
        package var document: Text?
        /// 下达日期.
        package var day: Day
        /// 提前下达.
        package var issuedAhead: Bool
        /// The figure's id in the bureau's report, for example `H03`.
        package var reportCode: Text?

        package init(
            key: Key, label: Text, amount: Fen, document: Text? = nil, day: Day,
            issuedAhead: Bool = false, reportCode: Text? = nil
        ) {
            self.key = key
            self.label = label
            self.amount = amount
            self.document = document
            self.day = day
            self.issuedAhead = issuedAhead
            self.reportCode = reportCode
        }
    }

    /// Money that the bureau asked for (申请资金); it never counts as given.
    package struct Application: Hashable, Sendable {
        package var key: Key
        package var label: Text
        package var amount: Fen
        package var document: Text?
        package var reportCode: Text?

        package init(
            key: Key, label: Text, amount: Fen, document: Text? = nil, reportCode: Text? = nil
        ) {
            self.key = key
            self.label = label
            self.amount = amount
            self.document = document
            self.reportCode = reportCode
        }
    }

    /// 指标调减. With a project, it comes off that project's allocation; without, off what is not
    /// allocated.
    package struct Reduction: Hashable, Sendable {
        package var amount: Fen
        package var project: Text?
        package var document: Text
        package var reason: Text?

        package init(amount: Fen, project: Text? = nil, document: Text, reason: Text? = nil) {
            self.amount = amount
            self.project = project
            self.document = document
            self.reason = reason
        }
    }

    /// 分配到项目.
    package struct Allocation: Hashable, Sendable {
        /// A project's id or a payment programme (`migrant-direct`).
        package var project: Text
        package var amount: Fen
        package var document: Text?

        package init(project: Text, amount: Fen, document: Text? = nil) {
            self.project = project
            self.amount = amount
            self.document = document
        }
    }

    /// 占用, by a contract or a batch.
    package struct Commitment: Hashable, Sendable {
        /// What holds the money: a contract's number, or `disbursement/<id>`.
        package var holder: Text
        /// The allocation that it draws on.
        package var project: Text
        package var amount: Fen

        package init(for holder: Text, project: Text, amount: Fen) {
            self.holder = holder
            self.project = project
            self.amount = amount
        }
    }

    /// Money that moves on one commitment: released, paid, or paid back to us.
    package struct Movement: Hashable, Sendable {
        package var holder: Text
        package var amount: Fen
        /// The voucher or the reason, in the author's words.
        package var note: Text?

        package init(for holder: Text, amount: Fen, note: Text? = nil) {
            self.holder = holder
            self.amount = amount
            self.note = note
        }
    }

    /// 结转, on both sides: out of this year's fund, and into the next year's.
    package struct CarryOver: Hashable, Sendable {
        package enum Direction: String, Hashable, Sendable, CaseIterable { case out, into = "in" }
        package var direction: Direction
        package var amount: Fen
        /// The other year's fund.
        package var counterpart: Text
        /// Whose allocation the money comes off (out only).
        package var project: Text?
        /// What the receiving fund is (in only): it may be its first event.
        package var key: Key?
        package var label: Text?
        package var document: Text?

        package init(
            _ direction: Direction, amount: Fen, counterpart: Text, project: Text? = nil,
            key: Key? = nil, label: Text? = nil, document: Text? = nil
        ) {
            self.direction = direction
            self.amount = amount
            self.counterpart = counterpart
            self.project = project
            self.key = key
            self.label = label
            self.document = document
        }
    }

    /// 调整用途, with the document that approves it.
    package struct PurposeChange: Hashable, Sendable {
        package var purpose: Text
        package var document: Text
        package var reason: Text?

        package init(purpose: Text, document: Text, reason: Text? = nil) {
            self.purpose = purpose
            self.document = document
            self.reason = reason
        }
    }

    /// Longest label, document number or project name, in UTF-8 bytes.
    static let nameLimit = 300
}
