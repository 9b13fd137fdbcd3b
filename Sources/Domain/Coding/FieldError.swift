/// One thing wrong with one field of a body: where (JSON pointer), a stable code, and a sentence.
package struct FieldError: Error, Hashable, Sendable {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case missing, unknownField = "unknown-field", wrongType = "wrong-type", empty
        case tooLong = "too-long", tooMany = "too-many", controlCharacter = "control-character"
        case invalidDate = "invalid-date", invalidMonth = "invalid-month"
        case invalidMoment = "invalid-moment", invalidAmount = "invalid-amount"
        case invalidQuantity = "invalid-quantity", invalidID = "invalid-id"
        case notAChoice = "not-a-choice", outOfRange = "out-of-range", invalidValue =
            "invalid-value"
    }

    /// RFC 6901, for example `/readings/0/value`; the empty string is the whole body.
    package let pointer: String
    package let code: Code

    package init(_ pointer: String, _ code: Code) {
        self.pointer = pointer
        self.code = code
    }

    package func text(in language: Language) -> String {
        let field = pointer.isEmpty ? "/" : pointer
        switch language {
        case .chinese: return "字段 \(field) \(chinese)"
        case .english: return "field \(field) \(english)"
        }
    }

    private var chinese: String {
        switch code {
        case .missing: "不能缺少"
        case .unknownField: "不在本操作的字段之内"
        case .wrongType: "类型不对"
        case .empty: "不能为空"
        case .tooLong: "过长"
        case .tooMany: "项数过多"
        case .controlCharacter: "含有不允许的控制字符"
        case .invalidDate: "不是有效日期(年-月-日)"
        case .invalidMonth: "不是有效月份(年-月)"
        case .invalidMoment: "不是有效时间(RFC 3339)"
        case .invalidAmount: "不是有效金额(元,最多两位小数)"
        case .invalidQuantity: "不是有效数量"
        case .invalidID: "不是有效编号(小写字母、数字、连字符,1至64位)"
        case .notAChoice: "不是可选的值"
        case .outOfRange: "超出范围"
        case .invalidValue: "的值无效"
        }
    }

    private var english: String {
        switch code {
        case .missing: "is missing"
        case .unknownField: "is not a field of this command"
        case .wrongType: "has the wrong type"
        case .empty: "must not be empty"
        case .tooLong: "is too long"
        case .tooMany: "has too many items"
        case .controlCharacter: "holds a control character that is not allowed"
        case .invalidDate: "is not a date (YYYY-MM-DD)"
        case .invalidMonth: "is not a month (YYYY-MM)"
        case .invalidMoment: "is not a moment (RFC 3339)"
        case .invalidAmount: "is not an amount (yuan, at most two decimals)"
        case .invalidQuantity: "is not a quantity"
        case .invalidID: "is not an id ([a-z0-9-]{1,64})"
        case .notAChoice: "is not one of the choices"
        case .outOfRange: "is out of range"
        case .invalidValue: "has an invalid value"
        }
    }
}

/// All that is wrong with a body, in the order in which its fields were read.
package struct FieldErrors: Error, Hashable, Sendable {
    package let errors: [FieldError]
    package init(_ errors: [FieldError]) { self.errors = errors }
}
