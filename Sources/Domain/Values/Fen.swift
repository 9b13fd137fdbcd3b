/// An amount of money in fen (1/100 yuan). There is no floating point in the Domain.
package struct Fen: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let amount: Int64

    package init(_ amount: Int64) { self.amount = amount }

    package static let zero = Fen(0)

    /// The largest amount that one figure may have: 10 trillion yuan. Sums of a hundred thousand
    /// such figures still fit.
    package static let limit = Fen(1_000_000_000_000_000)

    /// Reads yuan with at most two decimals, as `6963600`, `6963600.5` or `-18.00`.
    package init?(yuan text: some StringProtocol) {
        guard let scaled = scaledDecimal(text, decimals: 2) else { return nil }
        guard abs(scaled) <= Fen.limit.amount else { return nil }
        amount = scaled
    }

    /// Yuan with two decimals, as payment lists show: `6963600.00`.
    package var yuan: String { decimalString(amount, decimals: 2, fixed: true) }

    /// 万元 with as many decimals as needed, as tables show: `696.36`.
    package var tenThousandYuan: String { decimalString(amount, decimals: 6, fixed: false) }

    package var description: String { yuan }

    package static func < (left: Fen, right: Fen) -> Bool { left.amount < right.amount }
    package static func + (left: Fen, right: Fen) -> Fen { Fen(left.amount + right.amount) }
    package static func - (left: Fen, right: Fen) -> Fen { Fen(left.amount - right.amount) }
    package static func += (left: inout Fen, right: Fen) { left = left + right }
    package static func -= (left: inout Fen, right: Fen) { left = left - right }
    package static func * (left: Fen, right: Int) -> Fen { Fen(left.amount * Int64(right)) }
}

extension Sequence<Fen> {
    package func sum() -> Fen { reduce(.zero, +) }
}

/// `text` times 10^`decimals` as an integer; nil if it is not a plain decimal, has more decimals
/// than that, or does not fit.
package func scaledDecimal(_ text: some StringProtocol, decimals: Int) -> Int64? {
    var value: Int64 = 0
    var isNegative = false
    var (whole, fraction, hasPoint) = (0, 0, false)
    for (place, byte) in text.utf8.enumerated() {
        switch byte {
        case 0x2d where place == 0: isNegative = true
        case 0x2e where !hasPoint: hasPoint = true
        case 0x30...0x39:
            if hasPoint { fraction += 1 } else { whole += 1 }
            guard fraction <= decimals, let next = value.appending(Int64(byte - 0x30)) else {
                return nil
            }
            value = next
        default: return nil
        }
    }
    guard (1...18).contains(whole), !hasPoint || fraction > 0 else { return nil }
    for _ in fraction..<decimals {
        guard let next = value.appending(0) else { return nil }
        value = next
    }
    return isNegative ? -value : value
}

extension Int64 {
    /// This with one more decimal digit; nil if it does not fit.
    fileprivate func appending(_ digit: Int64) -> Int64? {
        let (tens, overflow) = multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(digit)
        return overflow || carry ? nil : sum
    }
}

/// `scaled` divided by 10^`decimals`; without `fixed`, zeros at the end of the fraction are cut.
package func decimalString(_ scaled: Int64, decimals: Int, fixed: Bool) -> String {
    let digits = Array(padded(Int(scaled.magnitude), decimals + 1).utf8)
    let whole = digits.dropLast(decimals)
    var fraction = digits.suffix(decimals)
    if !fixed { while fraction.last == 0x30 { fraction = fraction.dropLast() } }
    let sign = scaled < 0 ? "-" : ""
    let dot = fraction.isEmpty ? "" : "."
    return sign + String(decoding: whole, as: UTF8.self) + dot
        + String(decoding: fraction, as: UTF8.self)
}
