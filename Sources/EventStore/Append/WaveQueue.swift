package import Domain

/// What the queue must know of a request.
package struct WaveDemand: Hashable, Sendable {
    /// A stream's way from the version that is expected to the one that it will have.
    package struct Step: Hashable, Sendable {
        package var stream: Int
        package var from: Int
        package var to: Int

        package init(stream: Int, from: Int, to: Int) {
            self.stream = stream
            self.from = from
            self.to = to
        }
    }

    package var keys: WaveKeys
    /// Events and claims.
    package var weight: Int
    package var deadline: Int64
    /// Of a request that may go the short way, its streams; empty for all others.
    package var steps: [Step]
    /// The database has just said that the expected version is right.
    package var isTrusted = false

    package init(keys: WaveKeys, weight: Int, deadline: Int64, steps: [Step] = []) {
        self.keys = keys
        self.weight = weight
        self.deadline = deadline
        self.steps = steps
    }

    var isPlain: Bool { !steps.isEmpty }
    var isLarge: Bool { weight > AppendLimits.largeRequest }
    var events: Int { steps.reduce(0) { $0 + $1.to - $1.from } }
}

/// A wave's place among all that this server sends: the wave before it ends first.
package struct Turn: Hashable, Sendable {
    package var server: Int32 = 0
    /// Nil for a wave that is sent again: the one after it must not wait for it, because its own
    /// rows may be what stands in the way.
    package var number: Int32?
    package var after: Int32?

    package init(number: Int32?, after: Int32? = nil) {
        self.number = number
        self.after = after
    }
}

/// The queue before the writer's lanes, as a value: who waits, who goes together, and what is
/// still on its way.
///
/// A wave takes requests from the front in order. One that overlaps with any earlier request,
/// taken, waiting or on its way, waits too; so the outcomes are those of the queue run one by one.
///
/// A second wave follows while the first is on its way to the disk. If the first is sure to take
/// all its positions, the second can take the next ones for granted (`Way.plain` with a base); it
/// is not sent before it is as large as the one before it, so that two half-full lanes do not
/// become many small waves.
///
/// A request whose version was passed, as far as is known, is not sent at all: somebody looks
/// (`Action.Look`), and nearly always it has its conflict without costing a wave its certainty.
package struct WaveQueue<Item> {
    struct Entry {
        var item: Item
        var demand: WaveDemand
    }

    package enum Submission: Hashable, Sendable { case queued, full, closed }

    package enum Way: Hashable, Sendable {
        /// Positions from `base` + 1 on, taken for granted; nil: the lock comes first.
        case plain(base: Int64?)
        case one
        case careful
    }

    package struct Wave {
        package var items: [Item]
        package var way: Way
        package var turn: Turn
        /// When it is recorded: never before a wave that has an earlier turn.
        package var at: Instant
    }

    package enum Action {
        /// Look up whether `look` have really lost, and send `wave`.
        case go(look: [Item], wave: Wave?)
        case wait
        case stop
    }

    /// How a wave ended.
    package enum Landing: Hashable, Sendable {
        /// Every request was appended, the last at this position.
        case appended(through: Int64, at: Instant)
        /// Each has an answer, not all the same; the log's end is this, if known.
        case answered(through: Int64?)
    }

    private struct Flight {
        var turn: Int32
        var count: Int
        var keys = TouchedKeys()
        var steps: [WaveDemand.Step] = []
        /// Its positions are certain unless something goes wrong.
        var isCertain: Bool
        var isAlone: Bool
    }

    /// After a wave that found the log moved on by another server, so many take the lock first.
    package static var cautiousWaves: Int { 64 }

    package let limit: Int
    private var entries: [Entry] = []
    private var flights: [Flight?]
    private var looking: [Entry] = []
    private var lookedAt = TouchedKeys()
    private var isClosed = false
    private var turn: Int32 = 0
    /// Where the log will end when all that is on its way has landed; nil: nobody knows.
    private var tail: Int64?
    private var cautious = 0
    /// The latest time given out or seen.
    private var latest = Instant(microseconds: .min)
    private var hints = VersionHints()

    package init(limit: Int, lanes: Int = 1) {
        self.limit = limit
        flights = Array(repeating: nil, count: lanes)
    }

    package mutating func submit(_ item: Item, _ demand: WaveDemand) -> Submission {
        if isClosed { return .closed }
        if entries.count >= limit { return .full }
        entries.append(Entry(item: item, demand: demand))
        return .queued
    }

    /// A lane is awake and looks by itself.
    package var isAttended = false

    /// True if a lane that waits would have something to do: what a submission must wake it for.
    package var isWorthWaking: Bool {
        guard !isAttended, flights.contains(where: { $0 == nil }) else { return false }
        guard let flying = flights.lazy.compactMap({ $0 }).first else { return true }
        return entries.count >= flying.count && !flying.isAlone
    }

    package mutating func close() { isClosed = true }

    /// Requests whose deadline has passed before they were sent; they leave the queue.
    package mutating func expired(now: Int64) -> [Item] {
        guard entries.contains(where: { $0.demand.deadline <= now }) else { return [] }
        let late = entries.filter { $0.demand.deadline <= now }.map { $0.item }
        entries.removeAll { $0.demand.deadline <= now }
        return late
    }

    // MARK: Sending

    /// What a free lane does; `clock` is asked only if a wave goes out. After `close` it still
    /// sends what was queued.
    package mutating func next(lane: Int, clock: () -> Instant) -> Action {
        if entries.isEmpty { return isClosed && looking.isEmpty ? .stop : .wait }
        let flying = flights.lazy.compactMap { $0 }.first
        if let flying, flying.isAlone || entries.count < flying.count { return .wait }
        var pick = Pick()
        for entry in entries {
            guard pick.hasRoom(for: entry.demand) else { break }
            let isBusy =
                flying?.keys.meets(entry.demand.keys) ?? false
                || lookedAt.meets(entry.demand.keys)
            pick.consider(entry, isBusy: isBusy, isSuspect: isSuspect(entry.demand))
            if entry.demand.isLarge { break }
        }
        if pick.isLarge, flying != nil { return .wait }
        guard !pick.wave.isEmpty || !pick.suspects.isEmpty && looking.isEmpty else { return .wait }
        if !pick.wave.isEmpty { latest = max(latest, clock()) }
        return go(pick, lane: lane, after: flying)
    }

    private func isSuspect(_ demand: WaveDemand) -> Bool {
        guard !demand.isTrusted, demand.steps.count == 1, let step = demand.steps.first,
            let known = hints[step.stream]
        else { return false }
        return known != step.from
    }

    private mutating func go(_ pick: Pick, lane: Int, after flying: Flight?) -> Action {
        var rest = pick.rest
        var look: [Item] = []
        if looking.isEmpty {
            looking = pick.suspects
            for entry in looking { lookedAt.add(entry.demand.keys) }
            look = looking.map { $0.item }
        } else {
            rest = pick.suspects + rest
        }
        entries.replaceSubrange(0..<pick.scanned, with: rest)
        if pick.wave.isEmpty { return .go(look: look, wave: nil) }
        turn &+= 1
        var flight = Flight(
            turn: turn, count: pick.wave.count, keys: pick.taken, isCertain: false,
            isAlone: pick.isLarge)
        let way = way(pick, after: flying)
        switch way {
        case .plain(base: .some): flight.isCertain = true
        case .plain, .one, .careful: tail = nil
        }
        if case .plain(let base) = way, let base { tail = base + Int64(pick.events) }
        if !pick.isCareful { flight.steps = pick.wave.flatMap { $0.demand.steps } }
        flights[lane] = flight
        return .go(
            look: look,
            wave: Wave(
                items: pick.wave.map { $0.item }, way: way,
                turn: Turn(number: turn, after: flying?.turn), at: latest))
    }

    private mutating func way(_ pick: Pick, after flying: Flight?) -> Way {
        if pick.isCareful { return .careful }
        if pick.events == 1, flying == nil { return .one }
        if cautious > 0 {
            cautious -= 1
            return .plain(base: nil)
        }
        return .plain(base: flying?.isCertain ?? true ? tail : nil)
    }

    // MARK: Landing

    /// The wave of `lane` has its answers.
    package mutating func landed(lane: Int, _ landing: Landing) {
        guard let flight = flights[lane] else { return }
        flights[lane] = nil
        let isQuiet = flights.allSatisfy { $0 == nil }
        switch landing {
        case .appended(let through, let at):
            latest = max(latest, at)
            for step in flight.steps { hints.note(step.stream, step.to) }
            if isQuiet { tail = through }
        case .answered(let through):
            tail = isQuiet ? through : nil
        }
    }

    /// The wave of `lane` was undone as a whole and is being sent again, the careful way.
    ///
    /// - Parameter moved: because the log did not end where it should. If the wave before this one
    ///   was not undone too, another server appends.
    package mutating func undone(lane: Int, moved: Bool) {
        flights[lane]?.isCertain = false
        flights[lane]?.steps = []
        if moved, tail != nil { cautious = Self.cautiousWaves }
        tail = nil
    }

    /// A stream was seen at this version.
    package mutating func learn(_ stream: Int, _ version: Int) { hints.note(stream, version) }

    /// Those that were looked up are answered, but for `again`, whose version was right after all
    /// (counted in the order in which they were given out): they are the next to go.
    package mutating func looked(again: Set<Int>) {
        let trusted = looking.enumerated().filter { again.contains($0.offset) }.map { _, entry in
            var entry = entry
            entry.demand.isTrusted = true
            return entry
        }
        entries.insert(contentsOf: trusted, at: 0)
        looking = []
        lookedAt = TouchedKeys()
    }

    /// A wave while it is put together.
    private struct Pick {
        var wave: [Entry] = []
        var rest: [Entry] = []
        var suspects: [Entry] = []
        var scanned = 0
        var events = 0
        var isCareful = false
        var isLarge = false
        var taken = TouchedKeys()
        private var weight = 0
        private var left = TouchedKeys()

        /// A large request goes alone, and nothing overtakes it.
        func hasRoom(for demand: WaveDemand) -> Bool {
            if demand.isLarge { return wave.isEmpty && rest.isEmpty && suspects.isEmpty }
            return wave.count < AppendLimits.requestsPerWave
                && weight + demand.weight <= AppendLimits.eventsPerWave
        }

        mutating func consider(_ entry: Entry, isBusy: Bool, isSuspect: Bool) {
            scanned += 1
            let demand = entry.demand
            let overlaps = isBusy || left.meets(demand.keys) || taken.meets(demand.keys)
            let fits = isCareful || wave.isEmpty || demand.isPlain
            if overlaps || !fits {
                rest.append(entry)
                left.add(demand.keys)
            } else if isSuspect {
                suspects.append(entry)
                left.add(demand.keys)
            } else {
                if wave.isEmpty { isCareful = !demand.isPlain }
                wave.append(entry)
                taken.add(demand.keys)
                weight += demand.weight
                events += demand.events
                isLarge = demand.isLarge
            }
        }
    }
}
