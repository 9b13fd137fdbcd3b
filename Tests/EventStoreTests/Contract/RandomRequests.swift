import Domain
import EventStore

/// Requests that get into each other's way as often as possible: few streams, claims, devices
/// and keys.
struct RandomRequests {
    private var random: Seeded
    private var made = 0
    /// Those that a later one may send again, the newest last.
    private var sent: [Draft] = []

    private static let remembered = 60
    private let streams = (0..<10).map { task(Text("s\($0)")) }
    private let claims = (0..<8).map { Claim(Text("claim/\($0)")) }
    private let devices: [Text] = ["laptop-1", "laptop-2"]

    init(seed: UInt64) { random = Seeded(seed) }

    /// What a request is made of, so that it can be made again with a difference.
    private struct Draft {
        var id: Text
        var actor: Text = clerk
        var hash: [UInt8]
        var writes: [StreamWrite]
        var guards: [StreamGuard]
        var claims: [ClaimEdit]
        var intake: Intake?

        var request: AppendRequest {
            AppendRequest(
                id: id, actor: actor, commandHash: hash, writes: writes, guards: guards,
                claims: claims, intake: intake)
        }
    }

    /// The next `count`, made with `log` in view, as callers are who have just read.
    mutating func next(_ count: Int, _ log: ReferenceLog) -> [AppendRequest] {
        (0..<count).map { _ in
            if !sent.isEmpty, random.chance(15) { return again().request }
            let draft = fresh(log)
            sent = sent.suffix(RandomRequests.remembered - 1) + [draft]
            return draft.request
        }
    }

    private mutating func again() -> Draft {
        var draft = sent[Int.random(in: sent.indices, using: &random)]
        if random.chance(20) { draft.hash.append(9) }
        if random.chance(10) { draft.actor = "another" }
        return draft
    }

    private mutating func fresh(_ log: ReferenceLog) -> Draft {
        made += 1
        var free = streams.shuffled(using: &random)
        let writes = (0..<(random.chance(75) ? 1 : 2)).map { _ in write(free.removeLast(), log) }
        let guards = (0..<(random.chance(80) ? 0 : 2)).map { _ in
            let stream = free.removeLast()
            return StreamGuard(stream, version: near(log.version(stream)))
        }
        var edits: [ClaimEdit] = []
        if random.chance(40) {
            for claim in claims.shuffled(using: &random).prefix(random.chance(70) ? 1 : 3) {
                edits += edit(claim, writes[0].stream, log)
            }
        }
        return Draft(
            id: Text("r\(made)"), hash: [UInt8(made % 3)], writes: writes,
            guards: guards, claims: edits, intake: random.chance(15) ? intake(log) : nil)
    }

    private mutating func write(_ stream: StreamID, _ log: ReferenceLog) -> StreamWrite {
        let expected: ExpectedVersion =
            random.chance(50) ? .any : .version(near(log.version(stream)))
        let events = (1...(random.chance(70) ? 1 : 4)).map { n in
            event(payload: #"{"request":\#(made),"stream":"\#(stream.id)","n":\#(n)}"#)
        }
        return StreamWrite(stream, part: "town-1", expecting: expected, events)
    }

    /// Mostly the version itself, else one that lies behind or ahead a little.
    private mutating func near(_ version: Int) -> Int {
        random.chance(60) ? version : max(0, version + Int.random(in: -3...3, using: &random))
    }

    private mutating func edit(
        _ claim: Claim, _ stream: StreamID, _ log: ReferenceLog
    ) -> [ClaimEdit] {
        let take = ClaimEdit(.take(claim), holder: stream)
        guard let holder = log.claims[claim] else { return [take] }
        let release = ClaimEdit(.release(claim), holder: holder)
        if random.chance(35) { return [release] }
        return random.chance(50) ? [release, take] : [take]
    }

    private mutating func intake(_ log: ReferenceLog) -> Intake {
        let device = devices[Int.random(in: devices.indices, using: &random)]
        let last = log.intakes[device]?.last
        let n = (last?.n ?? 0) + (random.chance(80) ? 1 : Int64.random(in: 0...2, using: &random))
        let previous = random.chance(90) ? last?.hash ?? [] : [0xff]
        return Intake(
            device: device, n: n, previousHash: previous, hash: [UInt8(made % 251), 1],
            verdict: Array(#"{"request":\#(made)}"#.utf8))
    }
}
