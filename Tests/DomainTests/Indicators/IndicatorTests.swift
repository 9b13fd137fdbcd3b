import Domain
import TestKit
import Testing

@Suite struct IndicatorTests {
    /// E02 of the half-year: nobody knows what was counted.
    let definition = Indicator.Definition(
        name: "河道响应", unit: .count, theme: "rivers", reportCode: "E02", meaningUnclear: true)

    private func reading(_ decimal: String, _ asOf: Day = .test) -> Indicator.Reading {
        Indicator.Reading(value: quantity(decimal, .count), asOf: asOf, period: "2025-H1")
    }

    @Test func `an indicator is defined once, before anything is read`() {
        given(Indicator.self).when(.define(definition)).then(.defined(definition))
        given(Indicator.self, .defined(definition)).when(.define(definition))
            .thenRejected(.alreadyDefined)
        given(Indicator.self).when(.recordReading(reading("1"))).thenRejected(.notDefined)
    }

    @Test func `a share names its base`() {
        let share = Indicator.Definition(name: "占比", unit: .percent, theme: "water")
        given(Indicator.self).when(.define(share)).thenRejected(.shareWithoutBase)
    }

    @Test func `zero is a reading like any other`() {
        given(Indicator.self, .defined(definition)).when(.recordReading(reading("0")))
            .then(.readingRecorded(reading("0"), by: "clerk"))
    }

    @Test func `the same reading again is nothing new, another one of the day is kept beside it`() {
        let history: [Indicator.Event] = [
            .defined(definition), .readingRecorded(reading("1"), by: "clerk"),
        ]
        given(Indicator.self, history).when(.recordReading(reading("1"))).then()
        given(Indicator.self, history)
            .when(.recordReading(reading("2")), .test.by("other"))
            .then(.readingRecorded(reading("2"), by: "other"))
    }

    @Test func `another unit is refused`() {
        let wrong = Indicator.Reading(
            value: quantity("1", .metre), asOf: .test, period: "2025-H1")
        given(Indicator.self, .defined(definition)).when(.recordReading(wrong))
            .thenRejected(.otherUnit(.count))
    }

    @Test func `nobody else's word is overwritten`() {
        let correction = Indicator.Correction(
            asOf: .test, value: quantity("2", .count), reason: "笔误")
        let history: [Indicator.Event] = [
            .defined(definition), .readingRecorded(reading("1"), by: "clerk"),
        ]
        given(Indicator.self, history).when(.correctReading(correction), .test.by("other"))
            .thenRejected(.noReadingOfYours(.test))
        given(Indicator.self, history).when(.correctReading(correction))
            .then(.readingCorrected(correction, by: "clerk"))
        #expect(
            Indicator.Event.readingCorrected(correction, by: "clerk").effectiveDay == Day.test)
    }

    @Test func `stored and spoken shapes`() throws {
        let target = Indicator.Target(value: quantity("5", .count), period: "2025")
        let correction = Indicator.Correction(
            asOf: .test, value: quantity("2", .count), reason: "笔误")
        try expectStored(
            .defined(definition), of: Indicator.self,
            as: #"{"name":"河道响应","unit":"count","theme":"rivers","reportCode":"E02","#
                + #""meaningUnclear":true}"#)
        try expectStored(
            .targetSet(target), of: Indicator.self,
            as: #"{"value":{"value":"5","unit":"count"},"qualifier":"planned","period":"2025"}"#)
        try expectStored(
            .readingRecorded(reading("1"), by: "clerk"), of: Indicator.self,
            as: #"{"value":{"value":"1","unit":"count"},"asOf":"2025-06-10","#
                + #""period":"2025-H1","by":"clerk"}"#)
        try expectStored(
            .readingCorrected(correction, by: "clerk"), of: Indicator.self,
            as: #"{"asOf":"2025-06-10","value":{"value":"2","unit":"count"},"reason":"笔误","#
                + #""by":"clerk"}"#)
        try expectReadable(.define(definition), of: Indicator.self)
        try expectReadable(.setTarget(target), of: Indicator.self)
        try expectReadable(.recordReading(reading("0")), of: Indicator.self)
        try expectReadable(.correctReading(correction), of: Indicator.self)
    }

    @Test func `the board shows the latest day, and whether its readings differ`() throws {
        let events: [Indicator.Event] = [
            .defined(definition), .readingRecorded(reading("1"), by: "clerk"),
            .readingRecorded(reading("9", day(2025, 5, 1)), by: "clerk"),
            .readingRecorded(reading("2"), by: "other"),
        ]
        let row = try #require(
            rows(
                IndicatorBoard.self, of: StreamID(.indicator, "e02"),
                events.map { (.test, .indicator($0)) })["e02"])
        #expect(row.latest.map(\.reading) == [reading("1"), reading("2")])
        #expect(row.readings == 3)
        #expect(row.readingsDiffer)
    }
}
