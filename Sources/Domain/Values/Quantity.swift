/// A measured or counted thing: the decimal and the unit as they were recorded, and the same in
/// base units for sums.
///
/// Base units: m, m², m³, t, person (人), piece (count) with four decimals; shares (%) with six.
package struct Quantity: Hashable, Sendable, CustomStringConvertible {
    /// The decimal as recorded, for example `12.56`.
    package let decimal: Text
    package let unit: Unit

    /// Nil if `decimal` is not a plain decimal, or is finer than the unit's base can hold.
    package init?(_ decimal: some StringProtocol, _ unit: Unit) {
        guard let value = Quantity.base(decimal, unit), abs(value) <= Quantity.limit else {
            return nil
        }
        self.decimal = Text(decimal)
        self.unit = unit
        self.base = value
    }

    /// In 10⁻⁴ of the base unit (shares: 10⁻⁶), for sums and comparisons.
    package let base: Int64

    /// Largest magnitude of one recorded quantity, in base steps; sums of a thousand still fit.
    package static let limit: Int64 = 1_000_000_000_000_000

    package var description: String { "\(decimal) \(unit.rawValue)" }

    private static func base(_ decimal: some StringProtocol, _ unit: Unit) -> Int64? {
        guard let scaled = scaledDecimal(decimal, decimals: 6) else { return nil }
        let (numerator, denominator) = unit.baseStepsPerMillionth
        let (product, overflow) = scaled.multipliedReportingOverflow(by: numerator)
        guard !overflow, product % denominator == 0 else { return nil }
        return product / denominator
    }
}

/// The units in which the bureau reports, by the name that the API uses.
package enum Unit: String, Hashable, Sendable, CaseIterable {
    case count, person = "人", tenThousandPersons = "万人"
    case metre = "m", kilometre = "km"
    case squareMetre = "m2", hectare = "hm2", mu = "亩", tenThousandMu = "万亩"
    case cubicMetre = "m3", tenThousandCubicMetres = "万m3"
    case tonne = "t", tenThousandTonnes = "万t"
    case yuan = "元", tenThousandYuan = "万元", hundredMillionYuan = "亿元"
    case percent = "%", ratio
    case month

    /// What a millionth of the unit is worth in base steps, as a fraction.
    ///
    /// 1 mu is 2000/3 m² (the State Council's order of 1984 on legal units of measurement); the
    /// numbers that reports use divide evenly, any other is refused.
    var baseStepsPerMillionth: (Int64, Int64) {
        switch self {
        case .count, .person, .metre, .squareMetre, .cubicMetre, .tonne, .month, .yuan: (1, 100)
        case .kilometre: (10, 1)
        case .tenThousandPersons, .hectare, .tenThousandCubicMetres, .tenThousandTonnes,
            .tenThousandYuan:
            (100, 1)
        case .hundredMillionYuan: (1_000_000, 1)
        case .mu: (20, 3)
        case .tenThousandMu: (200_000, 3)
        case .percent: (1, 100)
        case .ratio: (1, 1)
        }
    }
}

/// How a figure is meant. `atLeast` prints as 余 or 以上.
package struct Qualifier: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 实际: it has happened and was measured.
        case actual
        /// 预计: expected, not measured yet.
        case forecast
        /// 计划: intended.
        case planned
    }

    package var kind: Kind
    package var atLeast: Bool

    package init(_ kind: Kind, atLeast: Bool = false) {
        self.kind = kind
        self.atLeast = atLeast
    }

    package static let actual = Qualifier(.actual)

    /// `actual`, `forecast`, `planned`, or one of them with `atLeast` appended.
    package init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ")
        guard let first = words.first, let kind = Kind(rawValue: String(first)) else { return nil }
        guard words.count == 1 || (words.count == 2 && words[1] == "atLeast") else { return nil }
        self.init(kind, atLeast: words.count == 2)
    }

    package var name: String { kind.rawValue + (atLeast ? " atLeast" : "") }
}
