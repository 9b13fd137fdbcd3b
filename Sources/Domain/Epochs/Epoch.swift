/// A log's incarnations, each on its stream `epoch/<number>`: whatever may have lost a tail (a
/// restore, an asynchronous failover) starts a new one.
package enum Epoch: Decider {
    package static let kind = AggregateKind.epoch
    package static let initial = State()

    package struct State: Hashable, Sendable {
        /// The epoch that the last start ended; 0 before the first.
        package var previous: Int64 = 0
        /// The epoch in force: the first needs no event.
        package var current: Int64 { previous + 1 }
        package var outside: Outside?
    }

    /// What a person found outside the building after a tail was lost, in their words.
    package struct Outside: Hashable, Sendable {
        /// Batches and lines that the bank has got and paid.
        package let bank: Text
        /// Letters that went out, by their numbers.
        package let register: Text

        package init(bank: Text, register: Text) {
            self.bank = bank
            self.register = register
        }
    }

    /// Where the log stood when the person who starts the epoch looked at it.
    package struct Start: Hashable, Sendable {
        package let previous: Int64
        package let position: Int64
        /// The chained hash up to `position`: 64 lower-case hexadecimal digits.
        package let prefixHash: Text

        package init(previous: Int64, position: Int64, prefixHash: Text) {
            self.previous = previous
            self.position = position
            self.prefixHash = prefixHash
        }
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        switch command {
        case .start(let start):
            guard start.previous > state.previous else { throw .alreadyStarted(state.current) }
            return [.started(start)]
        case .recordOutsideState(let outside):
            guard state.previous > 0 else { throw .notStarted }
            if state.outside == outside { return [] }
            guard state.outside == nil else { throw .alreadyRecorded }
            return [.outsideStateRecorded(outside)]
        }
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .started(let start): state.previous = start.previous
        case .outsideStateRecorded(let outside): state.outside = outside
        }
    }
}
