extension Indicator {
    /// What happened to one indicator, oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        case defined(Definition)
        /// 下达目标.
        case targetSet(Target)
        /// 填报数据.
        case readingRecorded(Reading, by: Text)
        /// 更正数据.
        case readingCorrected(Correction, by: Text)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case alreadyDefined, notDefined, shareWithoutBase
        case otherUnit(Unit)
        case noReadingOfYours(Day)
    }
}

extension Indicator.Event: DomainEvent {
    package var type: String {
        switch self {
        case .defined: "IndicatorDefined"
        case .targetSet: "TargetSet"
        case .readingRecorded: "ReadingRecorded"
        case .readingCorrected: "ReadingCorrected"
        }
    }

    /// A reading is about the day that it was read for; a correction, about the day corrected.
    package var effectiveDay: Day? {
        switch self {
        case .readingRecorded(let reading, _): reading.asOf
        case .readingCorrected(let correction, _): correction.asOf
        case .defined, .targetSet: nil
        }
    }
}

extension Indicator.Rejection {
    package var code: String {
        switch self {
        case .alreadyDefined: "indicator-already-defined"
        case .notDefined: "indicator-not-defined"
        case .shareWithoutBase: "share-without-base"
        case .otherUnit: "other-unit"
        case .noReadingOfYours: "no-reading-of-yours"
        }
    }

    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .alreadyDefined: "该统计项已设立"
        case .notDefined: "没有该统计项"
        case .shareWithoutBase: "比例须写明以什么为基数"
        case .otherUnit(let unit): "该统计项的计量单位是 \(unit.rawValue)"
        case .noReadingOfYours(let day): "本人没有填报过 \(day) 的数据,不能更正他人填报"
        }
    }

    private var english: String {
        switch self {
        case .alreadyDefined: "The indicator is defined already."
        case .notDefined: "There is no such indicator."
        case .shareWithoutBase: "A share must name what it is a share of."
        case .otherUnit(let unit): "The indicator is counted in \(unit.rawValue)."
        case .noReadingOfYours(let day): "You recorded no reading as of \(day)."
        }
    }
}
