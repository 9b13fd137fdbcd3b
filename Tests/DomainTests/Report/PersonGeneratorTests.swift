import Domain
import JSON
import TestKit
import Testing

@Suite struct PersonGeneratorTests {
    @Test func `SplitMix64 gives the published numbers for seed 1234567`() {
        var random = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in random.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973,
                9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ])
    }

    @Test func `the same 11,606 persons come every time, each with a number of their own`() throws {
        let roster = try SeedDriver.roster()
        let persons = PersonGenerator(roster).persons()
        #expect(persons == PersonGenerator(roster).persons())
        #expect(persons.count == 11_606)
        #expect(Set(persons.map(\.id)).count == 11_606)
        #expect(Set(persons.map(\.identityNumber)).count == 11_606)
        #expect(Set(persons.map(\.account)).count == 11_606)
        #expect(Set(persons.map(\.village.id)).count == 16)
        #expect(Set(persons.map(\.village.town)).count == 4)
    }

    @Test func `no identity number and no account can be anybody's`() throws {
        let persons = PersonGenerator(try SeedDriver.roster()).persons()
        #expect(persons.allSatisfy { $0.identityNumber.utf8.count == 18 })
        #expect(persons.allSatisfy { $0.identityNumber.string.hasPrefix("99") })
        #expect(persons.allSatisfy { $0.account.string.hasPrefix("0000") })
        let valid = persons.filter { person in
            let number = person.identityNumber.string
            let check = PersonGenerator.identityCheck(number.prefix(17))
            return number.suffix(1) == (check == 10 ? "X" : "\(check)")
        }
        #expect(valid == [])
    }

    @Test func `the checksum is that of GB 11643`() {
        // The specimen number of the standard itself.
        #expect(PersonGenerator.identityCheck("11010519491231002") == 10)
        #expect(PersonGenerator.identityCheck("44052418800101001") == 4)
    }

    @Test func `some names hold characters beyond the basic plane`() throws {
        let persons = PersonGenerator(try SeedDriver.roster()).persons()
        let rare = persons.filter { person in
            person.name.string.unicodeScalars.contains { $0.value > 0xffff }
        }
        #expect((10...100).contains(rare.count))
    }
}

@Suite struct SeedLineTests {
    private func line(_ text: String) throws -> SeedLine { try SeedLine(Array(text.utf8)) }

    @Test func `a line says who, when, what and to what`() throws {
        let read = try line(
            #"{"actor":"a1","day":"2025-01-02","aggregate":"task","id":"x","command":"cancel","#
                + #""body":{"reason":"r"}}"#)
        #expect(read.actor == "a1")
        #expect(read.day == day(2025, 1, 2))
        #expect(read.stream == StreamID(.task, "x"))
        #expect(read.command == "cancel")
        #expect(read.body == ["reason": "r"])
        #expect(read.village == nil)
    }

    @Test func `what is wrong with a line is named by its field`() {
        let bad = #"{"actor":"a1","day":"2025-02-30","aggregate":"tsk","id":"X","body":{},"x":1}"#
        #expect {
            try line(bad)
        } throws: { error in
            (error as? SeedLineError)?.text(in: .english)
                == "field /day is not a date (YYYY-MM-DD); field /aggregate is not one of the "
                + "choices; field /id is not an id ([a-z0-9-]{1,64}); field /command is missing; "
                + "field /x is not a field of this command"
        }
        #expect(throws: SeedLineError.self) { try line("{") }
    }

    @Test func `an actor whom no line adds, and a village that is not there, are refused`() throws {
        let enrol = try line(
            #"{"actor":"a1","day":"2025-01-02","aggregate":"roster","id":"x","command":"enrol","#
                + #""village":"nowhere","body":{}}"#)
        #expect(throws: SeedLineError.noSuchActor("a1")) { try SeedCast([enrol]).actor("a1") }
        let persons = SeedPersons(try SeedDriver.roster())
        #expect(throws: SeedLineError.noSuchVillage("nowhere")) { try persons.body(of: enrol) }
    }
}
