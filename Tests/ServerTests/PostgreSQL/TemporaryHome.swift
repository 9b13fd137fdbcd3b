import Foundation
import Server

/// A home of one test, which `postgres` may pass through, removed with all that is in it.
final class TemporaryHome: Sendable {
    let home: Home

    init() throws {
        var template = Array("/tmp/hwt-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard chmod(path, 0o711) == 0 else { throw POSIXError(.EPERM) }
        home = Home(path: path)
    }

    deinit {
        for path in [home.path, home.socketFolder] {
            do {
                if FileManager.default.fileExists(atPath: path) {
                    try FileManager.default.removeItem(atPath: path)
                }
            } catch {
                print("left behind: \(path): \(error)")
            }
        }
    }
}
