extension Project {
    /// What happened to one project, oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        /// 提出项目.
        case proposed(Proposal)
        /// 计划投资.
        case investmentPlanned(Investment)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case alreadyProposed, notProposed
    }
}

extension Project.Event: DomainEvent {
    package var type: String {
        switch self {
        case .proposed: "ProjectProposed"
        case .investmentPlanned: "InvestmentPlanned"
        }
    }
}

extension Project.Rejection {
    package var code: String {
        switch self {
        case .alreadyProposed: "project-already-proposed"
        case .notProposed: "project-not-proposed"
        }
    }

    package func text(in language: Language) -> String {
        switch (self, language) {
        case (.alreadyProposed, .chinese): "该项目已提出"
        case (.alreadyProposed, .english): "The project has been proposed already."
        case (.notProposed, .chinese): "没有该项目"
        case (.notProposed, .english): "There is no such project."
        }
    }
}
