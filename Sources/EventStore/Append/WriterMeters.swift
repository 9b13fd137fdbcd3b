import Metrics

/// What the writer counts.
struct WriterMeters: Sendable {
    let waves = Counter(label: "headwater_log_waves_total")
    let conflicts = Counter(label: "headwater_log_conflicts_total")
    let reconnects = Counter(label: "headwater_log_reconnects_total")
    /// Waves undone because another server had appended meanwhile.
    let moved = Counter(label: "headwater_log_waves_moved_total")
    let waveSize = Recorder(label: "headwater_log_wave_requests")
    let queueWait = Timer(label: "headwater_log_queue_wait_seconds")
    let commit = Timer(label: "headwater_log_commit_seconds")

    /// A wave leaves the queue. Of the waits the longest is kept: one figure a wave, not a request.
    func note(_ items: [Writer.Pending], now: Int64) {
        waves.increment()
        waveSize.record(items.count)
        queueWait.recordMilliseconds(items.reduce(0) { max($0, now - $1.queuedAt) })
    }
}
