package import Domain
import HTTPTypes
package import JSON

// The problems that come from HTTP itself. Codes are stable and listed in the OpenAPI document.
extension Problem {
    package static let signInNeeded = Problem(
        .unauthorized, "sign-in-needed", "请先登录", "Sign in first."
    ).with { $0.headers[.wwwAuthenticate] = "Bearer" }

    package static let forbidden = Problem(
        .forbidden, "forbidden", "您的职责不允许此操作", "Your role does not allow this.")

    package static let notFound = Problem(
        .notFound, "not-found", "没有找到", "There is no such thing.")

    package static let unknownPath = Problem(
        .notFound, "unknown-path", "没有这个地址", "There is no such path.")

    package static func wrongMethod(allowed: [String]) -> Problem {
        Problem(
            .methodNotAllowed, "method-not-allowed", "该地址不支持此方法",
            "This path does not take this method."
        ).with { $0.headers[.allow] = allowed.joined(separator: ", ") }
    }

    package static let bodyTooLarge = Problem(
        .contentTooLarge, "body-too-large", "请求内容过大", "The body is too large.",
        detail: Localized(
            "请求内容不得超过 \(HTTPLimits.bodyBytes >> 20) MiB",
            "A body may have at most \(HTTPLimits.bodyBytes >> 20) MiB."))

    package static let wrongContentType = Problem(
        .unsupportedMediaType, "wrong-content-type", "请求内容须为 application/json",
        "The body must be application/json.")

    package static let tooManyListeners = Problem(
        .serviceUnavailable, "too-many-listeners", "实时连接过多,请稍后再试",
        "Too many listeners; try again later."
    ).with { $0.headers[.retryAfter] = "10" }

    package static let busy = Problem(
        .serviceUnavailable, "busy", "服务器繁忙,请稍后再试", "The server is busy; try again."
    ).with { $0.headers[.retryAfter] = "1" }

    package static let unavailable = Problem(
        .serviceUnavailable, "unavailable", "数据库暂时不可用,请稍后再试",
        "The database cannot be reached; try again."
    ).with { $0.headers[.retryAfter] = "1" }

    /// Something that nobody foresaw; the server's own record says what.
    package static let internalError = Problem(
        .internalServerError, "internal", "服务器内部错误", "The server failed.")

    package static func malformed(_ error: JSONError) -> Problem {
        Problem(
            .badRequest, "malformed-json", "请求内容不是有效的 JSON", "The body is not valid JSON.",
            detail: Localized(error.chinese, error.english)
        ).with {
            $0.members = ["offset": .integer(error.offset), "reason": .string(error.code)]
        }
    }

    package static func fields(_ errors: FieldErrors) -> Problem {
        Problem(
            .unprocessableContent, "invalid-fields", "有字段填写不正确", "Some fields are not valid."
        ).with { problem in
            problem.errors = errors.errors.map { Item($0) }
            problem.detail = Localized(
                errors.errors.map { $0.text(in: .chinese) }.joined(separator: ";"),
                errors.errors.map { $0.text(in: .english) }.joined(separator: "; "))
        }
    }

    package static func query(_ name: String, _ code: FieldError.Code) -> Problem {
        query([(name, code)])
    }

    /// Values of the query that are not valid, each named.
    package static func query(_ items: [(name: String, code: FieldError.Code)]) -> Problem {
        Problem(
            .unprocessableContent, "invalid-query", "查询条件不正确", "The query is not valid."
        ).with { problem in
            problem.errors = items.map { name, code in
                Item(.query(name), code.rawValue, FieldError(name, code), unknown: code)
            }
            problem.detail = Localized(
                problem.errors.map(\.text.chinese).joined(separator: ";"),
                problem.errors.map(\.text.english).joined(separator: "; "))
        }
    }

    package static func header(_ name: String, _ code: FieldError.Code) -> Problem {
        Problem(
            .unprocessableContent, "invalid-header", "请求头不正确", "A header is not valid."
        ).with { $0.errors = [Item(.header(name), code.rawValue, FieldError(name, code))] }
    }

    /// A read model that has not reached the position asked for.
    package static func behind(position: Int64, parked: Bool) -> Problem {
        Problem(
            .serviceUnavailable, parked ? "read-model-parked" : "read-model-behind",
            parked ? "该视图已停止更新,请联系管理员" : "数据尚未更新到所要求的位置",
            parked
                ? "This read model has stopped; ask the administrator."
                : "The rows do not show that position yet."
        ).with {
            $0.members = ["position": .integer(position)]
            $0.headers[.retryAfter] = "1"
        }
    }

    package static func throttled(seconds: Int64) -> Problem {
        Problem(
            .tooManyRequests, "too-many-attempts", "尝试次数过多,请稍后再试",
            "Too many attempts; try again later."
        ).with { $0.headers[.retryAfter] = String(max(1, seconds)) }
    }

    package static let signInRefused = Problem(
        .unauthorized, "sign-in-refused", "用户名、密码或验证码不正确",
        "The name, the password or the code is wrong."
    ).with { $0.headers[.wwwAuthenticate] = "Bearer" }
}

extension Problem.Item {
    fileprivate init(_ error: FieldError) {
        self.init(
            place: .field(pointer: error.pointer), code: error.code.rawValue,
            text: Localized(error.text(in: .chinese), error.text(in: .english)))
    }

    fileprivate init(
        _ place: Place, _ code: String, _ error: FieldError, unknown: FieldError.Code? = nil
    ) {
        let words =
            unknown == .unknownField
            ? Localized("没有查询条件 \(error.pointer)", "\(error.pointer) is not a parameter")
            : Localized(error.text(in: .chinese), error.text(in: .english))
        self.init(place: place, code: code, text: words)
    }
}
