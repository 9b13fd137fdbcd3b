package import Domain
package import Sync

/// What goes wrong on a laptop, in words that say what to do. Nothing recorded is ever touched by
/// it.
package enum LaptopError: Error, Hashable, Sendable {
    case homeUnusable(path: String, reason: String)
    case keyUnusable(path: String)
    case notEnrolled
    case enrolledElsewhere(server: String)
    case noCode(searched: String)
    case serverUnreachable(server: String, reason: String)
    case serverBusy(server: String, status: Int)
    /// The server said no, with its own words.
    case refused(status: Int, code: String, text: String)
    case trouble(LaptopTrouble)
    case badAnswer(String)
    case noSuchThing(StreamID)
    case unknownCommand(kind: AggregateKind, name: String)
    case fields(FieldErrors)
    case badJSON(String)
    case missingOption(String)
    case notAllowed(String)
    case nothingNew
    case rejected(Receipt.Reason)
    case databaseNewer
}

extension LaptopError {
    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .homeUnusable(let path, let reason): "终端文件夹 \(path) 不可用:\(reason)"
        case .keyUnusable(let path): "终端密钥 \(path) 不可读写"
        case .notEnrolled: "本终端尚未登记,请先运行 headwater-field enroll"
        case .enrolledElsewhere(let server): "本终端已在 \(server) 登记,不能再登记到另一套系统"
        case .noCode(let path): "没有可用的登记码:请用 --code 给出(已找过 \(path))"
        case .serverUnreachable(let server, let reason):
            "连不上服务器 \(server)(\(reason));填报都在本机,待上传"
        case .serverBusy(let server, let status):
            "服务器 \(server) 暂时不能办理(\(status));填报都在本机,待上传"
        case .refused(_, let code, let text): "服务器未受理:\(text)(\(code));填报都在本机"
        case .trouble(let trouble): trouble.text(in: .chinese)
        case .badAnswer(let what): "服务器的答复无法识别(\(what));填报都在本机"
        case .noSuchThing(let stream): "本机没有 \(stream)"
        case .unknownCommand(let kind, let name): "\(kind.path) 没有 \(name) 这种办理事项"
        case .fields(let errors):
            errors.errors.map { $0.text(in: .chinese) }.joined(separator: ";")
        case .badJSON(let reason): "--json 不是有效的 JSON:\(reason)"
        case .missingOption(let option): "缺少 \(option)"
        case .notAllowed(let name): "使用人没有办理 \(name) 的权限"
        case .nothingNew: "没有新的内容,未记录"
        case .rejected(let reason): "\(reason.chinese)"
        case .databaseNewer: "本机数据由更新的版本写成,请升级 headwater-field"
        }
    }

    private var english: String {
        switch self {
        case .homeUnusable(let path, let reason): "The folder \(path) cannot be used: \(reason)"
        case .keyUnusable(let path): "The device key \(path) cannot be read or written."
        case .notEnrolled: "This laptop is not enrolled; run headwater-field enroll first."
        case .enrolledElsewhere(let server):
            "This laptop is enrolled at \(server); it cannot be enrolled in another log."
        case .noCode(let path): "No unused enrolment code: give --code (looked in \(path))."
        case .serverUnreachable(let server, let reason):
            "The server \(server) cannot be reached (\(reason)); everything is kept here."
        case .serverBusy(let server, let status):
            "The server \(server) cannot do it now (\(status)); everything is kept here."
        case .refused(_, let code, let text):
            "The server refused: \(text) (\(code)); everything is kept here."
        case .trouble(let trouble): trouble.text(in: .english)
        case .badAnswer(let what): "The server's answer makes no sense (\(what))."
        case .noSuchThing(let stream): "There is no \(stream) on this laptop."
        case .unknownCommand(let kind, let name): "\(kind.path) have no command \(name)."
        case .fields(let errors):
            errors.errors.map { $0.text(in: .english) }.joined(separator: "; ")
        case .badJSON(let reason): "--json is not JSON: \(reason)"
        case .missingOption(let option): "\(option) is missing."
        case .notAllowed(let name): "The laptop's member may not \(name)."
        case .nothingNew: "Nothing new; nothing was recorded."
        case .rejected(let reason): "\(reason.english)"
        case .databaseNewer: "The data here are of a newer version; upgrade headwater-field."
        }
    }
}

extension LaptopTrouble {
    package func text(in language: Language) -> String {
        switch (self, language) {
        case (.refused(let refusal), _): refusal.text(in: language)
        case (.restored(let ackN), .chinese):
            "服务器已收到本终端第 \(ackN) 条填报,本机却没有:本机数据是旧的,请联系系统管理员"
        case (.restored(let ackN), .english):
            "The server holds intent \(ackN) of this laptop, which is not here: an old copy."
        case (.otherEpoch(let epoch), .chinese):
            "服务器数据恢复过(第 \(epoch) 代),请联系系统管理员;填报都在本机"
        case (.otherEpoch(let epoch), .english):
            "The server's log began epoch \(epoch); ask the administrator. Everything is kept."
        case (.nonsense(let what), .chinese): "服务器的答复前后矛盾(\(what));填报都在本机"
        case (.nonsense(let what), .english):
            "The server's answer contradicts itself (\(what)); everything is kept."
        case (.noProgress, .chinese): "服务器一直没有受理,请稍后再同步;填报都在本机"
        case (.noProgress, .english):
            "The server takes nothing in; sync again later. Everything is kept."
        }
    }
}
