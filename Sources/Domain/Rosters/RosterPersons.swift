/// Rows behind `GET /v1/rosters/{id}/persons`, one a person, by the person's id. A later roster's
/// enrolment takes the row over. Who they are stays sealed.
package enum RosterPersons: ReadModel {
    package struct Row: Hashable, Sendable {
        package var roster: Text
        package var village: Text
        package var town: Text
        package var reservoir: Text
        package var movedOn: Day
        package var mode: Roster.Mode
        package var entitledFrom: Month?
        package var entitledTo: Month?
        package var active = true
        package var otherHolder: Bool
        package var openObjections = 0
        package var usableFrom: Day?
        package var sealed: Text
        /// The account that replaced the one in `sealed`.
        package var accountSealed: Text?
    }

    package static let name = "roster_persons"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.roster]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        guard case .roster(let event) = recorded.event else { return [] }
        return switch event {
        case .enrolled(_, let enrolment): [enrolment.person]
        case .removed(let removal, _): [removal.person]
        case .restored(let restoration, _, _): [restoration.person]
        case .moved(let move): [move.person]
        case .accountChanged(let account, _): [account.person]
        case .objectionFiled(let objection): [objection.person]
        case .objectionSettled(_, let person): [person]
        case .removalProposed, .accountProposed, .noticePosted, .noticeEnded, .approved, .frozen:
            []
        }
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .roster(let event) = recorded.event else { return }
        if case .enrolled(let place, let enrolment) = event {
            row = Row(enrolment, in: place, roster: recorded.stream.id)
            return
        }
        // An older roster's late event does not touch the row that a later roster has taken over.
        guard row?.roster == recorded.stream.id else { return }
        row?.take(event)
    }
}

extension RosterPersons.Row {
    fileprivate init(_ enrolment: Roster.Enrolment, in place: Roster.Place, roster: Text) {
        self.init(
            roster: roster, village: place.village, town: place.town,
            reservoir: enrolment.reservoir, movedOn: enrolment.movedOn, mode: enrolment.mode,
            entitledFrom: enrolment.entitledFrom, entitledTo: enrolment.entitledTo,
            otherHolder: enrolment.otherHolder, sealed: enrolment.sealed)
    }

    fileprivate mutating func take(_ event: Roster.Event) {
        switch event {
        case .removed(let removal, _):
            active = false
            entitledTo = removal.lastMonth
        case .restored(let restoration, let to, _):
            active = true
            (entitledFrom, entitledTo) = (restoration.from, to)
        case .moved(let move): (village, town) = (move.village, move.town)
        case .accountChanged(let account, let day):
            accountSealed = account.sealed
            otherHolder = account.otherHolder
            usableFrom = day
        case .objectionFiled: openObjections += 1
        case .objectionSettled: openObjections -= 1
        case .enrolled, .removalProposed, .accountProposed, .noticePosted, .noticeEnded, .approved,
            .frozen:
            break
        }
    }
}

extension RosterPersons {
    package static let columns: [Column] = [
        Column("roster", .text, indexed: true, "花名册", "Roster"),
        Column("village", .text, indexed: true, "村", "Village"),
        Column("town", .text, indexed: true, "乡镇", "Town"),
        Column("reservoir", .text, indexed: true, "水库", "Reservoir"),
        Column("moved_on", .day, "搬迁日期", "Moved on"),
        Column("mode", .text, indexed: true, "扶持方式", "Mode"),
        Column("entitled_from", .text, "扶持起始", "Entitled from"),
        Column("entitled_to", .text, indexed: true, "扶持截止", "Entitled to"),
        Column("active", .boolean, indexed: true, "在册", "Active"),
        Column("other_holder", .boolean, indexed: true, "户名不是本人", "Other holder"),
        Column("open_objections", .integer, "未处理异议", "Open objections"),
        Column("usable_from", .day, "新账户可用日期", "Account usable from"),
        Column("person_sealed", .text, "身份信息", "Person"),
        Column("account_sealed", .text, "变更后账户", "Changed account"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.roster), .text(row.village), .text(row.town), .text(row.reservoir),
            .day(row.movedOn), .text(Text(row.mode.rawValue)),
            .text(row.entitledFrom.map { Text($0.description) }),
            .text(row.entitledTo.map { Text($0.description) }), .boolean(row.active),
            .boolean(row.otherHolder), .integer(Int64(row.openObjections)),
            .day(row.usableFrom), .text(row.sealed), .text(row.accountSealed),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let roster = values[0].textValue,
            let village = values[1].textValue, let town = values[2].textValue,
            let reservoir = values[3].textValue, let movedOn = values[4].dayValue,
            let mode = values[5].textValue.flatMap({ Roster.Mode(rawValue: $0.string) }),
            let active = values[8].booleanValue, let otherHolder = values[9].booleanValue,
            let open = values[10].integerValue, let sealed = values[12].textValue
        else { return nil }
        return Row(
            roster: roster, village: village, town: town, reservoir: reservoir, movedOn: movedOn,
            mode: mode, entitledFrom: values[6].textValue.flatMap { Month($0.string) },
            entitledTo: values[7].textValue.flatMap { Month($0.string) }, active: active,
            otherHolder: otherHolder, openObjections: Int(open), usableFrom: values[11].dayValue,
            sealed: sealed, accountSealed: values[13].textValue)
    }
}
