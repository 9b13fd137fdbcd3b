/// The parameters that rules ask for. Only the names stand here; every value is in the log.
package enum ParameterNames {
    /// The last day of a move that counts a person as an early mover (a day, `2006-06-30`).
    package static let earlyMoverCutoff: Text = "early-mover-cutoff"
    /// The first month of support for early movers (a month, `2006-07`).
    package static let entitlementStartEarlyMovers: Text = "entitlement-start-early-movers"
    /// The last month of support for early movers (a month, `2026-06`).
    package static let entitlementEndEarlyMovers: Text = "entitlement-end-early-movers"
    /// For how many years a later mover is supported, from the month of the move (a number, 20).
    package static let entitlementYearsLaterMovers: Text = "entitlement-years-later-movers"
    /// How many days a roster hangs in the village before it can be approved (a number, 7).
    package static let noticeDays: Text = "notice-days"
    /// How many days a changed account waits before it is paid to (a number).
    package static let coolingDaysAccount: Text = "cooling-days-account"

    /// What one person gets a month under `programme` (yuan, `50.00`): `rate-migrant-direct`.
    package static func rate(of programme: Text) -> Text { Text(ratePrefix + programme.string) }

    static let ratePrefix = "rate-"

    /// The form that the value of a parameter has.
    package enum Form: Hashable, Sendable, CaseIterable {
        case amount, number, day, month

        /// True if `value` can be read as this form; what is not could only fail later, far away.
        package func holds(_ value: Text) -> Bool {
            switch self {
            case .amount: Fen(yuan: value.string).map { $0 > .zero } ?? false
            case .number: Int(value.string).map { (0...10_000).contains($0) } ?? false
            case .day: Day(value.string) != nil
            case .month: Month(value.string) != nil
            }
        }

        var chinese: String {
            switch self {
            case .amount: "金额(元,大于零)"
            case .number: "整数(0至10000)"
            case .day: "日期(年-月-日)"
            case .month: "月份(年-月)"
            }
        }

        var english: String {
            switch self {
            case .amount: "an amount in yuan above zero"
            case .number: "a whole number from 0 to 10000"
            case .day: "a day (YYYY-MM-DD)"
            case .month: "a month (YYYY-MM)"
            }
        }
    }

    /// Nil for a name that no rule asks for: a misspelt one would otherwise be set in vain.
    package static func form(of name: Text) -> Form? {
        switch name {
        case earlyMoverCutoff: .day
        case entitlementStartEarlyMovers, entitlementEndEarlyMovers: .month
        case entitlementYearsLaterMovers, noticeDays, coolingDaysAccount: .number
        default: name.string.hasPrefix(ratePrefix) ? .amount : nil
        }
    }
}

extension Context {
    /// The day that rules which protect go by: the server's, except while a history is loaded.
    package var protectingDay: Day { imported ? occurredOn : today }
}
