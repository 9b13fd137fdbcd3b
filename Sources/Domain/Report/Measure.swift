/// An amount in base steps, with what it measures: figures of different units of one dimension can
/// be added and compared.
package struct Measure: Hashable, Sendable {
    package enum Dimension: Hashable, Sendable {
        case count, persons, length, area, volume, mass, money, share, months
    }

    package let dimension: Dimension
    /// In 10⁻⁴ of the base unit (shares: 10⁻⁶; money: 10⁻⁴ yuan, a hundredth of a fen).
    package let base: Int64

    package init(_ dimension: Dimension, base: Int64) {
        self.dimension = dimension
        self.base = base
    }

    package init(_ quantity: Quantity) {
        self.init(quantity.unit.dimension, base: quantity.base)
    }

    package init(_ fen: Fen) { self.init(.money, base: fen.amount * 100) }

    package init(count: Int) { self.init(.count, base: Int64(count) * 10_000) }

    /// The value in `unit` with as many decimals as needed, at most `decimals`; the rest is
    /// rounded half up. Nil where `unit` measures something else.
    package func decimal(in unit: Unit, decimals: Int = 6) -> String? {
        guard unit.dimension == dimension, (0...6).contains(decimals) else { return nil }
        let (steps, parts) = unit.baseStepsPerMillionth
        let coarse = (0..<(6 - decimals)).reduce(Int64(1)) { product, _ in product * 10 }
        let (wide, overflow) = base.magnitude.multipliedReportingOverflow(by: UInt64(parts))
        if overflow { return nil }
        let divisor = UInt64(steps * coarse)
        let rounded = Int64((wide + divisor / 2) / divisor)
        return decimalString(base < 0 ? -rounded : rounded, decimals: decimals, fixed: false)
    }
}

extension Unit {
    package var dimension: Measure.Dimension {
        switch self {
        case .count: .count
        case .person, .tenThousandPersons: .persons
        case .metre, .kilometre: .length
        case .squareMetre, .hectare, .mu, .tenThousandMu: .area
        case .cubicMetre, .tenThousandCubicMetres: .volume
        case .tonne, .tenThousandTonnes: .mass
        case .yuan, .tenThousandYuan, .hundredMillionYuan: .money
        case .percent, .ratio: .share
        case .month: .months
        }
    }
}
