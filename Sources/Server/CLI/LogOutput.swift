import Foundation
import JSON
import Logging

/// Log lines go to standard error: plain ones, or JSON where `HEADWATER_LOG` says so. Neither holds
/// personal data: what is logged are counts, positions, names of models and the operator's errors.
enum LogOutput {
    static func bootstrap(environment: [String: String]) {
        let isJSON = environment["HEADWATER_LOG"] == "json"
        LoggingSystem.bootstrap { label in
            if isJSON { return JSONLogHandler(label: label) }
            return StreamLogHandler.standardError(label: label)
        }
    }
}

/// One JSON object a line: `time`, `level`, `label`, `message`, and the metadata as `data`.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("time")
        writer.string(Date().formatted(.iso8601))
        writer.key("level")
        writer.string(event.level.rawValue)
        writer.key("label")
        writer.string(label)
        writer.key("message")
        writer.string("\(event.message)")
        writer.key("data")
        writer.beginObject()
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            writer.key(key)
            writer.string("\(value)")
        }
        writer.endObject()
        writer.endObject()
        FileHandle.standardError.write(Data(writer.bytes + [0x0a]))
    }
}
