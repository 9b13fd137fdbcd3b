/// Rows behind `GET /v1/rosters`, one a roster. Nothing in them concerns one person.
package enum RosterList: ReadModel {
    package struct Row: Hashable, Sendable {
        package var place: Roster.Place
        package var phase = Roster.State.Phase.draft
        package var enrolled = 0
        package var active = 0
        /// As approved; nil before.
        package var headcount: Int?
        package var noticeFrom: Day?
        package var noticeTo: Day?
        package var noticePlace: Text?
        package var noticeEndedOn: Day?
        package var openObjections = 0
        package var approvedOn: Day?
    }

    package static let name = "roster_list"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.roster]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .roster(let event) = recorded.event else { return }
        if case .enrolled(let place, _) = event { row = row ?? Row(place: place) }
        row?.take(event, on: recorded.envelope.occurredOn)
    }
}

extension RosterList.Row {
    fileprivate mutating func take(_ event: Roster.Event, on day: Day) {
        switch event {
        case .enrolled:
            phase = .draft
            enrolled += 1
            active += 1
            (noticeFrom, noticeTo, noticePlace, noticeEndedOn) = (nil, nil, nil, nil)
        case .removed: active -= 1
        case .restored: active += 1
        case .noticePosted(let notice, _):
            phase = .posted
            (noticeFrom, noticeTo, noticePlace) = (notice.from, notice.to, notice.place)
            noticeEndedOn = nil
        case .noticeEnded: noticeEndedOn = day
        case .objectionFiled: openObjections += 1
        case .objectionSettled: openObjections -= 1
        case .approved(let headcount, _):
            phase = .approved
            self.headcount = headcount
            approvedOn = day
        case .frozen: phase = .frozen
        case .removalProposed, .moved, .accountProposed, .accountChanged: break
        }
    }
}

extension RosterList {
    package static let columns: [Column] = [
        Column("village", .text, indexed: true, "村", "Village"),
        Column("town", .text, indexed: true, "乡镇", "Town"),
        Column("year", .integer, indexed: true, "年度", "Year"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("enrolled", .integer, "登记人数", "Enrolled"),
        Column("active", .integer, "在册人数", "Active"),
        Column("headcount", .integer, indexed: true, "核定人数", "Headcount"),
        Column("notice_from", .day, "公示开始", "Notice from"),
        Column("notice_to", .day, "公示期满", "Notice to"),
        Column("notice_place", .text, "公示地点", "Notice place"),
        Column("notice_ended_on", .day, "公示结束日期", "Notice ended on"),
        Column("open_objections", .integer, indexed: true, "未处理异议", "Open objections"),
        Column("approved_on", .day, indexed: true, "核定日期", "Approved on"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.place.village), .text(row.place.town), .integer(Int64(row.place.year)),
            .text(Text(row.phase.rawValue)), .integer(Int64(row.enrolled)),
            .integer(Int64(row.active)), row.headcount.map { .integer(Int64($0)) } ?? .null,
            .day(row.noticeFrom), .day(row.noticeTo), .text(row.noticePlace),
            .day(row.noticeEndedOn), .integer(Int64(row.openObjections)), .day(row.approvedOn),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let village = values[0].textValue,
            let town = values[1].textValue, let year = values[2].integerValue,
            let phase = values[3].textValue.flatMap({ Roster.State.Phase(rawValue: $0.string) }),
            let enrolled = values[4].integerValue, let active = values[5].integerValue,
            let open = values[11].integerValue
        else { return nil }
        return Row(
            place: Roster.Place(village: village, town: town, year: Int(year)), phase: phase,
            enrolled: Int(enrolled), active: Int(active),
            headcount: values[6].integerValue.map { Int($0) }, noticeFrom: values[7].dayValue,
            noticeTo: values[8].dayValue, noticePlace: values[9].textValue,
            noticeEndedOn: values[10].dayValue, openObjections: Int(open),
            approvedOn: values[12].dayValue)
    }
}
