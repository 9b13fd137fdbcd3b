import Domain
import JSON
import TestKit
import Testing

func parsed(_ bytes: [UInt8]) throws -> JSONValue { try JSONValue(parsing: bytes) }

func month(_ year: Int, _ month: Int) -> Month { Month(year: year, month: month) }

extension Context {
    /// The rules of the half-year, in force since 2006.
    static let withRules: Context = {
        var context = Context.test
        let values: [(Text, Text)] = [
            ("rate-migrant-direct", "50.00"), ("early-mover-cutoff", "2006-06-30"),
            ("entitlement-start-early-movers", "2006-07"),
            ("entitlement-end-early-movers", "2026-06"), ("entitlement-years-later-movers", "20"),
            ("notice-days", "7"), ("cooling-days-account", "15"),
        ]
        for (name, value) in values {
            context.parameters.set(name, from: day(2006, 7, 1), value: value)
        }
        return context
    }()
}

extension Roster.Enrolment {
    /// An early mover, entitled to 2026-06.
    static func test(_ id: Text, movedOn: Day = day(1990, 5, 1)) -> Roster.Enrolment {
        Roster.Enrolment(
            person: id, sealed: "c2VhbGVk", identityClaim: Text("h-\(id)"), reservoir: "漳泽水库",
            movedOn: movedOn, mode: .direct)
    }
}

/// A village with an approved roster and two funds, ready for a batch.
struct Village {
    static let roster = StreamID(.roster, "yuezhuang-2025")
    static let batch = StreamID(.disbursement, "b1")
    static let central = StreamID(.fund, "central")
    static let province = StreamID(.fund, "province")
    static let place = Roster.Place(village: "岳庄村", town: "黄碾镇", year: 2025)

    var ledger = Ledger()
    private(set) var refusals: [String] = []

    /// `persons` early movers; the central fund holds 500 yuan, the province's 600 a person more.
    init(persons: Int) {
        let ids = (0..<persons).map { Text("p-\(padded($0, 5))") }
        let people = ids.map { Roster.Enrolment.test($0) }
        run(.roster(.enrol(Village.place, people)), Village.roster)
        run(.roster(.postNotice(place: "村委会", photo: nil)), Village.roster)
        let later = Context.withRules.on(day(2025, 6, 17))
        run(.roster(.endNotice), Village.roster, later)
        run(.roster(.approve(opinion: nil)), Village.roster, later.by("head"))
        fund(Village.central, .central, Fen(50_000))
        fund(Village.province, .province, Fen(60_000) * persons)
    }

    private mutating func fund(_ stream: StreamID, _ level: Fund.Level, _ amount: Fen) {
        let grant = Fund.Grant(
            key: Fund.Key(level: level, purpose: "migrant-direct", year: 2025), label: "直补",
            amount: amount, day: day(2025, 1, 10))
        run(.fund(.appropriate(grant)), stream)
        run(.fund(.allocate(.init(project: "migrant-direct", amount: amount))), stream)
    }

    @discardableResult
    mutating func run(
        _ command: BureauCommand, _ stream: StreamID = Village.batch,
        _ context: Context = .withRules
    ) -> Ledger.Answer {
        let answer = ledger.run(command, on: stream, context)
        if let refusal = answer.refusal { refusals.append(refusal) }
        return answer
    }

    /// The whole of 2025, 600 yuan a person, the central fund first.
    static func draft(persons: Int, from: Month = month(2025, 1)) -> Disbursement.Command {
        .draft(
            Disbursement.Draft(
                title: "2025年移民直补", programme: "migrant-direct", from: from,
                to: month(2025, 12), rosters: ["yuezhuang-2025"],
                sources: [
                    .init(fund: "central", amount: Fen(50_000)),
                    .init(fund: "province", amount: Fen(60_000) * persons - Fen(50_000)),
                ]))
    }

    mutating func approve(persons: Int) {
        run(.disbursement(Village.draft(persons: persons)))
        run(.disbursement(.review(opinion: nil)), Village.batch, .withRules.by("checker"))
        run(.disbursement(.approve(opinion: nil)), Village.batch, .withRules.by("head"))
    }

    mutating func submit(persons: Int) {
        approve(persons: persons)
        run(.disbursement(.submit(.init(bankBatch: "ICBC-1"))))
    }

    var state: Disbursement.State {
        Disbursement.state(in: ledger.snapshot(Village.batch).state) ?? Disbursement.initial
    }

    func fund(_ stream: StreamID) -> Fund.State {
        Fund.state(in: ledger.snapshot(stream).state) ?? Fund.initial
    }
}
