extension Letter {
    /// What a letter is, from the mildest to the strongest.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 提示函.
        case notice
        /// 交办单.
        case assignment
        /// 督办函.
        case supervision
    }

    package struct Draft: Hashable, Sendable {
        package var kind: Kind
        package var title: Text
        package var content: Text
        /// 主送: the one who must act and answer.
        package var mainAddressee: Text
        /// 抄送.
        package var copies: [Text]
        /// The river issues that it presses for, by their references.
        package var issues: [Text]
        /// The incoming document (收文) that it comes from, as sender and number.
        package var source: Text?

        package init(
            kind: Kind, title: Text, content: Text, mainAddressee: Text, copies: [Text] = [],
            issues: [Text] = [], source: Text? = nil
        ) {
            self.kind = kind
            self.title = title
            self.content = content
            self.mainAddressee = mainAddressee
            self.copies = copies
            self.issues = issues
            self.source = source
        }
    }

    /// 签批意见: what the person of a step says, and for whom where it is a substitution (代签).
    package struct Opinion: Hashable, Sendable {
        package let text: Text?
        package let onBehalfOf: Text?
        package init(_ text: Text? = nil, onBehalfOf: Text? = nil) {
            self.text = text
            self.onBehalfOf = onBehalfOf
        }
    }

    /// 发文字号: unique in its series and year, for ever.
    package struct Number: Hashable, Sendable, CustomStringConvertible {
        /// 机关代字, for example 潞水督.
        package let series: Text
        package let year: Int
        package let number: Int

        package init(series: Text, year: Int, number: Int) {
            self.series = series
            self.year = year
            self.number = number
        }

        /// As it stands on the letter: 潞水督〔2025〕6号.
        package var description: String { "\(series)〔\(year)〕\(number)号" }

        package static let years: ClosedRange<Int64> = 1950...2200
        package static let numbers: ClosedRange<Int64> = 1...99_999
    }

    /// How the days until `due` were counted when the letter was written; `due` itself is a day.
    package enum DayCount: String, Hashable, Sendable, CaseIterable {
        /// 自然日.
        case calendar
        /// 工作日.
        case working
    }

    package struct Issuance: Hashable, Sendable {
        package let number: Number
        /// Last day to answer.
        package let due: Day
        package let dueIn: DayCount?
        package init(number: Number, due: Day, dueIn: DayCount? = nil) {
            self.number = number
            self.due = due
            self.dueIn = dueIn
        }
    }

    /// 整改情况回复, the final answer; `evidence` refers to documents and photos.
    package struct Response: Hashable, Sendable {
        package let text: Text
        package let evidence: [Text]
        package init(text: Text, evidence: [Text] = []) {
            self.text = text
            self.evidence = evidence
        }
    }

    /// 阶段性反馈: says how things stand, and ends nothing.
    package struct InterimReply: Hashable, Sendable {
        package let text: Text
        package let evidence: [Text]
        package init(text: Text, evidence: [Text] = []) {
            self.text = text
            self.evidence = evidence
        }
    }

    /// 申请延期 and 同意延期: until which day, and why.
    package struct Extension: Hashable, Sendable {
        package let until: Day
        package let reason: Text
        package init(until: Day, reason: Text) {
            self.until = until
            self.reason = reason
        }
    }

    /// 现场核查.
    package struct Verification: Hashable, Sendable {
        package let findings: Text
        package let evidence: [Text]
        package init(findings: Text, evidence: [Text] = []) {
            self.findings = findings
            self.evidence = evidence
        }
    }

    /// 督办办结: the letter's issues are closed with it, but for those carried over to other work.
    package struct Closing: Hashable, Sendable {
        package let summary: Text
        package let carriedOver: [Text]
        package init(summary: Text, carriedOver: [Text] = []) {
            self.summary = summary
            self.carriedOver = carriedOver
        }
    }

    package struct Escalation: Hashable, Sendable {
        package enum Form: String, Hashable, Sendable, CaseIterable {
            /// 提级督办.
            case higherLevel = "higher-level"
            /// 约谈.
            case interview
            /// 通报.
            case circular
        }
        package let form: Form
        package let reason: Text
        package init(_ form: Form, reason: Text) {
            self.form = form
            self.reason = reason
        }
    }

    /// Most copies, issues or pieces of evidence in one command.
    static let partsLimit = 50
}
