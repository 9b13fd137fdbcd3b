/// Why what leaves the building stands still after a new epoch: the log may have forgotten a file
/// that the bank has paid, or a number that a letter carries.
package enum OutsideUnsettled: DomainRejection {
    case unsettled

    package var code: String { "outside-state-not-recorded" }

    package func text(in language: Language) -> String {
        switch language {
        case .chinese: "恢复备份后,须先由领导登记代发机构与发文登记簿的实际情况,才能再提交、补发或编号"
        case .english:
            "After a restore the state at the bank and in the register must be recorded first."
        }
    }
}

extension ParameterTable {
    /// Follows the epochs: from a start until a person has recorded the outside state.
    package mutating func take(_ event: Epoch.Event) {
        switch event {
        case .started: isOutsideUnsettled = true
        case .outsideStateRecorded: isOutsideUnsettled = false
        }
    }
}
