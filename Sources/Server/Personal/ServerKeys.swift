import Crypto
package import Foundation

/// The secret keys of one server, files under `$HEADWATER_HOME/keys`: outside the database, so that
/// a copy of the database tells no name.
package struct ServerKeys: Sendable {
    /// Wraps the keys of persons.
    let master: SymmetricKey
    /// Makes claims on identity numbers, and hashes of commands.
    private let bureau: SymmetricKey

    init(master: SymmetricKey, bureau: SymmetricKey) {
        self.master = master
        self.bureau = bureau
    }

    /// Reads the keys in `directory`, or makes them where there are none.
    ///
    /// - Parameter mayCreate: false once there are persons, whose data a new key could not open:
    ///   then a missing file is an error that says which one to restore.
    package static func open(_ directory: URL, mayCreate: Bool) throws -> ServerKeys {
        ServerKeys(
            master: try key("master.key", in: directory, mayCreate: mayCreate),
            bureau: try key("bureau.key", in: directory, mayCreate: mayCreate))
    }

    /// HMAC-SHA256 over `purpose`, a zero byte and `message`, under the bureau's key (RFC 2104).
    package func authenticate(_ purpose: String, _ message: [UInt8]) -> [UInt8] {
        let input = Array(purpose.utf8) + [0] + message
        return Array(HMAC<SHA256>.authenticationCode(for: input, using: bureau))
    }

    private static func key(
        _ name: String, in directory: URL, mayCreate: Bool
    ) throws -> SymmetricKey {
        let file = directory.appendingPathComponent(name)
        if FileManager.default.fileExists(atPath: file.path) {
            let data = try Data(contentsOf: file)
            guard data.count == 32 else { throw PersonalDataError.keyDamaged(file.path) }
            return SymmetricKey(data: data)
        }
        guard mayCreate else { throw PersonalDataError.keyMissing(file.path) }
        let key = SymmetricKey(size: .bits256)
        try writeDurably(key.withUnsafeBytes { Data($0) }, to: file)
        return key
    }
}

package enum PersonalDataError: Error, Hashable, Sendable, CustomStringConvertible {
    case keyMissing(String)
    case keyDamaged(String)
    case fileNotWritable(String)
    /// The person's key was destroyed (erasure), or its file is an older copy.
    case personKeyMissing(person: String)
    case sealDamaged(person: String)

    package var description: String {
        switch self {
        case .keyMissing(let path):
            "缺少密钥文件,请从备份恢复 · key file missing, restore it from a backup: \(path)"
        case .keyDamaged(let path):
            "密钥文件已损坏,请从备份恢复 · key file damaged, restore it from a backup: \(path)"
        case .fileNotWritable(let path): "无法写入 · cannot write: \(path)"
        case .personKeyMissing(let person):
            "没有此人的密钥(可能已删除) · no key for this person: \(person)"
        case .sealDamaged(let person):
            "个人信息密文无法解开 · personal data cannot be opened: \(person)"
        }
    }
}

/// Writes `data` with mode 0600 so that after a crash there is the whole file or none.
package func writeDurably(_ data: Data, to file: URL) throws {
    let temporary = file.appendingPathExtension("new")
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PersonalDataError.fileNotWritable(file.path) }
    let written = data.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    let synced = fsync(descriptor)
    close(descriptor)
    guard written == data.count, synced == 0, rename(temporary.path, file.path) == 0 else {
        throw PersonalDataError.fileNotWritable(file.path)
    }
    let folder = open(file.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw PersonalDataError.fileNotWritable(file.path) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw PersonalDataError.fileNotWritable(file.path) }
}
