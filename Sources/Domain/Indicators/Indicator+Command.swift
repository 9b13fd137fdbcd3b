extension Indicator {
    package enum Command: Hashable, Sendable {
        case define(Definition)
        case setTarget(Target)
        case recordReading(Reading)
        case correctReading(Correction)
    }

    package struct Definition: Hashable, Sendable {
        package var name: Text
        package var unit: Unit
        /// The report's section, for example `rivers`.
        package var theme: Text
        /// The figure's id in the bureau's report, for example `E02`.
        package var reportCode: Text?
        /// 口径不明: the source does not say what is counted. It is kept and shown, and no rule
        /// compares it with anything.
        package var meaningUnclear: Bool
        /// What a share is a share of.
        package var base: Text?

        package init(
            name: Text, unit: Unit, theme: Text, reportCode: Text? = nil,
            meaningUnclear: Bool = false, base: Text? = nil
        ) {
            self.name = name
            self.unit = unit
            self.theme = theme
            self.reportCode = reportCode
            self.meaningUnclear = meaningUnclear
            self.base = base
        }
    }

    package struct Target: Hashable, Sendable {
        package var value: Quantity
        package var qualifier: Qualifier
        /// For example `2025`.
        package var period: Text

        package init(
            value: Quantity, qualifier: Qualifier = Qualifier(.planned), period: Text
        ) {
            self.value = value
            self.qualifier = qualifier
            self.period = period
        }
    }

    /// A cumulative reading (累计) as of a day. Zero is a reading too.
    package struct Reading: Hashable, Sendable {
        package var value: Quantity
        package var qualifier: Qualifier
        package var asOf: Day
        /// The period that it counts, for example `2025-H1`.
        package var period: Text

        package init(
            value: Quantity, qualifier: Qualifier = .actual, asOf: Day, period: Text
        ) {
            self.value = value
            self.qualifier = qualifier
            self.asOf = asOf
            self.period = period
        }
    }

    /// The author's own reading of a day, put right.
    package struct Correction: Hashable, Sendable {
        package var asOf: Day
        package var value: Quantity
        package var qualifier: Qualifier
        package var reason: Text

        package init(asOf: Day, value: Quantity, qualifier: Qualifier = .actual, reason: Text) {
            self.asOf = asOf
            self.value = value
            self.qualifier = qualifier
            self.reason = reason
        }
    }
}

extension Indicator.Command: DomainCommand {
    package static let names = ["define", "set-target", "record-reading", "correct-reading"]

    package var name: String {
        switch self {
        case .define: "define"
        case .setTarget: "set-target"
        case .recordReading: "record-reading"
        case .correctReading: "correct-reading"
        }
    }

    package var mergeClass: MergeClass {
        switch self {
        case .recordReading: .additive
        case .correctReading: .field
        case .define, .setTarget: .exclusive
        }
    }
}
