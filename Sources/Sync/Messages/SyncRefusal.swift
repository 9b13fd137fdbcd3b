package import Domain

/// Why an exchange was refused as a whole; nothing of it happened, and the laptop keeps all.
package enum SyncRefusal: String, Error, Hashable, Sendable, CaseIterable {
    case protocolUnknown = "protocol-unknown"
    case otherLog = "other-log"
    case otherEpoch = "other-epoch"
    case logDiverged = "log-diverged"
    case cursorAhead = "cursor-ahead"
    case deviceUnknown = "device-unknown"
    case deviceSuspended = "device-suspended"
    case deviceRevoked = "device-revoked"
    case signatureInvalid = "signature-invalid"
    case requestRepeated = "request-repeated"
    case chainBroken = "chain-broken"
    case intentMissing = "intent-missing"
    case codeInvalid = "code-invalid"
    case memberUnknown = "member-unknown"

    /// The HTTP status of the problem that says it.
    package var status: Int {
        switch self {
        case .deviceUnknown, .signatureInvalid, .requestRepeated: 401
        case .deviceSuspended, .deviceRevoked, .codeInvalid, .memberUnknown: 403
        case .protocolUnknown, .chainBroken: 422
        case .otherLog, .otherEpoch, .logDiverged, .cursorAhead, .intentMissing: 409
        }
    }

    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .protocolUnknown: "终端与服务器的版本不相通,请升级"
        case .otherLog: "本终端登记在另一套系统,不能在此同步"
        case .otherEpoch: "服务器数据已经恢复过,请联系系统管理员后再同步"
        case .logDiverged: "终端与服务器的记录对不上,请联系系统管理员"
        case .cursorAhead: "终端的记录比服务器还多,请联系系统管理员"
        case .deviceUnknown: "没有登记过这台终端"
        case .deviceSuspended: "这台终端已暂停使用:同一序号出现两份不同填报,请联系系统管理员"
        case .deviceRevoked: "这台终端已停用"
        case .signatureInvalid: "终端签名无效"
        case .requestRepeated: "同一请求已收到过"
        case .chainBroken: "填报的序号或校验值不连续"
        case .intentMissing: "前面的填报尚未上传,请从确认过的序号之后上传"
        case .codeInvalid: "登记码无效、已使用或已过期"
        case .memberUnknown: "终端的使用人不在人员名册中"
        }
    }

    private var english: String {
        switch self {
        case .protocolUnknown: "The laptop and the server speak different versions; upgrade."
        case .otherLog: "This laptop is enrolled in another log."
        case .otherEpoch: "The server's log was restored; ask the administrator before syncing."
        case .logDiverged: "The laptop's history is not the server's; ask the administrator."
        case .cursorAhead: "The laptop has read further than the log goes; ask the administrator."
        case .deviceUnknown: "No such device is enrolled."
        case .deviceSuspended:
            "The device is suspended: one number came with two different intents."
        case .deviceRevoked: "The device is revoked."
        case .signatureInvalid: "The device's signature is not valid."
        case .requestRepeated: "This very request has been received before."
        case .chainBroken: "The intents are not numbered and chained without a gap."
        case .intentMissing: "Earlier intents are missing; send from the acknowledged number on."
        case .codeInvalid: "The enrolment code is unknown, used or expired."
        case .memberUnknown: "The device's member is not among the bureau's members."
        }
    }
}
