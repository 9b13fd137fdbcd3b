extension Epoch {
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        /// A person decided that what stood after `position` is lost.
        case started(Start)
    }

    package enum Rejection: DomainRejection {
        case alreadyStarted(Int64)
    }
}

extension Epoch.Event: DomainEvent {
    package var type: String {
        switch self {
        case .started: "EpochStarted"
        }
    }
}

extension Epoch.Rejection {
    package var code: String {
        switch self {
        case .alreadyStarted: "epoch-already-started"
        }
    }

    package func text(in language: Language) -> String {
        switch (self, language) {
        case (.alreadyStarted(let current), .chinese): "第 \(current) 纪元已经开始"
        case (.alreadyStarted(let current), .english): "Epoch \(current) has begun already."
        }
    }
}
