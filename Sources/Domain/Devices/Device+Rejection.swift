extension Device.Rejection {
    package var code: String {
        switch self {
        case .alreadyEnrolled: "device-already-enrolled"
        case .notEnrolled: "device-not-enrolled"
        case .revoked: "device-revoked"
        }
    }

    package func text(in language: Language) -> String {
        switch (self, language) {
        case (.alreadyEnrolled, .chinese): "该终端已登记"
        case (.alreadyEnrolled, .english): "The device is enrolled already."
        case (.notEnrolled, .chinese): "没有登记过该终端"
        case (.notEnrolled, .english): "No such device has been enrolled."
        case (.revoked, .chinese): "该终端已停用"
        case (.revoked, .english): "The device has been revoked."
        }
    }
}

extension Device.State.Phase {
    package var chinese: String {
        switch self {
        case .none: "未登记"
        case .enrolled: "已登记"
        case .suspended: "已暂停"
        case .revoked: "已停用"
        }
    }
}
