import Domain
package import EventStore
import HTTPTypes
import JSON
import Sync

// Everything that may be thrown below a handler meets HTTP here and nowhere else.
extension Problem {
    /// The problem that stands for `error`; nil for one that nobody foresaw.
    package init?(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as CommandFailure: self = Problem(failure)
        case let error as JSONError:
            self = error.reason == .tooLarge ? .bodyTooLarge : .malformed(error)
        case let errors as FieldErrors: self = .fields(errors)
        case let error as EventStoreError: self = Problem(error)
        case let error as AppendError: self = Problem(CommandFailure(error))
        case let refusal as SyncRefusal: self = Problem(refusal)
        default: return nil
        }
    }

    package init(_ failure: CommandFailure) {
        switch failure {
        case .unknownCommand: self = .unknownPath
        case .forbidden: self = .forbidden
        case .keyReused:
            self = Problem(
                .unprocessableContent, "key-reused", "该幂等键已用于另一条命令",
                "This Idempotency-Key was used for another command.")
        case .ifMatchMissing:
            self = Problem(
                .preconditionRequired, "if-match-missing", "须用 If-Match 说明所依据的版本",
                "If-Match must say which version this is based on.")
        case .fields(let errors): self = .fields(errors)
        case .notFound: self = .notFound
        case .stale(let actual, let since): self = .stale(actual, since)
        case .rejected(let rejection):
            let words = Localized(rejection.text(in: .chinese), rejection.text(in: .english))
            self = Problem(.conflict, rejection.code, words.chinese, words.english)
        case .claimed(let holders): self = .claimed(holders)
        case .notUnderstood(let stream, let version):
            self = Problem(
                .conflict, "not-understood", "该事项含有新版本程序的记录,请先升级",
                "This holds events of a newer version; upgrade first."
            ).with {
                $0.members = [
                    "stream": .string(stream.raw), "version": .integer(version),
                ]
            }
        case .tooLarge(let field):
            self = Problem(
                .contentTooLarge, "command-too-large", "内容过多", "The command is too large.",
                detail: Localized("\(field) 过多", "Too much of \(field)."))
        case .busy: self = .busy
        case .diskFull: self = .diskFull
        case .stopped(let reason): self = .stopped(reason)
        case .unavailable(_, let outcomeUnknown):
            self = .unavailable
            if outcomeUnknown {
                code = "outcome-unknown"
                title = Localized("结果未知,请用同一幂等键重发", "Unknown outcome; send it again with its key.")
                members = ["outcome": "unknown"]
            }
        }
    }

    package init(_ error: EventStoreError) {
        switch error {
        case .poolFull: self = .busy
        case .diskFull: self = .diskFull
        case .unavailable, .deadlineExceeded, .database, .gap, .malformed, .rolesMissing,
            .databaseNewer, .migrationAltered, .wrongEncoding, .logNotEmpty:
            self = .unavailable
        case .unknownModel: self = .notFound
        case .epochChanged: self = .unavailable
        case .stopped(let reason): self = .stopped(reason)
        }
    }

    init(_ refusal: SyncRefusal) {
        self.init(
            HTTPResponse.Status(code: refusal.status), refusal.rawValue,
            refusal.text(in: .chinese), refusal.text(in: .english))
    }

    private static var diskFull: Problem {
        let status = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        return Problem(status, "disk-full", "存储空间不足", "The disk is full.")
    }

    private static func stale(_ actual: Int, _ since: [StoredEvent]) -> Problem {
        Problem(
            .preconditionFailed, "stale", "内容已被他人更改", "Somebody has changed this since.",
            detail: Localized("现在的版本是 \(actual)", "The version is \(actual) now.")
        ).with {
            $0.members = ["version": .integer(actual)]
            $0.conflicts = since.map { EventDocument.bytes($0) }
            $0.headers[.eTag] = "\"\(actual)\""
        }
    }

    private static func claimed(_ holders: [ClaimHolder]) -> Problem {
        Problem(
            .conflict, "claimed", "其中有内容已由他处登记", "Something in it is held elsewhere."
        ).with {
            $0.conflicts = holders.map { holder in
                JSONValue.object([
                    "claim": .string(holder.claim.name.string),
                    "stream": .string(holder.stream.raw),
                ]).bytes
            }
        }
    }

    private static func stopped(_ reason: String) -> Problem {
        Problem(
            .serviceUnavailable, "writing-stopped",
            "日志可能缺失末尾记录,已停止写入:确认无法找回后执行 headwater epoch start",
            "Writing is stopped: the log may have lost its tail. See headwater epoch start.",
            detail: Localized("原因:\(reason)", "Reason: \(reason)")
        ).with { $0.headers[.retryAfter] = "60" }
    }
}
