import Domain
import TestKit
import Testing

@Suite struct ParameterTests {
    let rate = Parameter.Setting(
        name: "rate-migrant-direct", from: day(2006, 7, 1), value: "50.00", reason: "每人每年600元")

    @Test func `a rate is set once, and the same words again are nothing new`() {
        given(Parameter.self).when(.set(rate)).then(.set(rate))
        given(Parameter.self, .set(rate)).when(.set(rate)).then()
    }

    @Test func `a name that no rule asks for is refused`() {
        let setting = Parameter.Setting(name: "notice-dayz", from: .test, value: "7")
        given(Parameter.self).when(.set(setting)).thenRejected(.unknownName("notice-dayz"))
    }

    @Test(arguments: [
        ("rate-migrant-direct", "5O", ParameterNames.Form.amount),
        ("rate-migrant-direct", "0.00", .amount), ("notice-days", "-1", .number),
        ("early-mover-cutoff", "2006-06-31", .day),
        ("entitlement-end-early-movers", "2026-13", .month),
    ])
    func `a value must be of the form that its name asks for`(
        name: String, value: String, form: ParameterNames.Form
    ) {
        let setting = Parameter.Setting(name: Text(name), from: .test, value: Text(value))
        given(Parameter.self).when(.set(setting)).thenRejected(.notOfItsForm(Text(name), form))
    }

    @Test func `a stream holds one parameter`() {
        let other = Parameter.Setting(name: "notice-days", from: .test, value: "7")
        given(Parameter.self, .set(rate)).when(.set(other))
            .thenRejected(.otherName("rate-migrant-direct"))
    }

    @Test func `the table gives the value in force on a day`() {
        var table = ParameterTable()
        table.take(.set(rate))
        table.take(
            .set(.init(name: rate.name, from: day(2026, 1, 1), value: "60.00", reason: nil)))
        #expect(table.fen(rate.name, on: day(2006, 6, 30)) == nil)
        #expect(table.fen(rate.name, on: day(2025, 12, 31)) == Fen(5_000))
        #expect(table.fen(rate.name, on: day(2026, 1, 1)) == Fen(6_000))
    }

    @Test func `stored and spoken shapes`() throws {
        try expectStored(
            .set(rate), of: Parameter.self,
            as: #"{"name":"rate-migrant-direct","from":"2006-07-01","value":"50.00","#
                + #""reason":"每人每年600元"}"#)
        try expectReadable(.set(rate), of: Parameter.self)
    }

    @Test func `each value is a row`() {
        let table = rows(
            ParameterList.self, of: StreamID(.parameter, rate.name),
            [(.test, .parameter(.set(rate)))])
        #expect(table.mapValues(\.setting) == ["rate-migrant-direct@2006-07-01": rate])
    }
}
