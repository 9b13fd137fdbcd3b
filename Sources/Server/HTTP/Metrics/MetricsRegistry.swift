package import Metrics
import Synchronization

/// Keeps what swift-metrics reports, and shows it as Prometheus text.
///
/// Bounded: a series beyond `seriesMost` is counted in `headwater_metrics_dropped_total` and not
/// kept, so that no caller can fill the memory with labels.
package final class MetricsRegistry: MetricsFactory {
    package static let seriesMost = 5_000

    struct Key: Hashable, Comparable {
        let name: String
        let labels: [Label]

        struct Label: Hashable {
            let name: String
            let value: String
        }

        static func < (left: Key, right: Key) -> Bool {
            if left.name != right.name { return left.name < right.name }
            return left.labels.map { [$0.name, $0.value] }.joined()
                .lexicographicallyPrecedes(right.labels.map { [$0.name, $0.value] }.joined())
        }
    }

    private struct State {
        var series: [Key: Series] = [:]
        var dropped = 0
    }

    private let state = Mutex(State())

    package init() {}

    private func series(
        _ kind: Series.Kind, _ label: String, _ dimensions: [(String, String)]
    ) -> Series {
        let key = Key(name: label, labels: dimensions.map { Key.Label(name: $0.0, value: $0.1) })
        return state.withLock { state in
            if let known = state.series[key], known.kind == kind { return known }
            let fresh = Series(kind)
            if state.series.count < MetricsRegistry.seriesMost, state.series[key] == nil {
                state.series[key] = fresh
            } else {
                state.dropped += 1
            }
            return fresh
        }
    }

    package func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler { series(.counter, label, dimensions) }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler { series(aggregate ? .summary : .gauge, label, dimensions) }

    package func makeMeter(
        label: String, dimensions: [(String, String)]
    ) -> any MeterHandler { series(.gauge, label, dimensions) }

    package func makeTimer(
        label: String, dimensions: [(String, String)]
    ) -> any TimerHandler { series(.timer, label, dimensions) }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    package func prometheusText() -> [UInt8] {
        let (series, dropped) = state.withLock { ($0.series, $0.dropped) }
        var text = ""
        var last = ""
        for (key, one) in series.sorted(by: { $0.key < $1.key }) {
            let name = PrometheusText.name(key.name)
            if name != last { text += "# TYPE \(name) \(one.kind.prometheusType)\n" }
            last = name
            text += PrometheusText.lines(name, key.labels, one)
        }
        text += "# TYPE headwater_metrics_dropped_total counter\n"
        text += "headwater_metrics_dropped_total \(dropped)\n"
        return Array(text.utf8)
    }
}

/// One series of numbers.
final class Series: CounterHandler, RecorderHandler, MeterHandler, TimerHandler {
    enum Kind: Hashable {
        case counter, gauge, summary
        /// Kept in nanoseconds, shown in seconds.
        case timer

        var prometheusType: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .summary, .timer: "summary"
            }
        }
    }

    struct Values {
        var count: Int64 = 0
        var sum = 0.0
        /// The newest value, for gauges.
        var last = 0.0
    }

    let kind: Kind
    private let values = Mutex(Values())

    init(_ kind: Kind) { self.kind = kind }

    var now: Values { values.withLock { $0 } }

    func increment(by amount: Int64) { values.withLock { $0.count += amount } }
    func reset() { values.withLock { $0 = Values() } }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) {
        values.withLock {
            $0.count += 1
            $0.sum += value
            $0.last = value
        }
    }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { values.withLock { $0.last = value } }
    func increment(by amount: Double) { values.withLock { $0.last += amount } }
    func decrement(by amount: Double) { values.withLock { $0.last -= amount } }
}

/// The text form that Prometheus reads (version 0.0.4).
enum PrometheusText {
    static func lines(
        _ name: String, _ labels: [MetricsRegistry.Key.Label], _ series: Series
    ) -> String {
        let values = series.now
        let place =
            labels.isEmpty ? "" : "{" + labels.map { label($0) }.joined(separator: ",") + "}"
        switch series.kind {
        case .counter: return "\(name)\(place) \(values.count)\n"
        case .gauge: return "\(name)\(place) \(values.last)\n"
        case .summary:
            return "\(name)_sum\(place) \(values.sum)\n\(name)_count\(place) \(values.count)\n"
        case .timer:
            return
                "\(name)_sum\(place) \(values.sum / 1e9)\n\(name)_count\(place) \(values.count)\n"
        }
    }

    /// Letters, digits, `_` and `:` only; anything else becomes `_`.
    static func name(_ label: String) -> String {
        String(
            decoding: label.utf8.map { byte in
                switch byte {
                case 0x30...0x3a, 0x41...0x5a, 0x61...0x7a, 0x5f: byte
                default: 0x5f
                }
            }, as: UTF8.self)
    }

    private static func label(_ label: MetricsRegistry.Key.Label) -> String {
        let value = label.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
        return "\(name(label.name))=\"\(value)\""
    }
}
