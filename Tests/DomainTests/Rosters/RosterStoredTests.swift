import Domain
import TestKit
import Testing

@Suite struct RosterStoredTests {
    let removal = Roster.Removal(person: "p-1", lastMonth: month(2025, 3), reason: "去世")
    let restoration = Roster.Restoration(person: "p-1", from: month(2025, 6), reason: "误核减")
    let move = Roster.Move(person: "p-1", village: "张村", town: "黄碾镇")
    let account = Roster.Account(
        person: "p-1", sealed: "bmV3", accountClaim: "a", returnedFrom: "b1", reason: "换卡")
    let objection = Roster.Objection(id: "o1", person: "p-1", text: "不在本村")
    let settlement = Roster.Settlement(objection: "o1", upheld: false, text: "在村")

    @Test func `persons on the roster`() throws {
        try expectStored(
            RosterTests.enrolled, of: Roster.self,
            as: #"{"village":"岳庄村","town":"黄碾镇","year":2025,"person":"p-1","#
                + #""sealed":"c2VhbGVk","identityClaim":"h-p-1","reservoir":"漳泽水库","#
                + #""movedOn":"1990-05-01","mode":"direct","entitledFrom":"2006-07","#
                + #""entitledTo":"2026-06"}"#)
        let gone = #"{"person":"p-1","lastMonth":"2025-03","reason":"去世","#
        try expectStored(
            .removalProposed(removal, by: "c"), of: Roster.self, as: gone + #""by":"c"}"#)
        try expectStored(
            .removed(removal, identityClaim: "h"), of: Roster.self,
            as: gone + #""identityClaim":"h"}"#)
        try expectStored(
            .restored(restoration, to: month(2026, 6), identityClaim: "h"), of: Roster.self,
            as: #"{"person":"p-1","from":"2025-06","reason":"误核减","to":"2026-06","#
                + #""identityClaim":"h"}"#)
        try expectStored(
            .moved(move), of: Roster.self, as: #"{"person":"p-1","village":"张村","town":"黄碾镇"}"#)
        let changed =
            #"{"person":"p-1","sealed":"bmV3","accountClaim":"a","returnedFrom":"b1","#
            + #""reason":"换卡","#
        try expectStored(
            .accountProposed(account, by: "c"), of: Roster.self, as: changed + #""by":"c"}"#)
        try expectStored(
            .accountChanged(account, usableFrom: .test), of: Roster.self,
            as: changed + #""usableFrom":"2025-06-10"}"#)
    }

    @Test func `steps of the roster`() throws {
        try expectStored(
            .noticePosted(RosterTests.notice, by: "c"), of: Roster.self,
            as: #"{"from":"2025-06-10","to":"2025-06-17","place":"村委会","by":"c"}"#)
        try expectStored(.noticeEnded, of: Roster.self, as: "{}")
        try expectStored(
            .objectionFiled(objection), of: Roster.self,
            as: #"{"objection":"o1","person":"p-1","text":"不在本村"}"#)
        try expectStored(
            .objectionSettled(settlement, person: "p-1"), of: Roster.self,
            as: #"{"objection":"o1","upheld":false,"text":"在村","person":"p-1"}"#)
        try expectStored(
            .approved(headcount: 725, opinion: "同意"), of: Roster.self,
            as: #"{"headcount":725,"opinion":"同意"}"#)
        try expectStored(.frozen, of: Roster.self, as: "{}")
    }

    @Test func `every command reads back`() throws {
        let commands: [Roster.Command] = [
            .enrol(RosterTests.place, [RosterTests.early, RosterTests.entitled("p-2")]),
            .proposeRemoval(removal), .removePerson("p-1"), .restorePerson(restoration),
            .movePerson(move), .proposeAccount(account), .changeAccount("p-1"),
            .postNotice(place: "村委会", photo: "ph-1"), .endNotice, .fileObjection(objection),
            .settleObjection(settlement), .approve(opinion: "同意"), .freeze,
        ]
        #expect(commands.map(\.name) == Roster.Command.names)
        for command in commands { try expectReadable(command, of: Roster.self) }
    }

    @Test func `rows show the roster's state and each person's, and nobody's name`() throws {
        let events = RosterTests.approved + [.accountChanged(account, usableFrom: .test)]
        let all: [(Day, BureauEvent)] = events.map { (.test, .roster($0)) }
        let list = try #require(rows(RosterList.self, of: Village.roster, all)["yuezhuang-2025"])
        #expect(list.phase == .approved)
        #expect(list.headcount == 1)
        #expect(list.noticeTo == day(2025, 6, 17))
        let person = try #require(rows(RosterPersons.self, of: Village.roster, all)["p-1"])
        #expect(person.roster == "yuezhuang-2025")
        #expect(person.entitledTo == month(2026, 6))
        #expect(person.sealed == "c2VhbGVk")
        #expect(person.accountSealed == "bmV3")
    }
}

@Suite struct MonthSetTests {
    @Test func `the stored form reads back, and nothing else does`() {
        let set = MonthSet([month(2025, 1), month(2025, 2), month(2025, 12), month(2026, 1)])
        #expect(set.description == "2025-01/2025-02,2025-12/2026-01")
        #expect(MonthSet(set.description) == set)
        for wrong in ["", "2025-13", "2025-02/2025-01", "2025-01,2025-02", "2025-05,2025-01"] {
            #expect(MonthSet(wrong) == nil)
        }
    }

    @Test func `sets meet, join and part month by month`() {
        let year = MonthSet(month(2025, 1), month(2025, 12))
        let middle = MonthSet(month(2025, 4), month(2025, 6))
        #expect(year.subtracting(middle).description == "2025-01/2025-03,2025-07/2025-12")
        #expect(year.subtracting(middle).union(middle) == year)
        #expect(year.intersection(middle) == middle)
        #expect(year.isSuperset(of: middle))
        #expect(!middle.isSuperset(of: year))
        #expect(year.count == 12)
    }
}
