package import Domain
import JSON

/// What became of an intent: one of these each, durable.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
    case accepted, merged, duplicate, conflict, rejected
}

/// A laptop's answer for one intent: its verdict, or that it waits for one.
package struct Receipt: Hashable, Sendable {
    package enum Standing: Hashable, Sendable {
        case verdict(Verdict)
        /// Taken in and kept, and decided once what it waits for is settled.
        case held
    }

    /// Why, with a stable code and in words.
    package struct Reason: Hashable, Sendable {
        package let code: Text
        package let chinese: Text
        package let english: Text

        package init(code: Text, chinese: Text, english: Text) {
            self.code = code
            self.chinese = chinese
            self.english = english
        }

        package func text(in language: Language) -> Text {
            switch language {
            case .chinese: chinese
            case .english: english
            }
        }
    }

    package var n: Int64
    package var standing: Standing
    /// First and last position of what the intent led to; nil if nothing was appended for it.
    package var positions: ClosedRange<Int64>?
    package var conflict: Text?
    package var reason: Reason?

    package init(
        n: Int64, _ standing: Standing, positions: ClosedRange<Int64>? = nil,
        conflict: Text? = nil, reason: Reason? = nil
    ) {
        self.n = n
        self.standing = standing
        self.positions = positions
        self.conflict = conflict
        self.reason = reason
    }

    package var isHeld: Bool { standing == .held }
}

extension Receipt.Standing: CaseIterable {
    package static let allCases = Verdict.allCases.map { Self.verdict($0) } + [.held]
}

extension Receipt.Standing: RawRepresentable {
    package init?(rawValue: String) {
        if rawValue == "held" {
            self = .held
        } else if let verdict = Verdict(rawValue: rawValue) {
            self = .verdict(verdict)
        } else {
            return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .verdict(let verdict): verdict.rawValue
        case .held: "held"
        }
    }
}

extension Receipt: Message {
    package static let byteLimit = 64 << 10

    package func write(to fields: inout FieldWriter) {
        fields.integer("n", n)
        writeVerdict(to: &fields)
        fields.value("positions", positions.map { .array($0.map { .integer($0) }) })
    }

    package init(from fields: inout FieldReader) {
        let n = fields.integer("n", in: 1...Int64.max)
        self.init(n: n, verdictFrom: &fields)
        positions = Receipt.positions(from: &fields)
    }

    /// What the log keeps with the intake: number and positions stand beside it there.
    package var verdictBytes: [UInt8] {
        var fields = FieldWriter()
        writeVerdict(to: &fields)
        return fields.finish()
    }

    /// Reads what `verdictBytes` wrote; throws `FieldErrors` or `JSONError` for anything else.
    package init(
        n: Int64, verdictBytes: [UInt8], positions: ClosedRange<Int64>?
    ) throws {
        var fields = FieldReader(try JSONValue(parsing: verdictBytes))
        self.init(n: n, verdictFrom: &fields)
        try fields.finish()
        self.positions = positions
    }

    private func writeVerdict(to fields: inout FieldWriter) {
        fields.string("verdict", standing.rawValue)
        fields.text("conflictId", conflict)
        guard let reason else { return }
        fields.nested("reason") {
            $0.text("code", reason.code)
            $0.text("zh", reason.chinese)
            $0.text("en", reason.english)
        }
    }

    private init(n: Int64, verdictFrom fields: inout FieldReader) {
        let standing = fields.choice("verdict", Standing.self, standIn: .held)
        let conflict = fields.optionalID("conflictId")
        var reason: Reason?
        if var nested = fields.nested("reason") {
            reason = Reason(
                code: nested.text("code", limit: 100), chinese: nested.text("zh"),
                english: nested.text("en"))
            _ = fields.close(&nested)
        }
        self.init(n: n, standing, conflict: conflict, reason: reason)
    }

    private static func positions(from fields: inout FieldReader) -> ClosedRange<Int64>? {
        guard let value = fields.value("positions") else { return nil }
        let numbers = value.arrayValue?.compactMap(\.integerValue) ?? []
        guard let first = numbers.first, first >= 1, numbers.count == value.arrayValue?.count,
            numbers.count <= SyncLimits.positionsPerReceipt,
            first <= Int64.max - Int64(numbers.count),
            numbers.elementsEqual(first..<(first + Int64(numbers.count)))
        else {
            fields.note("positions", .invalidValue)
            return nil
        }
        return first...(first + Int64(numbers.count) - 1)
    }
}

extension Receipt.Reason {
    package init(_ rejection: any DomainRejection) {
        self.init(
            code: Text(rejection.code), chinese: Text(rejection.text(in: .chinese)),
            english: Text(rejection.text(in: .english)))
    }
}

/// `Verdict`, where another type's own `Verdict` hides it.
typealias IntentVerdict = Verdict
