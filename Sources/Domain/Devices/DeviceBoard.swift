/// Rows behind `GET /v1/devices`, one a laptop.
package enum DeviceBoard: ReadModel {
    package struct Row: Hashable, Sendable {
        package var name: Text
        package var member: Text
        package var publicKey: Text
        package var phase: Device.State.Phase
        package var enrolledOn: Day
        /// Why and since when it is suspended or revoked.
        package var stoppedOn: Day?
        package var stopReason: Text?
        package var duplicates = 0
        package var rejected = 0
        package var conflicts = 0
    }

    package static let name = "device_board"
    package static let version = 1
    package static let kinds: Set<AggregateKind> = [.device]

    package static func keys(for recorded: Recorded<BureauEvent>) -> [Text] {
        [recorded.stream.id]
    }

    package static func fold(_ row: inout Row?, key: Text, _ recorded: Recorded<BureauEvent>) {
        guard case .device(let event) = recorded.event else { return }
        let day = recorded.envelope.occurredOn
        switch event {
        case .enrolled(let enrolment):
            guard var known = row else {
                row = Row(enrolment, on: day)
                return
            }
            known.enrolAgain(enrolment, on: day)
            row = known
        case .revoked(let reason): row?.stop(.revoked, reason, on: day)
        case .suspended(let reason): row?.stop(.suspended, reason, on: day)
        case .intentSettled(let intent): row?.count(intent.verdict)
        case .intentHeld: break
        }
    }
}

extension DeviceBoard.Row {
    fileprivate init(_ enrolment: Device.Enrolment, on day: Day) {
        self.init(
            name: enrolment.name, member: enrolment.member, publicKey: enrolment.publicKey,
            phase: .enrolled, enrolledOn: day)
    }

    fileprivate mutating func enrolAgain(_ enrolment: Device.Enrolment, on day: Day) {
        name = enrolment.name
        member = enrolment.member
        publicKey = enrolment.publicKey
        phase = .enrolled
        enrolledOn = day
        stoppedOn = nil
        stopReason = nil
    }

    fileprivate mutating func stop(_ phase: Device.State.Phase, _ reason: Text, on day: Day) {
        self.phase = phase
        stoppedOn = day
        stopReason = reason
    }

    fileprivate mutating func count(_ verdict: Device.SettledIntent.Verdict) {
        switch verdict {
        case .duplicate: duplicates += 1
        case .rejected: rejected += 1
        case .conflict: conflicts += 1
        case .accepted, .merged: break
        }
    }
}

extension DeviceBoard {
    package static let columns: [Column] = [
        Column("name", .text, indexed: true, "终端名称", "Name"),
        Column("member", .text, indexed: true, "使用人", "Member"),
        Column("public_key", .text, "公钥", "Public key"),
        Column("state", .text, indexed: true, "状态", "State"),
        Column("enrolled_on", .day, "登记日期", "Enrolled on"),
        Column("stopped_on", .day, "停用日期", "Stopped on"),
        Column("stop_reason", .text, "停用原因", "Reason"),
        Column("duplicates", .integer, "重复填报", "Duplicates"),
        Column("rejected", .integer, "未通过", "Rejected"),
        Column("conflicts", .integer, "填报不一致", "Conflicts"),
    ]

    package static func values(of row: Row) -> [ColumnValue] {
        [
            .text(row.name), .text(row.member), .text(row.publicKey),
            .text(Text(row.phase.rawValue)), .day(row.enrolledOn), .day(row.stoppedOn),
            .text(row.stopReason), .integer(Int64(row.duplicates)),
            .integer(Int64(row.rejected)), .integer(Int64(row.conflicts)),
        ]
    }

    package static func row(from values: [ColumnValue]) -> Row? {
        guard values.count == columns.count, let name = values[0].textValue,
            let member = values[1].textValue, let key = values[2].textValue,
            let phase = values[3].textValue.flatMap({ Device.State.Phase(rawValue: $0.string) }),
            let enrolledOn = values[4].dayValue, let duplicates = values[7].integerValue,
            let rejected = values[8].integerValue, let conflicts = values[9].integerValue
        else { return nil }
        return Row(
            name: name, member: member, publicKey: key, phase: phase, enrolledOn: enrolledOn,
            stoppedOn: values[5].dayValue, stopReason: values[6].textValue,
            duplicates: Int(duplicates), rejected: Int(rejected), conflicts: Int(conflicts))
    }
}
