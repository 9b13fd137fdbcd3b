package import Domain
import Glibc
import JSON

/// The last position that was acknowledged, kept outside the database: what a restore cannot take
/// back with it.
package struct Watermark: Hashable, Sendable {
    package var identity: EventID
    package var epoch: Int64
    package var position: Int64
    package var prefixHash: [UInt8]

    package init(identity: EventID, epoch: Int64, position: Int64, prefixHash: [UInt8]) {
        self.identity = identity
        self.epoch = epoch
        self.position = position
        self.prefixHash = prefixHash
    }

    /// Nil if there is no such file; a file that cannot be read is an error, never "no file".
    package static func read(_ path: String) throws(EventStoreError) -> Watermark? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .malformed("\(path) cannot be read: error \(errno)")
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw .malformed("\(path) cannot be read: error \(errno)") }
        return try parse(Array(bytes[..<count]), path)
    }

    private static func parse(
        _ bytes: [UInt8], _ path: String
    ) throws(EventStoreError) -> Watermark {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .malformed("\(path) is no watermark: \(error)")
        }
        guard let identity = value["logId"]?.stringValue.flatMap({ EventID($0) }),
            let epoch = value["epoch"]?.integerValue,
            let position = value["position"]?.integerValue,
            let hash = value["prefixHash"]?.stringValue.flatMap({ Hex.bytes($0) }),
            hash.count == PrefixChain.start.count
        else { throw .malformed("\(path) is no watermark") }
        return Watermark(identity: identity, epoch: epoch, position: position, prefixHash: hash)
    }

    /// Replaces the file as a whole: a crash leaves the old one or the new one.
    package func write(_ path: String) throws(EventStoreError) {
        var json = JSONWriter()
        json.beginObject()
        json.key("logId")
        json.string(identity.description)
        json.key("epoch")
        json.integer(epoch)
        json.key("position")
        json.integer(position)
        json.key("prefixHash")
        json.string(Hex.text(prefixHash))
        json.endObject()
        let fresh = path + ".new"
        let file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .malformed("\(fresh) cannot be written: error \(errno)") }
        let bytes = json.bytes
        let written = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        close(file)
        guard written, rename(fresh, path) == 0 else {
            throw .malformed("\(path) cannot be written: error \(errno)")
        }
        // The name itself must outlive a power cut too.
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let directory = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }
}
