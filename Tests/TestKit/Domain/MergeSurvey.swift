package import Domain

/// SplitMix64: the same seed always throws the same.
package struct Dice: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    package mutating func pick<Value>(_ first: Value, _ rest: Value...) -> Value {
        let index = below(rest.count + 1)
        return index == 0 ? first : rest[index - 1]
    }
}

/// What came of settling random commands of several laptops, recorded on one base, in every order.
///
/// Random bases, pairs and triples; every command is one that its author's laptop accepted. Each
/// order must give the same: all stand and the states are equal, or a conflict in every order.
/// Nothing is refused that was right on its base. Of two persons who took the same step in the same
/// words, the first one to sync is its author: `authorless` leaves authors out of the comparison
/// where there was such a duplicate.
package struct MergeSurvey<D: Mergeable> {
    package struct Move: Sendable {
        package let command: D.Command
        package let context: Context
        package init(_ command: D.Command, by actor: Text) {
            self.command = command
            context = Context.test.by(actor)
        }
    }

    package private(set) var merged = 0
    package private(set) var duplicates = 0
    package private(set) var conflicts = 0
    /// Names of the commands that were settled at least once.
    package private(set) var seen: Set<String> = []
    /// Each in words, with seed and round, so that it can be replayed; at most `holeLimit`.
    package private(set) var holes: [String] = []

    private static var holeLimit: Int { 5 }
    private let seed: UInt64
    private let authorless: @Sendable (inout D.State) -> Void

    package init(
        _ decider: D.Type, seed: UInt64, rounds: Int, steps: Int,
        authorless: @escaping @Sendable (inout D.State) -> Void, _ move: (inout Dice) -> Move
    ) {
        self.seed = seed
        self.authorless = authorless
        var dice = Dice(seed: seed)
        for round in 0..<rounds {
            let base = MergeSurvey.base(&dice, steps: dice.below(steps), move)
            let moves = MergeSurvey.legal(on: base, &dice, move)
            guard moves.count == 3 else { continue }
            for (left, right) in [(0, 1), (0, 2), (1, 2)] {
                check(pair: [moves[left], moves[right]], on: base, round)
            }
            check(triple: moves, on: base, round)
        }
    }

    /// A state that random legal commands led to.
    private static func base(
        _ dice: inout Dice, steps: Int, _ move: (inout Dice) -> Move
    ) -> D.State {
        var state = D.initial
        for _ in 0..<steps {
            let move = move(&dice)
            for event in events(of: move, on: state) { D.evolve(&state, event) }
        }
        return state
    }

    /// Three commands that `base` accepts, or fewer if none were found.
    private static func legal(
        on base: D.State, _ dice: inout Dice, _ move: (inout Dice) -> Move
    ) -> [Move] {
        var found: [Move] = []
        for _ in 0..<300 where found.count < 3 {
            let move = move(&dice)
            if !events(of: move, on: base).isEmpty { found.append(move) }
        }
        return found
    }

    /// None for a refused command.
    private static func events(of move: Move, on state: D.State) -> [D.Event] {
        do throws(D.Rejection) {
            return try D.decide(move.command, state, move.context)
        } catch {
            return []
        }
    }
}

// MARK: Settling

extension MergeSurvey {
    private struct Outcome {
        var state: D.State
        var settlements: [Settlement<D.Event, D.Rejection>] = []

        var hasConflict: Bool {
            settlements.contains { if case .conflict = $0 { true } else { false } }
        }
        var hasDuplicate: Bool { settlements.contains(.duplicate) }
        var refused: D.Rejection? {
            settlements.lazy.compactMap {
                if case .rejected(let reason) = $0 { reason } else { nil }
            }
            .first
        }
    }

    /// Settles `moves` one after another, each from a laptop of its own that knows only `base`.
    private static func settle(_ moves: [Move], on base: D.State) -> Outcome {
        var outcome = Outcome(state: base)
        var foreign: [D.Event] = []
        for move in moves {
            let settlement = D.settle(
                move.command, base: base, foreign: foreign, current: outcome.state, move.context)
            outcome.settlements.append(settlement)
            switch settlement {
            case .accepted(let events), .merged(let events):
                for event in events { D.evolve(&outcome.state, event) }
                foreign += events
            case .duplicate, .conflict, .rejected: break
            }
        }
        return outcome
    }

    private mutating func check(pair moves: [Move], on base: D.State, _ round: Int) {
        let forth = MergeSurvey.settle(moves, on: base)
        let back = MergeSurvey.settle(moves.reversed(), on: base)
        count(forth, moves)
        for outcome in [forth, back] {
            if let reason = outcome.refused { note("refused as \(reason.code)", moves, round) }
        }
        if forth.hasConflict != back.hasConflict {
            note("conflict in one order only", moves, round)
        } else if !forth.hasConflict, differ([forth, back]) {
            note("states differ by order", moves, round)
        }
    }

    /// Three that merge pair by pair merge together, in all six orders.
    private mutating func check(triple moves: [Move], on base: D.State, _ round: Int) {
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        let pairs = [[0, 1], [0, 2], [1, 2]]
        let clash = pairs.contains { pair in
            MergeSurvey.settle(pair.map { moves[$0] }, on: base).hasConflict
        }
        let outcomes = orders.map { order in
            MergeSurvey.settle(order.map { moves[$0] }, on: base)
        }
        for outcome in outcomes {
            if let reason = outcome.refused { note("refused as \(reason.code)", moves, round) }
            if outcome.hasConflict != clash { note("a conflict of three", moves, round) }
        }
        if !clash, differ(outcomes) {
            note("states of three differ by order", moves, round)
        }
    }

    private func differ(_ outcomes: [Outcome]) -> Bool {
        let states = outcomes.map { outcome in
            var state = outcome.state
            if outcomes.contains(where: \.hasDuplicate) { authorless(&state) }
            return state
        }
        return Set(states).count > 1
    }

    private mutating func count(_ outcome: Outcome, _ moves: [Move]) {
        seen.formUnion(moves.map(\.command.name))
        for settlement in outcome.settlements.dropFirst() {
            switch settlement {
            case .accepted, .merged: merged += 1
            case .duplicate: duplicates += 1
            case .conflict: conflicts += 1
            case .rejected: break
            }
        }
    }

    private mutating func note(_ what: String, _ moves: [Move], _ round: Int) {
        guard holes.count < MergeSurvey.holeLimit else { return }
        let commands = moves.map { "\($0.command)" }.joined(separator: " | ")
        holes.append("seed \(seed), round \(round): \(what): \(commands)")
    }
}
