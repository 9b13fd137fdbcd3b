/// The rules of one indicator (统计数据): what the half-year counts and no other aggregate holds.
///
/// Readings are cumulative. Two different readings of one day are both kept, for a person to
/// explain; a sum of them would be wrong whatever they mean.
package enum Indicator: Decider {
    package static let kind = AggregateKind.indicator
    package static let initial = State()

    /// What the rules read; rows for people are `IndicatorBoard`.
    package struct State: Hashable, Sendable {
        package var definition: Definition?
        package var targets: [Text: Target] = [:]
        /// By the day read for, in the order of recording.
        package var readings: [Day: [Signed]] = [:]

        /// A reading and who recorded it: only they may correct it.
        package struct Signed: Hashable, Sendable {
            package var reading: Reading
            package var by: Text
        }
    }

    package static func decide(
        _ command: Command, _ state: State, _ context: Context
    ) throws(Rejection) -> [Event] {
        if case .define(let definition) = command {
            guard state.definition == nil else { throw .alreadyDefined }
            let isShare = definition.unit == .percent || definition.unit == .ratio
            if isShare, definition.base == nil { throw .shareWithoutBase }
            return [.defined(definition)]
        }
        guard let unit = state.definition?.unit else { throw .notDefined }
        switch command {
        case .define: throw .alreadyDefined
        case .setTarget(let target):
            guard target.value.unit == unit else { throw .otherUnit(unit) }
            return state.targets[target.period] == target ? [] : [.targetSet(target)]
        case .recordReading(let reading):
            guard reading.value.unit == unit else { throw .otherUnit(unit) }
            let signed = State.Signed(reading: reading, by: context.actor.id)
            // A retry: the same person, day and words are nothing new.
            if state.readings[reading.asOf, default: []].contains(signed) { return [] }
            return [.readingRecorded(reading, by: signed.by)]
        case .correctReading(let correction):
            guard correction.value.unit == unit else { throw .otherUnit(unit) }
            return try correct(correction, state, by: context.actor.id)
        }
    }

    private static func correct(
        _ correction: Correction, _ state: State, by author: Text
    ) throws(Rejection) -> [Event] {
        let own = state.readings[correction.asOf, default: []].last { $0.by == author }
        guard let own else { throw .noReadingOfYours(correction.asOf) }
        let isSame =
            own.reading.value == correction.value && own.reading.qualifier == correction.qualifier
        return isSame ? [] : [.readingCorrected(correction, by: author)]
    }

    package static func evolve(_ state: inout State, _ event: Event) {
        switch event {
        case .defined(let definition): state.definition = definition
        case .targetSet(let target): state.targets[target.period] = target
        case .readingRecorded(let reading, let by):
            state.readings[reading.asOf, default: []].append(.init(reading: reading, by: by))
        case .readingCorrected(let correction, let by):
            state.readings[correction.asOf, default: []].apply(correction, by: by)
        }
    }
}

extension [Indicator.State.Signed] {
    /// The author's last reading of that day takes the corrected value; others' stay as they are.
    mutating func apply(_ correction: Indicator.Correction, by author: Text) {
        guard let index = lastIndex(where: { $0.by == author }) else { return }
        self[index].reading.value = correction.value
        self[index].reading.qualifier = correction.qualifier
    }
}
