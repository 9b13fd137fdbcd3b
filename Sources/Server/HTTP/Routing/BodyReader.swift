import Hummingbird
import NIOCore

/// Reads the body of a request within its limits.
///
/// What is refused is still read, up to a point: a client that sends before it listens would
/// otherwise never see the answer.
struct BodyReader {
    enum Outcome {
        case body([UInt8])
        /// Above the limit and thrown away; `drained` is false if more is still to come, and then
        /// the connection is of no more use.
        case tooLarge(drained: Bool)
    }

    static func read(_ request: Request) async throws -> Outcome {
        if declared(request) > HTTPLimits.drainedBytes { return .tooLarge(drained: false) }
        var bytes: [UInt8] = []
        var count = 0
        bytes.reserveCapacity(min(declared(request), HTTPLimits.bodyBytes))
        for try await buffer in request.body {
            count += buffer.readableBytes
            if count > HTTPLimits.drainedBytes { return .tooLarge(drained: false) }
            if count <= HTTPLimits.bodyBytes {
                bytes.append(contentsOf: buffer.readableBytesView)
            } else {
                bytes = []
            }
        }
        return count > HTTPLimits.bodyBytes ? .tooLarge(drained: true) : .body(bytes)
    }

    /// Reads and forgets the body; false if more than the limit is still to come.
    static func drain(_ request: Request) async throws -> Bool {
        if declared(request) > HTTPLimits.drainedBytes { return false }
        var count = 0
        for try await buffer in request.body {
            count += buffer.readableBytes
            if count > HTTPLimits.drainedBytes { return false }
        }
        return true
    }

    private static func declared(_ request: Request) -> Int {
        request.headers[.contentLength].flatMap { Int($0) } ?? 0
    }
}
