extension Parameter {
    /// What happened to one parameter, oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        /// 设定参数.
        case set(Setting)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case unknownName(Text)
        case otherName(Text)
        case notOfItsForm(Text, ParameterNames.Form)
    }
}

extension Parameter.Event: DomainEvent {
    package var type: String {
        switch self {
        case .set: "ParameterSet"
        }
    }
}

extension Parameter.Rejection {
    package var code: String {
        switch self {
        case .unknownName: "unknown-parameter"
        case .otherName: "other-parameter"
        case .notOfItsForm: "parameter-not-of-its-form"
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
        case .unknownName(let name): "没有名为 \(name) 的参数"
        case .otherName(let name): "此处登记的是参数 \(name)"
        case .notOfItsForm(let name, let form): "参数 \(name) 的值应为\(form.chinese)"
        }
    }

    private var english: String {
        switch self {
        case .unknownName(let name): "There is no parameter \(name)."
        case .otherName(let name): "This is the record of parameter \(name)."
        case .notOfItsForm(let name, let form): "Parameter \(name) takes \(form.english)."
        }
    }
}
