// Names and keys of rosters, in commands and in stored events. Stored names never change.

extension Roster.Command {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .enrol(let place, let persons):
            place.write(to: &fields)
            fields.list("persons", persons) { $1.write(to: &$0) }
        case .proposeRemoval(let removal): removal.write(to: &fields)
        case .removePerson(let person), .changeAccount(let person):
            fields.text("person", person)
        case .restorePerson(let restoration): restoration.write(to: &fields)
        case .movePerson(let move): move.write(to: &fields)
        case .proposeAccount(let account): account.write(to: &fields)
        case .postNotice(let place, let photo):
            fields.text("place", place)
            fields.text("photo", photo)
        case .endNotice, .freeze: break
        case .fileObjection(let objection): objection.write(to: &fields)
        case .settleObjection(let settlement): settlement.write(to: &fields)
        case .approve(let opinion): fields.text("opinion", opinion)
        }
    }

    package static func read(_ name: String, from fields: inout FieldReader) -> Self? {
        switch name {
        case "enrol":
            .enrol(
                Roster.Place(from: &fields),
                fields.list("persons", limit: Roster.enrolmentsLimit) {
                    Roster.Enrolment(from: &$0)
                })
        case "propose-removal": .proposeRemoval(Roster.Removal(from: &fields))
        case "remove-person": .removePerson(fields.id("person"))
        case "restore-person": .restorePerson(Roster.Restoration(from: &fields))
        case "move-person": .movePerson(Roster.Move(from: &fields))
        case "propose-account": .proposeAccount(Roster.Account(from: &fields))
        case "change-account": .changeAccount(fields.id("person"))
        case "post-notice":
            .postNotice(
                place: fields.text("place", limit: Roster.nameLimit),
                photo: fields.optionalText("photo", limit: 300))
        case "end-notice": .endNotice
        case "file-objection": .fileObjection(Roster.Objection(from: &fields))
        case "settle-objection": .settleObjection(Roster.Settlement(from: &fields))
        case "approve": .approve(opinion: fields.optionalText("opinion"))
        case "freeze": .freeze
        default: nil
        }
    }
}

extension Roster.Event {
    package func write(to fields: inout FieldWriter) {
        switch self {
        case .enrolled(let place, let enrolment):
            place.write(to: &fields)
            enrolment.write(to: &fields)
        case .removalProposed(let removal, let by):
            removal.write(to: &fields)
            fields.text("by", by)
        case .removed(let removal, let claim):
            removal.write(to: &fields)
            fields.text("identityClaim", claim)
        case .restored(let restoration, let to, let claim):
            restoration.write(to: &fields)
            fields.month("to", to)
            fields.text("identityClaim", claim)
        case .moved(let move): move.write(to: &fields)
        case .accountProposed(let account, let by):
            account.write(to: &fields)
            fields.text("by", by)
        case .accountChanged(let account, let usableFrom):
            account.write(to: &fields)
            fields.day("usableFrom", usableFrom)
        case .noticePosted(let notice, let by):
            notice.write(to: &fields)
            fields.text("by", by)
        case .noticeEnded, .frozen: break
        case .objectionFiled(let objection): objection.write(to: &fields)
        case .objectionSettled(let settlement, let person):
            settlement.write(to: &fields)
            fields.text("person", person)
        case .approved(let headcount, let opinion):
            fields.integer("headcount", Int64(headcount))
            fields.text("opinion", opinion)
        }
    }

    package static func read(
        _ type: String, schema: Int, from fields: inout FieldReader
    ) -> Self? {
        guard schema == 1 else { return nil }
        return switch type {
        case "PersonEnrolled":
            .enrolled(Roster.Place(from: &fields), Roster.Enrolment(from: &fields))
        case "RemovalProposed":
            .removalProposed(Roster.Removal(from: &fields), by: fields.text("by"))
        case "PersonRemoved":
            .removed(
                Roster.Removal(from: &fields),
                identityClaim: fields.text("identityClaim", limit: Roster.claimLimit))
        case "PersonRestored":
            .restored(
                Roster.Restoration(from: &fields), to: fields.month("to"),
                identityClaim: fields.text("identityClaim", limit: Roster.claimLimit))
        case "PersonMoved": .moved(Roster.Move(from: &fields))
        case "AccountChangeProposed":
            .accountProposed(Roster.Account(from: &fields), by: fields.text("by"))
        case "AccountChanged":
            .accountChanged(Roster.Account(from: &fields), usableFrom: fields.day("usableFrom"))
        case "NoticePosted":
            .noticePosted(Roster.Notice(from: &fields), by: fields.text("by"))
        case "NoticeEnded": .noticeEnded
        case "ObjectionFiled": .objectionFiled(Roster.Objection(from: &fields))
        case "ObjectionSettled":
            .objectionSettled(Roster.Settlement(from: &fields), person: fields.id("person"))
        case "RosterApproved":
            .approved(
                headcount: Int(fields.integer("headcount", in: 0...Int64(Roster.personsLimit))),
                opinion: fields.optionalText("opinion"))
        case "RosterFrozen": .frozen
        default: nil
        }
    }
}
