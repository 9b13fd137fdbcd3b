package import Crypto
import Foundation

/// The laptop's folder: its database and its key. Everything that the laptop knows is in it, so a
/// copy of it is a copy of the device.
package struct FieldHome: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// `$HEADWATER_FIELD_HOME`, else `.headwater-field` in the user's own folder.
    package static func fromEnvironment(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> FieldHome {
        if let path = environment["HEADWATER_FIELD_HOME"], !path.isEmpty {
            return FieldHome(path: path)
        }
        return FieldHome(path: NSHomeDirectory() + "/.headwater-field")
    }

    package var databasePath: String { path + "/field.sqlite" }
    package var keyPath: String { path + "/device.key" }

    /// Makes the folder, for its owner alone, if there is none.
    package func prepare() throws(LaptopError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .homeUnusable(path: path, reason: error.localizedDescription)
        }
    }

    /// The device's key; made, and on disk, before anybody hears of it: an enrolment whose answer
    /// is lost is repeated with the same key.
    package func key() throws(LaptopError) -> Curve25519.Signing.PrivateKey {
        if let key = try readKey() { return key }
        let key = Curve25519.Signing.PrivateKey()
        try writeKey(Array(key.rawRepresentation))
        return key
    }

    private func readKey() throws(LaptopError) -> Curve25519.Signing.PrivateKey? {
        guard FileManager.default.fileExists(atPath: keyPath) else { return nil }
        guard let bytes = FileManager.default.contents(atPath: keyPath) else {
            throw .keyUnusable(path: keyPath)
        }
        do {
            return try Curve25519.Signing.PrivateKey(rawRepresentation: Array(bytes))
        } catch {
            throw .keyUnusable(path: keyPath)
        }
    }

    /// Written beside and renamed: a half-written key is never found under its name.
    private func writeKey(_ bytes: [UInt8]) throws(LaptopError) {
        let draft = keyPath + ".new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard file >= 0 else { throw .keyUnusable(path: keyPath) }
        let written = write(file, bytes, bytes.count)
        let synced = fsync(file)
        close(file)
        guard written == bytes.count, synced == 0, rename(draft, keyPath) == 0 else {
            throw .keyUnusable(path: keyPath)
        }
    }
}
