package import Domain
import JSON

/// One request or answer of the protocol: a JSON object, read strictly.
package protocol Message: Hashable, Sendable {
    /// The largest form of it, in bytes.
    static var byteLimit: Int { get }
    func write(to fields: inout FieldWriter)
    init(from fields: inout FieldReader)
}

extension Message {
    package var bytes: [UInt8] {
        var fields = FieldWriter()
        write(to: &fields)
        return fields.finish()
    }

    /// Throws `JSONError` or `FieldErrors`, which name the offset or the fields.
    package init(parsing bytes: [UInt8]) throws {
        let document = try JSONDocument.parse(
            bytes, limits: JSONLimits(bytes: Self.byteLimit))
        var fields = FieldReader(document.root)
        self.init(from: &fields)
        try fields.finish()
    }
}

/// Where a replica stands in the log: compared at every exchange, since a log that lost its tail
/// must not be mistaken for the one that was read.
package struct LogMark: Hashable, Sendable {
    package var logID: EventID
    package var epoch: Int64
    package var position: Int64
    /// The log's chained hash up to `position`.
    package var prefixHash: [UInt8]

    package init(logID: EventID, epoch: Int64, position: Int64, prefixHash: [UInt8]) {
        self.logID = logID
        self.epoch = epoch
        self.position = position
        self.prefixHash = prefixHash
    }
}
