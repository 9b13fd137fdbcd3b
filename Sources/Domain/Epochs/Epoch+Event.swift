extension Epoch {
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        /// A person decided that what stood after `position` is lost.
        case started(Start)
        /// A person looked at the bank and at the register: what leaves the building may go on.
        case outsideStateRecorded(Outside)
    }

    package enum Rejection: DomainRejection {
        case alreadyStarted(Int64)
        case notStarted
        case alreadyRecorded
    }
}

extension Epoch.Event: DomainEvent {
    package var type: String {
        switch self {
        case .started: "EpochStarted"
        case .outsideStateRecorded: "OutsideStateRecorded"
        }
    }
}

extension Epoch.Rejection {
    package var code: String {
        switch self {
        case .alreadyStarted: "epoch-already-started"
        case .notStarted: "epoch-not-started"
        case .alreadyRecorded: "outside-state-already-recorded"
        }
    }

    package func text(in language: Language) -> String {
        switch (self, language) {
        case (.alreadyStarted(let current), .chinese): "第 \(current) 纪元已经开始"
        case (.alreadyStarted(let current), .english): "Epoch \(current) has begun already."
        case (.notStarted, .chinese): "没有该纪元"
        case (.notStarted, .english): "There is no such epoch."
        case (.alreadyRecorded, .chinese): "外部情况已核对登记"
        case (.alreadyRecorded, .english): "The outside state has been recorded already."
        }
    }
}
