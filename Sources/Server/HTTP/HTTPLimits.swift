/// Bounds of what one caller may cost the server. Each has a name, so that an answer can say which
/// one was passed.
package enum HTTPLimits {
    /// A larger body is refused with 413.
    package static let bodyBytes = 8 << 20
    /// A refused body is read and thrown away up to here, so that a client that is still sending
    /// gets its answer; above it the connection is closed.
    package static let drainedBytes = 16 << 20
    package static let headerFieldBytes = 16 << 10
    package static let headerListBytes = 32 << 10
    package static let headerCount = 100
    package static let pathBytes = 2_000
    package static let queryItems = 50
    package static let queryValueBytes = 4_000
    package static let connections = 2_048
    /// A connection on which nothing happens for so long is closed.
    package static let idleSeconds: Int64 = 60
    /// Live event streams open at once.
    package static let listeners = 64
    /// Chunks that wait for a slow listener; then its stream ends, and it may come back with
    /// `Last-Event-ID`.
    package static let listenerBacklog = 64
    package static let heartbeatSeconds: Int64 = 15
    package static let pageRows = 50
    package static let pageRowsMost = 500
    /// A CSV export is meant for a spreadsheet: one page of it holds this many rows.
    package static let csvRows = 10_000
    /// Folds of the whole log for `asOf` and `effective` that run at once, and that may wait.
    package static let foldsAtOnce = 2
    package static let foldsWaiting = 16
    /// Milliseconds that `minPosition` may wait.
    package static let waitMs: Int64 = 2_000
}
