extension Device {
    /// What happened to one laptop (终端), oldest first.
    ///
    /// Stored forever: add cases, never change one. A new shape is a new schema number.
    package enum Event: Hashable, Sendable {
        /// 登记终端; again after a suspension, with a new one-time code.
        case enrolled(Enrolment)
        /// 停用终端: for good.
        case revoked(reason: Text)
        case suspended(reason: Text)
        /// An intent was decided and led to no fact. The whole intent is kept, so that nothing a
        /// person recorded is lost.
        case intentSettled(SettledIntent)
        /// An intent was taken in and cannot be decided yet, or waits in quarantine for a person.
        /// A later settlement of the same number replaces it; `verdict` says nothing here.
        case intentHeld(SettledIntent)
    }

    /// A fact that stands in the way of a command.
    package enum Rejection: DomainRejection {
        case alreadyEnrolled, notEnrolled, revoked
    }
}

extension Device.Event: DomainEvent {
    package var type: String {
        switch self {
        case .enrolled: "DeviceEnrolled"
        case .revoked: "DeviceRevoked"
        case .suspended: "DeviceSuspended"
        case .intentSettled: "IntentSettled"
        case .intentHeld: "IntentHeld"
        }
    }
}
