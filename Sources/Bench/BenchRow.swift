import Foundation
import JSON

/// The same thing measured several times; of an even number the upper one in the middle counts.
package struct Samples {
    private(set) var values: [Double] = []

    package init() {}

    package mutating func add(_ value: Double) { values.append(value) }

    package var median: Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
    var least: Double { values.min() ?? 0 }
    var most: Double { values.max() ?? 0 }
}

/// A goal about the ratio of a figure to its limit.
package enum BenchGoal {
    case atLeast(Double), atMost(Double)

    package func isReached(_ ratio: Double) -> Bool {
        switch self {
        case .atLeast(let bound): ratio >= bound
        case .atMost(let bound): ratio <= bound
        }
    }

    var text: String {
        switch self {
        case .atLeast(let bound): "≥ \(bound.formatted(.plain))"
        case .atMost(let bound): "≤ \(bound.formatted(.plain))"
        }
    }
}

/// One figure beside its limit, both measured in this run unless the limit is a constant.
package struct BenchRow {
    var name: String
    var unit: String
    var samples: Samples
    var limitName: String
    var limits: Samples
    var goal: BenchGoal

    /// `limit` is a bound or a peer's figure, which is a constant.
    package init(
        _ name: String, _ samples: Samples, _ unit: String, limitName: String, limit: Double,
        goal: BenchGoal
    ) {
        var limits = Samples()
        limits.add(limit)
        self.init(name, samples, unit, limitName: limitName, limits: limits, goal: goal)
    }

    package init(
        _ name: String, _ samples: Samples, _ unit: String, limitName: String, limits: Samples,
        goal: BenchGoal
    ) {
        self.name = name
        self.unit = unit
        self.samples = samples
        self.limitName = limitName
        self.limits = limits
        self.goal = goal
    }

    var ratio: Double { limits.median > 0 ? samples.median / limits.median : 0 }

    /// An array of `{name, value, unit, limitName, limit, ratio, goal}`.
    package static func json(_ rows: [BenchRow]) -> String {
        var writer = JSONWriter()
        writer.beginArray()
        for row in rows {
            writer.beginObject()
            writer.key("name")
            writer.string(row.name)
            writer.key("value")
            writer.rawNumber(row.samples.median.formatted(.plain))
            writer.key("unit")
            writer.string(row.unit)
            writer.key("limitName")
            writer.string(row.limitName)
            writer.key("limit")
            writer.rawNumber(row.limits.median.formatted(.plain))
            writer.key("ratio")
            writer.rawNumber(row.ratio.formatted(.plain))
            writer.key("goal")
            writer.string(row.goal.text)
            writer.endObject()
        }
        writer.endArray()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Two lines a row: the figure and its limit, each with the least and the most seen.
    static func table(_ rows: [BenchRow]) -> String {
        rows.map { row in
            let mark = row.goal.isReached(row.ratio) ? "reached" : "missed"
            return """
                \(row.name): \(row.samples.range) \(row.unit)
                    \(row.limitName): \(row.limits.range)
                    ratio \(row.ratio.formatted(.plain)), goal \(row.goal.text): \(mark)
                """
        }.joined(separator: "\n")
    }
}

extension Samples {
    fileprivate var range: String {
        values.count > 1
            ? "\(median.formatted(.plain)) (\(least.formatted(.plain)) … \(most.formatted(.plain)))"
            : median.formatted(.plain)
    }
}

extension FormatStyle where Self == FloatingPointFormatStyle<Double> {
    /// A number as JSON takes it, to three places.
    static var plain: Self {
        Self(locale: Locale(identifier: "en_US_POSIX")).grouping(.never)
            .precision(.fractionLength(0...3))
    }
}
