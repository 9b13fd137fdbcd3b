/// Every read model there is: shells and property tests take them from here, so that a new one is
/// projected, rebuilt and tested without another line.
package enum ReadModels {
    package static let all: [AnyReadModel] = [
        AnyReadModel(PlanBoard.self),
        AnyReadModel(LetterTracker.self),
        AnyReadModel(ConflictInbox.self),
        AnyReadModel(DeviceBoard.self),
        AnyReadModel(UnmetIntents.self),
        AnyReadModel(MemberBoard.self),
        AnyReadModel(RosterList.self),
        AnyReadModel(RosterPersons.self),
        AnyReadModel(BatchList.self),
        AnyReadModel(DisbursementLines.self),
        AnyReadModel(FundsMatrix.self),
        AnyReadModel(IndicatorBoard.self),
        AnyReadModel(ProjectRegister.self),
        AnyReadModel(ParameterList.self),
    ]
}
