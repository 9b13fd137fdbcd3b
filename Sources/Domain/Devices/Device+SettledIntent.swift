package import JSON

extension Device {
    /// An intent whose verdict has no facts on the stream that it speaks of, whole.
    package struct SettledIntent: Hashable, Sendable {
        package enum Verdict: String, Hashable, Sendable, CaseIterable {
            /// 重复填报.
            case duplicate
            /// 未通过.
            case rejected
            /// 待裁定: `ConflictOpened` on the conflict's own stream is the fact.
            case conflict
            /// 已入库, after it was held: its facts stand right before this event.
            case accepted
            /// 已入库(与他人填报合并), after it was held.
            case merged
        }

        /// The intent's number on the device.
        package let n: Int64
        package let verdict: Verdict
        /// The stream that the intent speaks of, in its stored form (`letter/river-6`).
        package let about: Text
        package let command: Text
        /// The command's body as it was recorded: one JSON object.
        package let body: JSONValue
        package let author: Text
        package let occurredOn: Day
        /// The version of `about` on which it was recorded.
        package let baseVersion: Int64
        /// Why, for `rejected`.
        package let reason: Reason?
        /// The conflict's id, for `conflict`.
        package let conflict: Text?
        /// Where what it repeats stands in the log, for `duplicate`.
        package let positions: [Int64]
        /// How many events right before this one the intent led to.
        package let factCount: Int64

        package init(
            n: Int64, verdict: Verdict, about: Text, command: Text, body: JSONValue, author: Text,
            occurredOn: Day, baseVersion: Int64, reason: Reason? = nil, conflict: Text? = nil,
            positions: [Int64] = [], factCount: Int64 = 0
        ) {
            self.n = n
            self.verdict = verdict
            self.about = about
            self.command = command
            self.body = body
            self.author = author
            self.occurredOn = occurredOn
            self.baseVersion = baseVersion
            self.reason = reason
            self.conflict = conflict
            self.positions = positions
            self.factCount = factCount
        }
    }

    /// A rejection as people read it years later: its code, and its words at that time.
    package struct Reason: Hashable, Sendable {
        package let code: Text
        package let chinese: Text
        package let english: Text

        package init(code: Text, chinese: Text, english: Text) {
            self.code = code
            self.chinese = chinese
            self.english = english
        }

        package init(_ rejection: any DomainRejection) {
            self.init(
                code: Text(rejection.code), chinese: Text(rejection.text(in: .chinese)),
                english: Text(rejection.text(in: .english)))
        }
    }

    /// Most positions that a duplicate names.
    package static let positionsLimit = 100
}
