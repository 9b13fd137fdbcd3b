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
    var bytes = Array(text.utf8)[...]
    let negative = bytes.first == 0x2d
    if negative { bytes = bytes.dropFirst() }
    let parts = bytes.split(separator: 0x2e, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, (1...18).contains(whole.count) else { return nil }
    var fraction = parts.count == 2 ? Array(parts[1]) : []
    guard parts.count == 1 || !fraction.isEmpty else { return nil }
    guard fraction.count <= decimals else { return nil }
    fraction += Array(repeating: 0x30, count: decimals - fraction.count)
    var value: Int64 = 0
    for byte in Array(whole) + fraction {
        guard (0x30...0x39).contains(byte) else { return nil }
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(Int64(byte - 0x30))
        if overflow || carry { return nil }
        value = sum
    }
    return negative ? -value : value
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
